import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flexibleSchema } from '#shared/station/site-schema.ts';
import {
  type AdviceDay,
  type FlexibleTask,
  flexibleTask,
} from '#shared/energy/advice/flexible-task.ts';
import { offTakeAdvice } from '#shared/energy/advice/off-take-advice.ts';
import { placeFlexible } from '#shared/energy/advice/place-flexible.ts';

const dayOf = (pricePerKwh: readonly number[], generationMw?: readonly number[]): AdviceDay => ({
  stepMinutes: 60,
  hours: pricePerKwh.map((_, t) => t),
  generationMw: generationMw ?? pricePerKwh.map(() => 10),
  pricePerKwh,
});

/** Every way of running a task, one bit a step, that keeps all that it asks. */
function everyRun(task: FlexibleTask): boolean[][] {
  const steps = task.allowed.length;
  return Array.from({ length: 1 << steps }, (_, bits) =>
    Array.from({ length: steps }, (__, t) => (bits & (1 << t)) !== 0),
  ).filter((run) => {
    const used = run.filter(Boolean).length;
    if (used < task.leastSteps || used > task.mostSteps) return false;
    if (run.some((on, t) => on && !task.allowed[t])) return false;
    const lengths = run
      .map((on) => (on ? 'x' : ' '))
      .join('')
      .trim()
      .split(/ +/)
      .filter((part) => part !== '')
      .map((part) => part.length);
    if (lengths.some((length) => length < task.minRunSteps)) return false;
    let done = 0;
    return run.every((on, t) => {
      done += on ? 1 : 0;
      return task.sumpHolds?.(t, done) ?? true;
    });
  });
}

const costOf = (task: FlexibleTask, run: readonly boolean[], day: AdviceDay): number =>
  run.reduce((sum, on, t) => sum + (on ? task.powerKw * day.pricePerKwh[t]! : 0), 0);

/** Least cost over every combination of runs within the limit; null: none fits. */
function bruteForce(
  tasks: readonly FlexibleTask[],
  day: AdviceDay,
  limitKw: number,
): number | null {
  let best: number | null = null;
  const walk = (i: number, drawn: readonly number[], cost: number): void => {
    if (i === tasks.length) {
      best = best === null ? cost : Math.min(best, cost);
      return;
    }
    for (const run of everyRun(tasks[i]!)) {
      const after = drawn.map((kw, t) => kw + (run[t] ? tasks[i]!.powerKw : 0));
      if (after.every((kw) => kw <= limitKw))
        walk(i + 1, after, cost + costOf(tasks[i]!, run, day));
    }
  };
  walk(
    0,
    day.hours.map(() => 0),
    0,
  );
  return best;
}

const STEPS = 8;
const price = fc.array(fc.integer({ min: -2, max: 9 }), { minLength: STEPS, maxLength: STEPS });
const task = (consumer: string, rank: number): fc.Arbitrary<FlexibleTask> =>
  fc
    .record({
      powerKw: fc.integer({ min: 1, max: 5 }),
      runs: fc.integer({ min: 0, max: 5 }),
      minRunSteps: fc.integer({ min: 1, max: 3 }),
      allowed: fc.array(fc.boolean(), { minLength: STEPS, maxLength: STEPS }),
    })
    .map(({ powerKw, runs, minRunSteps, allowed }) => ({
      consumer,
      rank,
      powerKw,
      leastSteps: runs,
      mostSteps: runs,
      minRunSteps,
      allowed,
    }));

describe('flexible consumers', () => {
  it('cost as little as in the best of all ways to run them', () => {
    fc.assert(
      fc.property(task('a', 1), task('b', 2), price, (a, b, prices) => {
        const day = dayOf(prices);
        for (const limitKw of [Infinity, 6]) {
          const least = bruteForce([a, b], day, limitKw);
          const { runs, isProved } = placeFlexible([a, b], day, limitKw);
          expect(isProved).toBe(true);
          if (least === null) {
            expect(runs.size).toBeLessThan(2);
            continue;
          }
          const cost = [a, b].reduce(
            (sum, one) => sum + costOf(one, runs.get(one.consumer)!, day),
            0,
          );
          expect(cost).toBeCloseTo(least, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keep the sump within its levels at the least cost of all ways', () => {
    fc.assert(
      fc.property(
        price,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 6, max: 12 }),
        (prices, inflow, pump) => {
          const day = dayOf(prices.map((one) => Math.max(0, one)));
          const flexible = flexibleSchema.parse({
            powerKw: 3,
            sump: {
              areaM2: 10,
              levelMinM: 0,
              levelMaxM: 3,
              inflowM3PerHour: inflow,
              pumpM3PerHour: pump,
            },
          });
          const one = flexibleTask('drainage', flexible, day, 1.5);
          const least = bruteForce([one], day, Infinity);
          const run = placeFlexible([one], day, Infinity).runs.get('drainage');
          if (least === null) expect(run).toBeUndefined();
          else expect(costOf(one, run!, day)).toBeCloseTo(least, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that do not all fit stay out by their rank', () => {
    const day = dayOf([1, 1]);
    const all = { powerKw: 4, leastSteps: 2, mostSteps: 2, minRunSteps: 1, allowed: [true, true] };
    const placement = placeFlexible(
      [
        { ...all, consumer: 'late', rank: 2 },
        { ...all, consumer: 'first', rank: 1 },
      ],
      day,
      5,
    );
    expect(placement.unplaced).toEqual(['late']);
    expect([...placement.runs.keys()]).toEqual(['first']);
  });

  it('run in their allowed hours, over midnight too', () => {
    const day = dayOf(Array.from({ length: 24 }, (_, t) => (t >= 10 && t < 14 ? 0 : 1)));
    const flexible = flexibleSchema.parse({ powerKw: 2, kwhPerDay: 4, allowedHours: [[22, 2]] });
    const { runs } = placeFlexible([flexibleTask('charging', flexible, day)], day, Infinity);
    const hours = runs.get('charging')!.flatMap((on, t) => (on ? [t] : []));
    expect(hours).toHaveLength(2);
    expect(hours.every((hour) => hour >= 22 || hour < 2)).toBe(true);
  });
});

describe('the advice for a day', () => {
  // Eight hours; the station generates in the last four, where energy costs 0.2 instead of 0.8.
  const day = dayOf([0.8, 0.8, 0.8, 0.8, 0.2, 0.2, 0.2, 0.2], [0, 0, 0, 0, 30, 30, 30, 30]);
  const flexible = flexibleSchema.parse({ powerKw: 50, kwhPerDay: 100, minRunMinutes: 120 });
  const yesterdayKwh = [50, 50, 0, 0, 0, 0, 0, 0];
  const advice = offTakeAdvice([{ consumer: 'heating', flexible, yesterdayKwh }], day);

  it('moves consumers to hours of own generation and says what that saves', () => {
    expect(advice.consumers[0]!.running).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
    // 100 kWh at 0.2 instead of 0.8, and none of it drawn from the grid.
    expect(advice.savedMoney).toBeCloseTo(60, 9);
    expect(advice.savedDrawnKwh).toBeCloseTo(100, 9);
  });

  it('lists what may rest while nothing is generated, with what it drew then', () => {
    // 100 kWh in the four idle hours: 25 kW.
    expect(advice.mayRest).toEqual([{ consumer: 'heating', savedKw: 25 }]);
    expect(advice.idleSteps.filter(Boolean)).toHaveLength(4);
  });

  it('is a load by step for the plan', () => {
    expect(advice.serviceLoadsMw).toEqual([0, 0, 0, 0, 0.05, 0.05, 0, 0]);
  });
});
