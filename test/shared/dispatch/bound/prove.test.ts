import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundTask } from '#shared/dispatch/bound/bound-task.ts';
import { pooledTask } from '#shared/dispatch/bound/pools.ts';
import { type Fineness, Prover, type RampFineness } from '#shared/dispatch/bound/prove.ts';
import { rampPrice } from '#shared/dispatch/bound/ramp-price.ts';
import type { WaterPrice } from '#shared/dispatch/bound/water-price.ts';
import { problemOf } from '#shared/dispatch/problem.ts';
import { simulate } from '#shared/dispatch/simulate.ts';
import type { StationTask } from '#shared/dispatch/station-task.ts';
import { real } from '../../hydraulics/arbitraries.ts';
import { type WovenDay, wovenDay } from './woven-day.ts';

const fineness: fc.Arbitrary<Fineness> = fc.record({
  headShare: fc.constantFrom(0.0005, 0.002, 0.01),
  stepShare: fc.constantFrom(0.004, 0.02, 0.1, 0.6),
});

/** Any prices give a bound: good ones, ones that rise and fall, and ones below nothing. */
const prices = fc.record({
  level: fc.constantFrom(-20_000, 0, 30_000, 60_000),
  noise: fc.array(real(-30_000, 30_000), { minLength: 7, maxLength: 7 }),
  noisy: fc.boolean(),
  spillPerMm3: fc.constantFrom(0, 10_000, 60_000),
});

function taskOf({ system, day }: WovenDay): StationTask {
  const problem = problemOf(system, day);
  const station = problem.stations[0]!;
  return {
    problem,
    station,
    inflowM3s: station.inflowM3s,
    levelBelowM: new Float64Array(problem.steps).fill(-Infinity),
    exportMw: problem.loadMw,
  };
}

/** MW that running is charged: unit by unit another, in each step more or less, or nothing at all. */
const charges = fc.record({
  level: fc.array(real(-3, 3), { minLength: 6, maxLength: 6 }),
  noise: fc.array(real(-3, 3), { minLength: 7, maxLength: 7 }),
  charged: fc.boolean(),
});

type Prices = typeof prices extends fc.Arbitrary<infer T> ? T : never;

/** Looks at a day from afar and again within what the first look leaves over. */
function expectAbove(
  proverOf: (task: StationTask, mostSpillMm3: number) => Prover,
  woven: WovenDay,
  { level, noise, noisy, spillPerMm3 }: Prices,
  fine: Fineness,
): void {
  const task = taskOf(woven);
  const { value, turnover } = simulate(task.problem, woven.schedule);
  const spilled = Object.values(woven.plan.spill)[0]!.unavoidableMm3;
  const mostSpillMm3 = spilled > 0 ? spilled * 1.001 + 0.001 : 0;
  const perMm3 = Float64Array.from({ length: task.problem.steps + 1 }, (_, t) =>
    noisy ? level + noise[t]! : level,
  );
  const price: WaterPrice = { perMm3, mostSpillMm3, spillPerMm3, ramp: null };
  const prover = proverOf(task, mostSpillMm3);
  const rounding = 1e-7 * turnover;
  const bound = prover.look(price, fine);
  expect(bound).toBeGreaterThanOrEqual(value.total - rounding);
  prover.narrow(value.total - rounding);
  expect(prover.look(price, fine)).toBeGreaterThanOrEqual(value.total - rounding);
}

/** Prices of change: none, or what they may be from step to step, up and down. */
const changes = fc.record({
  perM3s: fc.array(real(-400, 400), { minLength: 6, maxLength: 6 }),
  perMw: fc.array(real(-300, 300), { minLength: 6, maxLength: 6 }),
  share: fc.constantFrom(0, 0.01, 1),
});

const rampFineness: fc.Arbitrary<RampFineness> = fc.record({
  headShare: fc.constantFrom(0.0005, 0.002, 0.01),
  storageShare: fc.constantFrom(0.0003, 0.003, 0.1),
  cellsOfRamp: fc.constantFrom(1, 2.5, 7),
});

const runs = {
  numRuns: Number(process.env['FUZZ_RUNS'] ?? 200),
  endOnFailure: process.env['FUZZ_END'] !== undefined,
};

test('no schedule within its limits is worth more than the bound, whatever the prices', () => {
  let kept = 0;
  fc.assert(
    fc.property(wovenDay, prices, fineness, (woven, price, fine) => {
      fc.pre(woven !== null);
      kept++;
      const apart = (task: StationTask, mostSpillMm3: number): Prover =>
        new Prover(boundTask(task)!, mostSpillMm3);
      expectAbove(apart, woven, price, fine);
    }),
    runs,
  );
  expect(kept).toBeGreaterThan(50);
}, 900_000);

test('nor than the bound of its units in one pool, whatever running is charged', () => {
  let kept = 0;
  fc.assert(
    fc.property(wovenDay, prices, fineness, charges, (woven, price, fine, charge) => {
      fc.pre(woven !== null);
      kept++;
      const pooled = (task: StationTask, mostSpillMm3: number): Prover => {
        const { units } = task.station;
        const chargedMw = units.map((_, u) =>
          Float64Array.from({ length: task.problem.steps }, (_step, t) =>
            charge.charged ? charge.level[u % 6]! + charge.noise[(t + u) % 7]! : 0,
          ),
        );
        return new Prover(pooledTask(task, chargedMw), mostSpillMm3);
      };
      expectAbove(pooled, woven, price, fine);
    }),
    runs,
  );
  expect(kept).toBeGreaterThan(50);
}, 900_000);

test('nor than the bounds that charge changes of outflow and output and tell outflows apart', () => {
  let kept = 0;
  const all = fc.tuple(wovenDay, prices, changes, fineness, rampFineness);
  fc.assert(
    fc.property(all, ([woven, { level, noise, noisy }, change, fine, rampFine]) => {
      fc.pre(woven !== null);
      const task = taskOf(woven);
      const spill = Object.values(woven.plan.spill)[0]!;
      fc.pre(spill.avoidableMm3 + spill.unavoidableMm3 === 0 && !task.exportMw);
      kept++;
      const { value, turnover } = simulate(task.problem, woven.schedule);
      const { steps } = task.problem;
      const prover = new Prover(boundTask(task)!, 0);
      const charged = (of: readonly number[]): Float64Array =>
        Float64Array.from({ length: steps }, (_, t) => change.share * of[t]!);
      const price: WaterPrice = {
        perMm3: Float64Array.from({ length: steps + 1 }, (_, t) => level + (noisy ? noise[t]! : 0)),
        mostSpillMm3: 0,
        spillPerMm3: 0,
        ramp: rampPrice(task, charged(change.perM3s), charged(change.perMw)),
      };
      const least = value.total - 1e-7 * turnover;
      expect(prover.look(price, fine)).toBeGreaterThanOrEqual(least);
      expect(prover.lookAtRamps(price, rampFine)).toBeGreaterThanOrEqual(least);
      prover.narrow(least);
      expect(prover.lookAtRamps(price, rampFine)).toBeGreaterThanOrEqual(least);
    }),
    runs,
  );
  expect(kept).toBeGreaterThan(50);
}, 900_000);
