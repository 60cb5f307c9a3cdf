import type { Quality } from './quality.ts';

/** The source's own quality code, kept beside ours, for example `{ system: 'opcua', code: '0x40910000' }`. */
export interface SourceQuality {
  readonly system: 'opcua' | 'opcda' | 'iec60870' | 'iec61850' | 'cwms' | 'fews' | 'usgs';
  readonly code: string;
}

/** One value of one tag at one instant, as every source hands it in (live.md, Reading). */
export interface Reading {
  readonly tag: string;
  /** Instant of the measurement, ms since 1970 UTC. */
  readonly at: number;
  /** In the tag's unit; null: the source had no value. */
  readonly value: number | null;
  readonly quality: Quality;
  readonly sourceQuality?: SourceQuality;
  /** Who sent it. */
  readonly source: string;
  /** The source's own running number. */
  readonly seq?: number;
}

/** A reading after judgement: what is made durable. */
export interface JudgedReading extends Reading {
  /** When the server took it in, ms since 1970 UTC. */
  readonly receivedAt: number;
  /** Why the quality is worse than the source said; a meter's reset leaves it as it is. */
  readonly mark?: MarkCode;
}

export const MARK_CODES = ['out-of-range', 'too-fast', 'frozen', 'meter-reset'] as const;
export type MarkCode = (typeof MARK_CODES)[number];

export const REFUSAL_CODES = [
  'unreadable',
  'unknown-tag',
  'unknown-station',
  'calculated-tag',
  'not-your-tag',
  'future',
  'out-of-range',
  'too-fast',
  'frozen',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** One reading of a batch that was not taken, and what would mend it. */
export interface Refusal {
  /** Place in the batch, from 0. */
  readonly index: number;
  readonly code: RefusalCode;
  readonly message: string;
}

/** The answer to a batch, given only when it is durable. `accepted + duplicate + refused.length` is its size. */
export interface IngestResult {
  readonly accepted: number;
  /** Already there with the same value and quality. */
  readonly duplicate: number;
  readonly refused: readonly Refusal[];
}

/** An inflow forecast as issued; every issue is kept (live.md, ways in). */
export interface Forecast {
  readonly station: string;
  readonly issuedAt: number;
  readonly startsAt: number;
  readonly stepMinutes: number;
  readonly inflowM3s: readonly number[];
  readonly members?: readonly (readonly number[])[];
  /** `forecast` from outside, or `recession` made here because there was none. */
  readonly origin: 'forecast' | 'recession';
}
