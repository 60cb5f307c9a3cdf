/** What a started server gives back. */
export interface Started {
  /** Where it listens, for example `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Where the first account is made, once; null where there is one, or where none is wanted. */
  readonly setupUrl: string | null;
  /** Stops taking requests, finishes what is under way and lets go of port and files. */
  close(): Promise<void>;
}

export interface DemoOptions {
  /** Clock seconds per real second. */
  readonly speed: number;
  /** What goes wrong on request, as sources/simulator/fault-list.ts reads it; null: nothing. */
  readonly faults: string | null;
  /** The same seed gives the same weather and noise; null: a seed of its own. */
  readonly seed: number | null;
  /** Where the plant's clock begins, ms; a record that reaches further is gone on with. null: now. */
  readonly atMs: number | null;
}

export const RECORD_FORMATS = ['glen-canyon', 'csv'] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

export interface ReplayOptions {
  /** Absolute path of the record's folder; of a file, where the form is `csv`. */
  readonly recordFolder: string;
  readonly format: RecordFormat;
  /** First and last local day `YYYY-MM-DD`, inclusive; null: as far as the record goes. */
  readonly from: string | null;
  readonly to: string | null;
  readonly speed: number;
}
