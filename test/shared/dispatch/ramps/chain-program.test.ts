import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChainAnswer,
  type ChainProgram,
  solveChain,
} from '#shared/dispatch/ramps/chain-program.ts';
import { real } from '../../hydraulics/arbitraries.ts';

const none = (n: number): Float64Array => new Float64Array(n);
const all = (n: number, value: number): Float64Array => new Float64Array(n).fill(value);

/** Two steps of at most 10, the second worth three times the first, and 10 in store for both. */
const twoSteps: ChainProgram = {
  least: none(2),
  segments: [1, 3].map((gain) => ({ width: Float64Array.of(10), gain: Float64Array.of(gain) })),
  given: none(2),
  startStore: 10,
  lowStore: Float64Array.of(-Infinity, -Infinity, 0),
  highStore: all(3, Infinity),
  perStore: none(3),
  ramps: [],
  dearest: 100,
};

test('without ramps all of the store goes to the dearest step', () => {
  const { flow, store, worth } = solveChain(twoSteps);
  expect(flow[0]).toBeCloseTo(0, 4);
  expect(flow[1]).toBeCloseTo(10, 4);
  expect(store[2]).toBeCloseTo(0, 4);
  expect(worth).toBeCloseTo(30, 4);
});

test('a ramp holds two steps together, and prices say what store and ramp are worth', () => {
  const ramp = { slope: all(2, 1), low: all(2, -Infinity), high: Float64Array.of(Infinity, 4) };
  const { flow, storePrice, rampPrice, worth } = solveChain({ ...twoSteps, ramps: [ramp] });
  // q2 = q1 + 4 and q1 + q2 = 10: 3 and 7, worth 3 · 1 + 7 · 3.
  expect(flow[0]).toBeCloseTo(3, 4);
  expect(flow[1]).toBeCloseTo(7, 4);
  expect(worth).toBeCloseTo(24, 4);
  // One more in store is shared by both, (1 + 3) / 2; one more of ramp moves a half over, (3 − 1) / 2.
  expect(storePrice[0]).toBeCloseTo(2, 4);
  expect(rampPrice[0]![1]).toBeCloseTo(1, 4);
});

test('a limit that cannot be kept is broken by as little as may be, at its price', () => {
  const { store, worth } = solveChain({
    ...twoSteps,
    lowStore: Float64Array.of(-Infinity, 0, 12),
  });
  // 2 short whatever is let go: 2 · 100.
  expect(store[2]).toBeCloseTo(10, 4);
  expect(worth).toBeCloseTo(-200, 2);
});

const STEPS = 8;

const program: fc.Arbitrary<ChainProgram> = fc
  .record({
    gains: fc.array(fc.array(real(0, 10), { minLength: 3, maxLength: 3 }), {
      minLength: STEPS,
      maxLength: STEPS,
    }),
    widths: fc.array(real(0.5, 20), { minLength: STEPS, maxLength: STEPS }),
    given: fc.array(real(0, 30), { minLength: STEPS, maxLength: STEPS }),
    slopes: fc.array(real(0.5, 2), { minLength: STEPS, maxLength: STEPS }),
    up: real(1, 30),
    down: real(1, 30),
    least: real(-60, 40),
    room: real(20, 120),
    perStore: real(0, 8),
  })
  .map(({ gains, widths, given, slopes, up, down, least, room, perStore }) => ({
    least: none(STEPS),
    segments: gains.map((of, t) => ({
      width: all(3, widths[t]!),
      gain: Float64Array.from(of).sort().reverse(),
    })),
    given: Float64Array.from(given),
    startStore: 40,
    lowStore: all(STEPS + 1, Math.min(least, 40)),
    highStore: all(STEPS + 1, Math.min(least, 40) + room),
    perStore: Float64Array.from({ length: STEPS + 1 }, (_, t) => (t === STEPS ? perStore : 0)),
    ramps: [
      { slope: all(STEPS, 1), low: all(STEPS, -down), high: all(STEPS, up) },
      { slope: Float64Array.from(slopes), low: all(STEPS, -2 * down), high: all(STEPS, 2 * up) },
    ],
    dearest: 300,
  }));

/** What no flows exceed, whatever they are: each step and segment at its best at the answer's prices. */
function mostAtPrices(p: ChainProgram, { storePrice, rampPrice }: ChainAnswer): number {
  let most = storePrice[0]! * p.startStore;
  for (let t = 0; t < STEPS; t++) {
    most += storePrice[t]! * p.given[t]!;
    let price = storePrice[t]!;
    p.ramps.forEach(({ slope, low, high }, r) => {
      const [here, next] = [rampPrice[r]![t]!, rampPrice[r]![t + 1] ?? 0];
      price += slope[t]! * (here - next);
      most += here > 0 ? here * high[t]! : here * low[t]!;
    });
    const { width, gain } = p.segments[t]!;
    gain.forEach((money, k) => (most += Math.max(0, money - price) * width[k]!));
    const limit = storePrice[t]! - storePrice[t + 1]! - p.perStore[t + 1]!;
    most -= limit * (limit > 0 ? p.lowStore[t + 1]! : p.highStore[t + 1]!);
  }
  return most;
}

test('whatever the program, its prices prove the answer: nothing earns more', () => {
  fc.assert(
    fc.property(program, (p) => {
      const answer = solveChain(p, 1e-9);
      const scale = Math.max(1, Math.abs(answer.worth), mostAtPrices(p, answer));
      expect(mostAtPrices(p, answer) - answer.worth).toBeLessThan(1e-5 * scale);
      expect(mostAtPrices(p, answer) - answer.worth).toBeGreaterThan(-1e-5 * scale);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 100) },
  );
});
