import type { ConsumerDay } from '#shared/energy/review/close-day.ts';
import type { DayFacts, MeterDay } from '#shared/energy/review/day-facts.ts';
import type { Restated } from '#shared/energy/review/restate.ts';
import type { AuditEntry } from './audit-store.ts';

/** One version of what a closed day says of a consumer. Versions count from 1; none is ever changed. */
export interface ClosedDay {
  readonly station: string;
  readonly version: number;
  /** ms since 1970 UTC. */
  readonly closedAt: number;
  readonly day: ConsumerDay;
  readonly meter: MeterDay;
  /** Names the frozen baselines it was closed with; null: none. */
  readonly baselineId: string | null;
  /** What changed since the version before; empty of the first. */
  readonly restated: readonly Restated[];
}

/** What drove a station on a closed day; a later one replaces it, the statements keep what they were made of. */
export interface StationFacts {
  readonly station: string;
  readonly facts: DayFacts;
}

/** Quarter-hours of a consumer over many days, one after another; NaN: not metered in the slot itself. */
export interface LongMeter {
  /** `YYYY-MM-DD` of each day, and where it begins in `kwh`. */
  readonly dates: readonly string[];
  readonly starts: readonly number[];
  readonly kwh: Float64Array;
}

/** Something people set or said: append-only, the newest of an id counts. */
export interface EnergyEntry {
  readonly id: string;
  readonly kind: string;
  readonly station: string;
  readonly at: number;
  readonly by: { readonly id: string; readonly name: string };
  readonly document: unknown;
}

/** Port: closed days of consumption, and what people set and said about it. */
export interface ConsumptionStore {
  /** Keeps versions and facts together, durable on return. */
  close(days: readonly ClosedDay[], facts: readonly StationFacts[]): Promise<void>;
  /** Every version of one day, oldest first. */
  versions(station: string, consumer: string, date: string): Promise<readonly ClosedDay[]>;
  /** The newest version of each day in `[from, to]`, oldest day first. */
  days(
    station: string,
    consumer: string,
    from: string,
    to: string,
  ): Promise<readonly Omit<ClosedDay, 'meter'>[]>;
  /** The newest versions of one day, by consumer. */
  dayOf(station: string, date: string): Promise<readonly ClosedDay[]>;
  /** The same of some consumers, without their meters. */
  headsOf(
    station: string,
    date: string,
    consumers: readonly string[],
  ): Promise<readonly Omit<ClosedDay, 'meter'>[]>;
  /** Days of a station that were restated since an instant, newest first. */
  restatedSince(station: string, closedAt: number): Promise<readonly Omit<ClosedDay, 'meter'>[]>;
  /** Drivers of the days in `[from, to]`, oldest first. */
  facts(station: string, from: string, to: string): Promise<readonly DayFacts[]>;
  meter(station: string, consumer: string, from: string, to: string): Promise<LongMeter>;
  /** First and last closed day; null: none. */
  span(station: string): Promise<{ readonly from: string; readonly to: string } | null>;
  /** Keeps entries that belong together, all or none. */
  add(entries: readonly EnergyEntry[], audit: AuditEntry | null): Promise<void>;
  /** Newest of each id of a kind, in the order in which the ids came. */
  entries(station: string, kind: string): Promise<readonly EnergyEntry[]>;
  /** The newest of one id; null: none. */
  entry(station: string, kind: string, id: string): Promise<EnergyEntry | null>;
  /** Every version of one id, oldest first. */
  entryVersions(station: string, kind: string, id: string): Promise<readonly EnergyEntry[]>;
}
