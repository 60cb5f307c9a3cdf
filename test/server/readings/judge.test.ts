import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUALITIES } from '#shared/wire/quality.ts';
import type { Reading } from '#shared/wire/reading.ts';
import { ANALOG_PERIOD_MS, MARK_ALL, type Tag } from '#shared/wire/tag.ts';
import { FUTURE_TOLERANCE_MS, judge, trailAfter, type Trail } from '#server/readings/judge.ts';

const NOW = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;

const level: Tag = {
  tag: 's1/forebay/level',
  station: 's1',
  name: { zh: '水位', en: 'Level' },
  unit: 'm',
  origin: 'measured',
  periodMs: ANALOG_PERIOD_MS,
  range: [300, 400],
  ratePerS: 0.05,
  frozenAfterMs: 60 * MINUTE,
  onFault: MARK_ALL,
};
const strict: Tag = { ...level, onFault: { range: 'refuse', rate: 'refuse', frozen: 'refuse' } };
const meter: Tag = { ...level, tag: 's1/service/gates/kwh', unit: 'kWh', counter: {} };

const reading = (value: number | null, at = NOW, more: Partial<Reading> = {}): Reading => ({
  tag: level.tag,
  at,
  value,
  quality: 'good',
  source: 'test',
  ...more,
});
const trail = (value: number, at: number, unchangedSince = at): Trail => ({
  value,
  at,
  unchangedSince,
});

describe('a reading is judged by its tag’s rules', () => {
  it('one within range and rate passes as it is', () => {
    const judged = judge(reading(350.2), level, trail(350, NOW - 10_000), NOW);
    expect(judged).toEqual({ ok: true, reading: { ...reading(350.2), receivedAt: NOW } });
  });

  it('two minutes ahead of the clock is allowed, a millisecond more is the future', () => {
    expect(judge(reading(350, NOW + FUTURE_TOLERANCE_MS), level, undefined, NOW).ok).toBe(true);
    const judged = judge(reading(350, NOW + FUTURE_TOLERANCE_MS + 1), level, undefined, NOW);
    expect(judged).toMatchObject({ ok: false, code: 'future' });
  });

  it('out of range is marked bad, or refused where the tag says so', () => {
    expect(judge(reading(401), level, undefined, NOW)).toMatchObject({
      ok: true,
      reading: { value: 401, quality: 'bad', mark: 'out-of-range' },
    });
    const refused = judge(reading(401), strict, undefined, NOW);
    expect(refused).toMatchObject({ ok: false, code: 'out-of-range' });
  });

  it('0.05 m/s for 10 s is 0.5 m: more than that is too fast', () => {
    const before = trail(350, NOW - 10_000);
    expect(judge(reading(350.5), level, before, NOW)).not.toHaveProperty('reading.mark');
    expect(judge(reading(350.6), level, before, NOW)).toMatchObject({
      reading: { quality: 'doubtful', mark: 'too-fast' },
    });
    expect(judge(reading(350.6), strict, before, NOW)).toMatchObject({ code: 'too-fast' });
  });

  it('a spike does not make the next true value too fast', () => {
    const before = trail(350, NOW - 10_000);
    const spike = judge(reading(380, NOW - 5000), level, before, NOW);
    if (!spike.ok) throw new Error('the spike is marked, not refused');
    const after = trailAfter(before, spike.reading);
    expect(judge(reading(350.1), level, after, NOW)).not.toHaveProperty('reading.mark');
  });

  it('unchanged for longer than it may rest is frozen; at 0 it is a machine at rest', () => {
    const resting = trail(350, NOW - MINUTE, NOW - 61 * MINUTE);
    expect(judge(reading(350), level, resting, NOW)).toMatchObject({
      reading: { quality: 'doubtful', mark: 'frozen' },
    });
    const { range: _range, ...noRange } = level;
    const off = trail(0, NOW - MINUTE, NOW - 61 * MINUTE);
    expect(judge(reading(0), noRange, off, NOW)).not.toHaveProperty('reading.mark');
  });

  it('a late reading is judged by its range alone', () => {
    const newer = trail(350, NOW);
    const late = judge(reading(390, NOW - 1000), level, newer, NOW);
    expect(late).not.toHaveProperty('reading.mark');
    if (late.ok) expect(trailAfter(newer, late.reading)).toEqual(newer);
  });
});

describe('a counter', () => {
  const { range: _range, ratePerS: _rate, frozenAfterMs: _frozen, ...free } = meter;
  const before = trail(9990, NOW - MINUTE);

  it('that falls was reset: the reading stays good and says so', () => {
    expect(judge(reading(3), free, before, NOW)).toMatchObject({
      reading: { quality: 'good', mark: 'meter-reset' },
    });
  });

  it('that falls from near its end to near 0 rolled over: nothing happened', () => {
    const rolling = { ...free, counter: { rollsOverAt: 10_000 } };
    expect(judge(reading(3), rolling, before, NOW)).not.toHaveProperty('reading.mark');
    const fromMiddle = judge(reading(3), rolling, trail(5000, NOW - MINUTE), NOW);
    expect(fromMiddle).toMatchObject({ reading: { mark: 'meter-reset' } });
  });
});

describe('no value', () => {
  it.each([-999, -9999, -999_999, NaN, Infinity, null])('%s becomes null and missing', (value) => {
    expect(judge(reading(value), level, undefined, NOW)).toMatchObject({
      reading: { value: null, quality: 'missing' },
    });
  });

  it('leaves what is remembered of the tag alone', () => {
    const before = trail(350, NOW - 1000);
    const judged = judge(reading(null), level, before, NOW);
    if (judged.ok) expect(trailAfter(before, judged.reading)).toBe(before);
  });
});

describe('whatever comes', () => {
  const anyReading = fc.record({
    value: fc.oneof(fc.double(), fc.constant(null)),
    at: fc.integer({ min: NOW - 1e9, max: NOW + 1e9 }),
    quality: fc.constantFrom(...QUALITIES),
  });
  const anyTrail = fc.option(
    fc.record({
      value: fc.double({ noNaN: true }),
      at: fc.integer(),
      unchangedSince: fc.integer(),
    }),
    { nil: undefined },
  );

  it('a judged value is finite or null, null is missing, and quality never gets better', () => {
    fc.assert(
      fc.property(anyReading, anyTrail, (given, before) => {
        const raw = reading(given.value, given.at, { quality: given.quality });
        const judged = judge(raw, level, before, NOW);
        if (!judged.ok) return judged.code === 'future';
        const { value, quality } = judged.reading;
        expect(value === null || Number.isFinite(value)).toBe(true);
        expect(value === null).toBe(quality === 'missing');
        return QUALITIES.indexOf(quality) >= QUALITIES.indexOf(given.quality);
      }),
    );
  });
});
