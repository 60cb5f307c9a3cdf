import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { QUALITIES } from '#shared/wire/quality.ts';
import { HOUR, MIDNIGHT, MINUTE, openHalves, reading, type Halves } from './helpers.ts';

const METER = 's1/service/cooling/kwh';
/** Four hours across midnight. */
const FROM = MIDNIGHT - 2 * HOUR;
const TO = MIDNIGHT + 2 * HOUR;
const STEPS = { '1m': MINUTE, '15m': 15 * MINUTE, '1h': HOUR, '1d': 24 * HOUR } as const;

const arrival = fc.record({
  tag: fc.constantFrom('s1/u1/mw', METER),
  at: fc.integer({ min: FROM, max: TO - 1 }),
  value: fc.option(fc.integer({ min: 0, max: 500 }), { freq: 8 }),
  quality: fc.constantFrom(...QUALITIES),
});

/** What the aggregates must be, by definition, straight from the readings in force. */
function naive(readings: readonly JudgedReading[], tag: string, stepMs: number) {
  const inForce = [
    ...new Map(readings.filter((r) => r.tag === tag).map((r) => [r.at, r])).values(),
  ];
  inForce.sort((a, b) => a.at - b.at);
  const usable = inForce.filter((r) => r.value !== null && QUALITIES.indexOf(r.quality) <= 2);
  const points = [];
  for (let at = Math.floor(FROM / stepMs) * stepMs; at < TO; at += stepMs) {
    const inside = (r: JudgedReading): boolean => r.at >= at && r.at < at + stepMs;
    const all = inForce.filter(inside);
    const values = usable.filter(inside).map((r) => r.value as number);
    const used = tag === METER ? naiveUse(usable, at, at + stepMs) : null;
    if (all.length === 0 && !((used ?? 0) > 0)) continue;
    points.push({
      at,
      count: all.length,
      goodPercent:
        all.length === 0 ? 0 : (100 * all.filter((r) => r.quality === 'good').length) / all.length,
      worstQuality:
        all.length === 0
          ? 'missing'
          : QUALITIES[Math.max(...all.map((r) => QUALITIES.indexOf(r.quality)))],
      min: values.length === 0 ? null : Math.min(...values),
      max: values.length === 0 ? null : Math.max(...values),
      last: values.at(-1) ?? null,
      mean:
        tag === METER
          ? used
          : values.length === 0
            ? null
            : values.reduce((a, b) => a + b, 0) / values.length,
    });
  }
  return points;
}

/** The meter has no roll-over: a fall counts 0. Linear between readings; null where no pair tells. */
function naiveUse(usable: readonly JudgedReading[], from: number, to: number): number | null {
  let used: number | null = null;
  usable.forEach((after, i) => {
    const before = usable[i - 1];
    if (before === undefined) return;
    const overlap = Math.min(after.at, to) - Math.max(before.at, from);
    if (overlap <= 0) return;
    const rise = Math.max((after.value as number) - (before.value as number), 0);
    used = (used ?? 0) + (rise * overlap) / (after.at - before.at);
  });
  return used;
}

function expectNaive(store: Halves, readings: readonly JudgedReading[]): void {
  for (const tag of ['s1/u1/mw', METER])
    for (const [step, stepMs] of Object.entries(STEPS) as [keyof typeof STEPS, number][]) {
      const answered = store.reader.aggregates(tag, FROM, TO, step);
      const expected = naive(readings, tag, stepMs);
      expect(answered.map((p) => ({ ...p, mean: 0 }))).toEqual(
        expected.map((p) => ({ ...p, mean: 0 })),
      );
      answered.forEach((p, i) => {
        const mean = expected[i]?.mean ?? null;
        if (mean === null) expect(p.mean).toBeNull();
        else expect(p.mean).toBeCloseTo(mean, 6);
      });
    }
}

test('aggregates equal a naive recomputation for any arrivals in any order, mended in between or not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(arrival, { minLength: 1, maxLength: 30 }), fc.boolean()), {
        minLength: 1,
        maxLength: 4,
      }),
      (batches) => {
        const store = openHalves({ counters: new Map([[METER, {}]]) });
        const readings: JudgedReading[] = [];
        for (const [arrivals, mend] of batches) {
          const batch = arrivals.map(({ at, value, ...more }) => reading(at, value, more));
          readings.push(...batch);
          store.append(...batch);
          if (mend) store.writer.mend();
        }
        expectNaive(store, readings);
        store.mendAll();
        expectNaive(store, readings);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
