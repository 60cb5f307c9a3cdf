import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Solver } from '#server/planning/solver.ts';
import { createSimulator } from '#server/sources/simulator/simulator.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { planningHouse } from './planning-house.ts';

/** Plans to the end of the day only: all that matters here is how a plan begins. */
const site = { ...exampleSite, planning: { ...exampleSite.planning, horizonDays: 1 } };

interface Made {
  readonly atMs: number;
  readonly plan: Plan;
}

/** The example plant follows its plans from `startMs` on and is planned anew after each of the waits. */
async function followedPlans(seed: number, startMs: number, waitsMin: number[]): Promise<Made[]> {
  const made: Made[] = [];
  const solver: Solver = {
    // At once in this process, by a clock that stands still.
    solve({ system, day }) {
      const plan = planDay(system, day, { budgetMs: 1000, gap: 1, clock: () => 0 });
      made.push({ atMs: house.nowMs, plan });
      return Promise.resolve({ plan, violations: [] });
    },
    carryOut: () => Promise.reject(new Error('nothing is made by hand here')),
    close: () => Promise.resolve(),
  };
  const house = await planningHouse({ nowMs: startMs, site, solver });
  try {
    const plant = createSimulator({
      system: exampleSystem,
      site,
      tags: tagList(exampleSystem, site),
      accept: house.readings.accept,
      orderedAt: house.planning.orderedAt,
      clock: { now: () => house.nowMs, rate: 1 },
      log: pino({ level: 'silent' }),
      seed,
      faults: [],
      startMs,
    });
    for (const minutes of waitsMin) {
      house.nowMs += minutes * MS_PER_MINUTE;
      await plant.runTo(house.nowMs, MS_PER_MINUTE);
      expect(await house.planning.replan(['asked'])).toBe('made');
    }
  } finally {
    await house.close();
  }
  return made;
}

/** Times to begin at, and minutes until the plant, which stood, does what is ordered. */
const BEFORE_A_RISE = ['16:01', 45] as const;
const BEFORE_A_FALL = ['19:31', 120] as const;

/**
 * The example begins 4.6 m under its level limit, its units take 170 m³/s and its inflow on these days is
 * far less: there is no water that they could not take. At 17:00 the price rises and at 22:00 it falls:
 * units go up and down as fast as their limits let them, and plans are made in the midst of it.
 */
const evenings = fc.record({
  seed: fc.integer({ min: 1, max: 20 }),
  day: fc.constantFrom('2026-01-15', '2026-04-03', '2026-10-24', '2026-11-30'),
  waitsMin: fc.array(fc.integer({ min: 3, max: 14 }), { minLength: 6, maxLength: 6 }),
});

for (const [time, untilSteady] of [BEFORE_A_RISE, BEFORE_A_FALL]) {
  test(`whenever it is planned anew after ${time}, units take all water, no gate opens and no limit gives way`, async () => {
    await fc.assert(
      fc.asyncProperty(evenings, async ({ seed, day, waitsMin }) => {
        const startMs = Date.parse(`${day}T${time}:00+08:00`);
        const made = await followedPlans(seed, startMs, [1, untilSteady, ...waitsMin]);
        for (const { atMs, plan } of made) {
          expect(Math.max(...plan.stations['s1']!.spillM3s)).toBeLessThan(1e-6);
          if (atMs > startMs + MS_PER_MINUTE) expect(plan.relaxations).toEqual([]);
        }
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2) },
    );
  }, 300_000);
}
