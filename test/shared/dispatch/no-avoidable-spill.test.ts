import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planDay } from '#shared/dispatch/plan-day.ts';
import type { Day } from '#shared/station/day-schema.ts';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { hoursOf } from './flat-reservoir.ts';

const options = { budgetMs: 1000, gap: 1, clock: () => 0 };
const STEPS = 24;
const units = exampleSystem.stations[0]!.units;

/** A unit at rest or at any share of its largest flow, for any time. */
const stateArb = fc.record({
  on: fc.boolean(),
  share: fc.double({ min: 0.25, max: 1, noNaN: true }),
  forMinutes: fc.integer({ min: 0, max: 600 }),
});

/** Six hours of the example's day from any step, level and state of its units; its outflow is what they took. */
const dayArb: fc.Arbitrary<Day> = fc
  .record({
    fromStep: fc.integer({ min: 0, max: 96 - STEPS }),
    levelM: fc.double({ min: 439, max: 448.5, noNaN: true }),
    inflowShare: fc.double({ min: 0.2, max: 1.2, noNaN: true }),
    // Somebody has to take the 15 m³/s that the river needs: one that runs, or has rested for its hour.
    states: fc
      .tuple(...units.map(() => stateArb))
      .filter((states) => states.some(({ on, forMinutes }) => on || forMinutes >= 60)),
  })
  .map(({ fromStep, levelM, inflowShare, states }) => {
    const station = exampleDay.stations['s1']!;
    const flows = states.map(({ on, share }, u) => {
      return on ? share * Math.max(...units[u]!.flowRange.map(([, , high]) => high)) : 0;
    });
    const within = <T>(series: readonly T[]): T[] => series.slice(fromStep, fromStep + STEPS);
    const startMs = Date.parse(exampleDay.start) + fromStep * 15 * MS_PER_MINUTE;
    return {
      ...exampleDay,
      start: new Date(startMs).toISOString(),
      steps: STEPS,
      pricePerMwh: within(exampleDay.pricePerMwh),
      stations: {
        s1: {
          ...station,
          levelM,
          // About 85 m of head at about 90 %: 0.75 MW per m³/s.
          units: Object.fromEntries(
            states.map(({ on, forMinutes }, u) => [
              units[u]!.id,
              { on, forMinutes, mw: 0.75 * flows[u]! },
            ]),
          ),
          inflowM3s: within(station.inflowM3s).map((inflow) => inflowShare * inflow),
          outflowHistoryM3s: [flows.reduce((sum, flow) => sum + flow, 0)],
        },
      },
    };
  });

test('from whatever state, with room in the reservoir, all water goes through the units', () => {
  fc.assert(
    fc.property(dayArb, (day) => {
      const { spillM3s } = planDay(exampleSystem, day, options).stations['s1']!;
      expect(Math.max(...spillM3s)).toBeLessThan(1e-6);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 15) },
  );
}, 300_000);

test('a reservoir that a flood brings to the brim is drawn down before it, and the plan is proved', () => {
  // The flood brings up to 130 m³/s, 4 Mm³ above what comes anyway; two units of 40 MW take about 45 m³/s each, and more at a lower
  // head, where they make no more of it. Between 110 and 151 m there is room for 2.05 Mm³.
  const inflowM3s = Array.from(
    { length: 48 },
    (_, t) => 40 + 90 * Math.exp(-(((t - 26) / 7) ** 2)),
  );
  const pricePerMwh = inflowM3s.map((_, t) => 300 + 100 * Math.sin(t / 5));
  const { system, day } = hoursOf(
    { pricePerMwh, endLevelM: 140 },
    { inflowM3s, areaMm3PerM: 0.05, mwMax: 40, levelMaxM: 151, startCost: 50 },
  );
  const plan = planDay(system, day, { ...options, gap: 0.002 });
  const { levelM, spillM3s } = plan.stations['s']!;
  expect(Math.max(...spillM3s)).toBeLessThan(1e-6);
  expect(Math.min(...levelM.slice(0, 27))).toBeLessThan(140);
  expect(Math.max(...levelM)).toBeGreaterThan(150.9);
  expect(plan.status).toBe('proved');
}, 120_000);
