import { expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System, Unit } from '#shared/station/system-schema.ts';
import { plainDay, plainUnit, systemWith } from '../../../fixtures/plain-system.ts';
import { dayOf, flat, stationJson, systemOf, unitJson } from '../small-cases.ts';

/** A clock that stands still: the search runs to its own end. */
const options = { budgetMs: 1000, gap: 0.001, clock: () => 0 };

const planned = (system: System, day: Day): Plan => planDay(system, day, options);

/** One efficiency at every flow and head, and no losses. */
const evenUnit: Unit = {
  ...plainUnit,
  lossS2PerM5: 0,
  hill: { headsM: [50], flowsM3s: [50], efficiency: [[0.9]] },
  flowRange: [[50, 10, 100]],
  generator: [[10, 0.97]],
  mwMin: 0,
  mwMax: 1000,
  startCost: 0,
};

test('two hours at different prices are a ramp apart, and share the water that is allowed', () => {
  const system = systemWith({
    units: [evenUnit],
    tailwater: [[0, 50]],
    reservoir: { outflowRampM3sPerStep: { up: 20, down: 20 } },
  });
  // 120 m³/s for an hour are 0.432 Mm³, at 10 Mm³ per metre 0.0432 m; the outflow before is not known.
  const day = plainDay(
    2,
    { units: { u1: { on: true, forMinutes: 600 } }, end: { levelM: 105 - 0.0432 } },
    { pricePerMwh: [100, 300] },
  );
  const { outflowM3s } = planned(system, day).stations['s1']!;
  // q1 + q2 = 120 and q2 = q1 + 20.
  expect(outflowM3s[0]).toBeCloseTo(50, 2);
  expect(outflowM3s[1]).toBeCloseTo(70, 2);
});

/** Units whose efficiency bends at every column: what lies between two columns is nearly straight. */
const units = ['u1', 'u2', 'u3'].map((id, i) =>
  unitJson(id, {
    hill: {
      headsM: [50, 110],
      flowsM3s: [10, 20, 30, 40, 50, 60, 70],
      efficiency: [
        [0.84, 0.88, 0.905, 0.92, 0.925, 0.915, 0.895],
        [0.86, 0.9, 0.925, 0.94, 0.945, 0.935, 0.915],
      ],
    },
    startCost: 200 + 100 * i,
    minUpMinutes: 45,
    minDownMinutes: 30,
  }),
);

const longDay = (over: object = {}): Day =>
  dayOf(48, {
    s1: {
      levelM: 210,
      inflowM3s: flat(60, 48),
      units: {
        u1: { on: true, forMinutes: 600, mw: 35 },
        u2: { on: true, forMinutes: 600, mw: 35 },
        u3: { on: false, forMinutes: 600, mw: 0 },
      },
      outflowHistoryM3s: [100],
      end: { levelM: 209.85 },
      ...over,
    },
  });

/** Kept, all of the water used to a millimetre, nothing spilled, and proved. */
function expectProved(system: System, day: Day, plan: Plan): void {
  expect(checkPlan(system, day, plan)).toEqual([]);
  expect(plan.status).toBe('proved');
  const { levelM } = plan.stations['s1']!;
  expect(levelM[levelM.length - 1]! - 209.85).toBeLessThan(1e-3);
  expect(plan.spill['s1']!.avoidableMm3 + plan.spill['s1']!.unavoidableMm3).toBeLessThan(1e-4);
}

test('a day with ramps of outflow uses all of its water, keeps times of units and is proved', () => {
  const ramp = { outflowRampM3sPerStep: { up: 14, down: 9 }, outflowMinM3s: 15 };
  const system = systemOf([stationJson('s1', units, {}, ramp)]);
  const day = longDay();
  const plan = planned(system, day);
  expectProved(system, day, plan);
  const { outflowM3s } = plan.stations['s1']!;
  const changes = outflowM3s.slice(1).map((flow, t) => flow - outflowM3s[t]!);
  expect(Math.max(...changes)).toBeCloseTo(14, 2);
  expect(Math.min(...changes)).toBeGreaterThan(-9.001);
});

test('so does a day with a ramp of output', () => {
  const system = systemOf([stationJson('s1', units, { rampMwPerStep: 20 })]);
  const day = longDay();
  const plan = planned(system, day);
  expectProved(system, day, plan);
  const { generationMw } = plan.stations['s1']!;
  const changes = generationMw.slice(1).map((mw, t) => Math.abs(mw - generationMw[t]!));
  expect(Math.max(...changes)).toBeCloseTo(20, 2);
});

test('steps already ordered stay in a day with ramps', () => {
  const ramp = { outflowRampM3sPerStep: { up: 14, down: 14 } };
  const system = systemOf([stationJson('s1', units, {}, ramp)]);
  const ordered = {
    u1: { flowM3s: flat(45, 4) },
    u2: { flowM3s: flat(50, 4) },
    u3: { flowM3s: flat(0, 4) },
  };
  const day: Day = { ...longDay(), fixed: { steps: 4, stations: { s1: { units: ordered } } } };
  const plan = planned(system, day);
  expect(checkPlan(system, day, plan)).toEqual([]);
  expect(plan.stations['s1']!.units['u1']!.flowM3s.slice(0, 4)).toEqual(flat(45, 4));
  // A first unit that must stop or start costs what no price of change can tell.
  expect(plan.gap).toBeLessThan(0.004);
});

test('a small unit is not passed over because its flows fill no more than a part of what a ramp is counted in', () => {
  // Water is worth more than the day pays for it, and 15 m³/s must flow. At 55 m a Mm³ makes 131 MWh in the
  // small unit, 13 100 of its 20 000, and 116 MWh in the large one: 15 m³/s for an hour, 0.054 Mm³, lose 373 in
  // the one and 452 in the other. A ramp of 40 m³/s is counted in tens, of which the small unit has one.
  const ofEfficiency = (eta: number): Unit['hill'] => ({ ...evenUnit.hill, efficiency: [[eta]] });
  const large: Unit = { ...evenUnit, hill: ofEfficiency(0.8) };
  const small: Unit = { ...evenUnit, id: 'u2', flowRange: [[50, 15, 29]] };
  const system = systemWith({
    units: [large, small],
    tailwater: [[0, 50]],
    reservoir: { outflowMinM3s: 15, outflowRampM3sPerStep: { up: 40, down: 40 } },
  });
  const resting = { on: false, forMinutes: 600 };
  const day = plainDay(
    6,
    {
      units: { u1: { on: true, forMinutes: 600 }, u2: resting },
      outflowHistoryM3s: [15],
      end: { waterValuePerMm3: 20_000 },
    },
    { pricePerMwh: new Array<number>(6).fill(100) },
  );
  const { units: flows } = planned(system, day).stations['s1']!;
  expect(flows['u1']!.flowM3s).toEqual(new Array(6).fill(0));
  for (const flow of flows['u2']!.flowM3s) expect(flow).toBeCloseTo(15, 3);
});
