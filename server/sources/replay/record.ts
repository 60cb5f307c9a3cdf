import type { EndCondition } from '#shared/station/day-schema.ts';
import type { SiteTag } from '#shared/station/site-schema.ts';
import type { Forecast, Reading } from '#shared/wire/reading.ts';

/** A recorded history that can be played. */
export interface PlayableRecord {
  /** First instant, ms; the replay's clock starts here. */
  readonly startMs: number;
  /** In words, for the log. */
  readonly about: string;
  /** Readings after the last ones given, up to and with `toMs`, oldest first; null: the record is over. */
  next(toMs: number): Promise<Reading[] | null>;
  /** Tags besides the system's own. */
  readonly extraTags: readonly SiteTag[];
  /** Paths of the system's tags that the record cannot give: nobody is to wait for them. */
  readonly lacks: readonly string[];
  /** Prices that held then, by hour of the day; null: the site's. */
  readonly hourlyPricePerMwh: readonly number[] | null;
  /** Inflows that a planner may reckon with, as issued. */
  readonly forecasts: readonly Forecast[];
  /** Where a plan is to end, as the record ended there. */
  endAt(station: string, atMs: number): EndCondition | undefined;
  close(): Promise<void>;
}
