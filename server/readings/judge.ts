import type { Quality } from '#shared/wire/quality.ts';
import { worseQuality } from '#shared/wire/quality.ts';
import type { JudgedReading, MarkCode, Reading, RefusalCode } from '#shared/wire/reading.ts';
import type { Tag } from '#shared/wire/tag.ts';

/** A measurement may be this far ahead of the server's clock, ms (live.md). */
export const FUTURE_TOLERANCE_MS = 2 * 60_000;

/** Numbers by which loggers say "no value". */
const SENTINELS: ReadonlySet<number> = new Set([-999, -9999, -999_999]);

/** Near its end a counter may roll over: above this share of it before, below the rest of it after. */
const ROLL_OVER_SHARE = 0.9;

/** What judging remembers of a tag: its newest believed value, and since when it has not moved. */
export interface Trail {
  at: number;
  value: number;
  unchangedSince: number;
}

export type Judgement =
  | { readonly ok: true; readonly reading: JudgedReading }
  | { readonly ok: false; readonly code: RefusalCode; readonly message: string };

interface Fault {
  readonly code: 'out-of-range' | 'too-fast' | 'frozen';
  readonly rule: 'refuse' | 'mark';
  readonly quality: Quality;
  /** Only a refusal needs words, and marks are many. */
  readonly message: () => string;
}

function rangeFault(tag: Tag, value: number): Fault | null {
  if (!tag.range || (value >= tag.range[0] && value <= tag.range[1])) return null;
  const [low, high] = tag.range;
  return {
    code: 'out-of-range',
    rule: tag.onFault.range,
    quality: 'bad',
    message: () => `${tag.tag}: ${value} ${tag.unit} is outside ${low} to ${high} ${tag.unit}`,
  };
}

function rateFault(tag: Tag, value: number, at: number, trail: Trail): Fault | null {
  if (tag.ratePerS === undefined || at <= trail.at) return null;
  const seconds = (at - trail.at) / 1000;
  const change = Math.abs(value - trail.value);
  if (change <= tag.ratePerS * seconds) return null;
  return {
    code: 'too-fast',
    rule: tag.onFault.rate,
    quality: 'doubtful',
    message: () =>
      `${tag.tag}: a change of ${change} ${tag.unit} in ${seconds} s is faster than ${tag.ratePerS} ${tag.unit}/s`,
  };
}

/**
 * A value that rests at exactly 0 is a machine at rest, not a frozen sensor. Any other may rest for
 * `frozenAfterMs`, or as long as nothing else that is measured says that it must have moved.
 */
function frozenFault(
  tag: Tag,
  value: number,
  at: number,
  trail: Trail,
  mustHaveMoved: number | null,
): Fault | null {
  if (tag.frozenAfterMs === undefined || value === 0 || value !== trail.value) return null;
  const restedMs = at - trail.unchangedSince;
  if (restedMs <= tag.frozenAfterMs && mustHaveMoved === null) return null;
  const against =
    mustHaveMoved === null
      ? ''
      : `, though by the water balance it moved by ${mustHaveMoved.toPrecision(2)} ${tag.unit} at least`;
  return {
    code: 'frozen',
    rule: tag.onFault.frozen,
    quality: 'doubtful',
    message: () =>
      `${tag.tag}: ${value} ${tag.unit} has not moved for ${Math.round(restedMs / 1000)} s${against}`,
  };
}

/** Whether a counter fell without rolling over: the meter was reset or replaced. */
function isMeterReset(tag: Tag, value: number, at: number, trail: Trail): boolean {
  if (!tag.counter || at <= trail.at || value >= trail.value) return false;
  const end = tag.counter.rollsOverAt;
  if (end === undefined) return true;
  return trail.value < ROLL_OVER_SHARE * end || value > (1 - ROLL_OVER_SHARE) * end;
}

/** The same reading with sentinels and non-numbers as null, and null as missing. */
function withHonestNull(reading: Reading): Reading {
  const { value } = reading;
  const known = value !== null && Number.isFinite(value) && !SENTINELS.has(value);
  if (known && reading.quality !== 'missing') return reading;
  return { ...reading, value: null, quality: 'missing' };
}

function refused(code: RefusalCode, message: string): Judgement {
  return { ok: false, code, message };
}

/**
 * Judges one reading by its tag's rules: future, sentinel, range, rate, frozen, meter reset.
 * A reading older than the trail is late, and late is normal: it is judged by its range alone.
 * @param trail what is remembered of the tag; undefined at its first value
 * @param now the server's clock, ms
 * @param mustHaveMoved what a resting value must have moved by, in the tag's unit, as others say
 *   (water-balance.ts); null: nothing speaks against its rest
 */
export function judge(
  raw: Reading,
  tag: Tag,
  trail: Trail | undefined,
  now: number,
  mustHaveMoved: number | null = null,
): Judgement {
  if (tag.origin === 'calculated') {
    return refused('calculated-tag', `${tag.tag} is calculated here and takes no readings`);
  }
  if (raw.at > now + FUTURE_TOLERANCE_MS) {
    const aheadS = Math.round((raw.at - now) / 1000);
    return refused(
      'future',
      `${tag.tag}: ${new Date(raw.at).toISOString()} is ${aheadS} s ahead of the server's clock; at most ${FUTURE_TOLERANCE_MS / 1000} s are allowed`,
    );
  }
  const reading = withHonestNull(raw);
  const { value, at } = reading;
  if (value === null) return { ok: true, reading: { ...reading, receivedAt: now } };

  const fault =
    rangeFault(tag, value) ??
    (trail
      ? (rateFault(tag, value, at, trail) ?? frozenFault(tag, value, at, trail, mustHaveMoved))
      : null);
  if (fault?.rule === 'refuse') return refused(fault.code, fault.message());
  const reset = !fault && trail !== undefined && isMeterReset(tag, value, at, trail);
  const mark: MarkCode | undefined = fault?.code ?? (reset ? 'meter-reset' : undefined);
  if (mark === undefined) return { ok: true, reading: { ...reading, receivedAt: now } };
  const quality = fault ? worseQuality(reading.quality, fault.quality) : reading.quality;
  return { ok: true, reading: { ...reading, quality, mark, receivedAt: now } };
}

/** The trail after an accepted reading: only values that were believed lay it, and only newer ones. */
export function trailAfter(trail: Trail | undefined, reading: JudgedReading): Trail | undefined {
  const { value, at, mark } = reading;
  if (value === null || reading.quality === 'bad') return trail;
  if (mark === 'too-fast' || (trail && at < trail.at)) return trail;
  if (trail?.value === value) return { ...trail, at };
  return { at, value, unchangedSince: at };
}
