import { expect, test } from 'vitest';
import { planDay } from '#shared/dispatch/plan-day.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { Station, System, Unit } from '#shared/station/system-schema.ts';
import { plainStation, plainSystem, plainUnit } from '../../fixtures/plain-system.ts';

const STEPS = 12;
const RUNNING = { on: true, forMinutes: 600, mw: 40 };

const unit: Unit = {
  ...plainUnit,
  lossS2PerM5: 0,
  hill: { headsM: [50], flowsM3s: [50], efficiency: [[0.9]] },
  flowRange: [[50, 10, 100]],
  generator: [[10, 0.97]],
};

/**
 * Twelve hours of 200 m³/s into a full reservoir, level 118 m, tailwater from 50 m.
 * The unit is at its 40 MW at any head that comes: 40 / (0.00981 · 0.873 · H) = 4670.7 / H, 68.7 m³/s at
 * 68 m and 1.01 m³/s more for each metre less.
 */
function floodPlan(
  tailwater: [number, number][],
  mm3PerM: number,
  change: Partial<Station> = {},
): Plan {
  const storage: [number, number][] = [
    [100, 100],
    [120, 100 + 20 * mm3PerM],
  ];
  const reservoir = { ...plainStation.reservoir, storage };
  const station = { ...plainStation, reservoir, tailwater, units: [unit], ...change };
  const system: System = { ...plainSystem, stations: [station] };
  const day: Day = {
    format: 'forebay-day/1',
    start: '2026-06-01T00:00:00+08:00',
    stepMinutes: 60,
    steps: STEPS,
    pricePerMwh: new Array<number>(STEPS).fill(300),
    stations: {
      s1: {
        levelM: 118,
        units: Object.fromEntries(station.units.map(({ id }) => [id, RUNNING])),
        inflowM3s: new Array<number>(STEPS).fill(200),
        outflowHistoryM3s: [],
        outOfService: [],
        end: { waterValuePerMm3: 30_000 },
      },
    },
  };
  return planDay(system, day, { budgetMs: 10_000, gap: 0.001, clock: () => 0 });
}

const spilled = ({ spill }: Plan): number =>
  spill['s1']!.unavoidableMm3 + spill['s1']!.avoidableMm3;

test('what a flood must spill goes at once, and the reservoir fills with the rest of it', () => {
  const plan = floodPlan([[0, 50]], 10);
  const { spillM3s, levelM } = plan.stations['s1']!;
  expect(plan.relaxations).toEqual([]);
  // 131.3 m³/s above the unit are 1576 m³/s of a step in all; the gates pass 1000 m³/s.
  expect(spillM3s[0]! + spillM3s[1]!).toBeGreaterThan(1500);
  expect(Math.max(...spillM3s.slice(2))).toBeLessThan(10);
  expect(levelM.at(-1)).toBeCloseTo(118, 3);
  // Spilled as it comes: 12 · 131.31 · 0.0036 = 5.673 Mm³. The level is 0.36 m lower after the first step,
  // 0.47 m after the second, and at 118 m again after the twelfth: 0.24 m in the mean, so that the unit
  // takes 0.25 m³/s more, 0.0106 Mm³ in twelve hours.
  expect(spilled(plan)).toBeGreaterThan(5.673 - 0.013);
  expect(spilled(plan)).toBeLessThan(5.673 - 0.009);
});

test('where the tailwater answers to the first of the spill only, each step has its share of that', () => {
  // Up to 150 m³/s each m³/s raises the tailwater by 0.02 m: the unit takes 0.02 m³/s more. A level lower
  // by a m³/s spilled at once, 0.0009 m, is worth 12 · 0.0009 at most: less.
  const plan = floodPlan(
    [
      [0, 50],
      [150, 53],
      [1000, 53],
    ],
    4,
  );
  const { spillM3s, outflowM3s } = plan.stations['s1']!;
  expect(plan.relaxations).toEqual([]);
  // 150 m³/s leave 50 to spill besides, twelve times: 600 at once.
  expect(outflowM3s[0]).toBeGreaterThan(700);
  for (const outflow of outflowM3s.slice(1)) {
    expect(outflow).toBeGreaterThan(149);
    expect(outflow).toBeLessThan(155);
  }
  expect(spillM3s.reduce((sum, spill) => sum + spill, 0)).toBeLessThan(12 * 128.15);
});

// At 68 m a unit makes 0.647 MW of a m³/s and its efficiency: 38.8 MW of 100 m³/s at 0.6, 0.58 MW of each up to
// 50 m³/s. The grid takes 50 MW, and 0.2 MW stay in the station. Both alike would take 2 · 25.1 / 0.58 = 86 m³/s.
// One at 100 m³/s leaves 11.4 MW to the other: 19.6 m³/s, 119.6 together.
test('where the grid takes no more, a flood goes through units that make little of it, not over the gates', () => {
  const hill = { headsM: [50], flowsM3s: [50, 100], efficiency: [[0.9, 0.6]] };
  const units = ['u1', 'u2'].map((id) => ({ ...unit, id, hill }));
  const plan = floodPlan([[0, 50]], 10, { units, exportLimitMw: 50 });
  const { units: flows, exportMw } = plan.stations['s1']!;
  expect(plan.relaxations).toEqual([]);
  for (let t = 0; t < STEPS; t++) {
    expect(exportMw[t]).toBeCloseTo(50, 3);
    const through = flows['u1']!.flowM3s[t]! + flows['u2']!.flowM3s[t]!;
    // A lower head takes a little more: 0.3 m³/s for each 0.1 m.
    expect(through).toBeGreaterThan(119);
    expect(through).toBeLessThan(122);
  }
});
