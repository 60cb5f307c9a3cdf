import type { LocalName } from '#shared/station/system-schema.ts';

export type TagUnit =
  'm' | 'm³/s' | 'Mm³' | 'MW' | 'MWh' | 'kWh' | 'm³' | 'L' | 'GJ' | '°C' | 'h' | '1';

/** What is done with a reading that fails a judgement. `mark` keeps it with a worse quality. */
export type FaultRule = 'refuse' | 'mark';

/** One line of the system's tag list (live.md, Reading). */
export interface Tag {
  /** Path, for example `s1/u2/mw`. */
  readonly tag: string;
  readonly station: string;
  /** Which unit of the station it belongs to; absent for the station's own. */
  readonly unitId?: string;
  readonly name: LocalName;
  readonly unit: TagUnit;
  /** `calculated` values come with the image and take no readings. */
  readonly origin: 'measured' | 'calculated';
  /** Path of the meter that counts it too; absent: none does. */
  readonly under?: string;
  /** How often a value is expected, ms. */
  readonly periodMs: number;
  /** Believable values, in `unit`; absent: any finite number. */
  readonly range?: readonly [number, number];
  /** Fastest believable change, `unit` per second; absent: any. */
  readonly ratePerS?: number;
  /** Unchanged to the last digit for longer than this is frozen, ms; absent: may rest. */
  readonly frozenAfterMs?: number;
  /** A counter that only rises, and the value at which it rolls over to 0 (absent: it does not). */
  readonly counter?: { readonly rollsOverAt?: number };
  /** Rules for a value out of range, too fast or frozen. A value from the future is always refused. */
  readonly onFault: {
    readonly range: FaultRule;
    readonly rate: FaultRule;
    readonly frozen: FaultRule;
  };
}

/** Expected period of analog values and states, ms. */
export const ANALOG_PERIOD_MS = 5000;

/** Expected period of counters and of the weather, ms. */
export const SLOW_PERIOD_MS = 60_000;

/** A fault is marked and kept, so that the record shows what the instrument said, unless the site wants otherwise. */
export const MARK_ALL: Tag['onFault'] = { range: 'mark', rate: 'mark', frozen: 'mark' };
