import { describe, expect, test } from 'vitest';
import { carryOutDay } from '#shared/dispatch/carry-out-day.ts';
import type { StepIntent } from '#shared/dispatch/carry-out.ts';
import { checkedPlan } from '#shared/dispatch/checked-plan.ts';
import { problemOf } from '#shared/dispatch/problem.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

type Json = Record<string, unknown>;

/** Carries out an hour of one station at 212 m, and expects every machine limit kept. */
function carriedOut(intent: Partial<StepIntent>, units: Json[], station: Json, day: Json): Plan {
  const system = systemOf([stationJson('s1', units, station)]);
  const asked = dayOf(4, { s1: { levelM: 212, inflowM3s: flat(100, 4) } }, day);
  const problem = problemOf(system, asked);
  const whole: StepIntent = {
    running: units.map(() => 1),
    target: { turbineFlowM3s: 1000 },
    ceilingMm3: Infinity,
    ...intent,
  };
  const schedule = carryOutDay(problem, () => whole);
  const { plan, machineViolations } = checkedPlan(system, asked, problem, schedule, 'test');
  expect(machineViolations).toEqual([]);
  return plan;
}

const flowOf = (plan: Plan, unit: string, t: number): number =>
  plan.stations['s1']!.units[unit]!.flowM3s[t]!;

describe('a unit beside one whose flow is ordered, in the same conduit', () => {
  const conduit = { conduit: 'c1', mwMax: 60 };
  const shared = { conduits: [{ id: 'c1', lossS2PerM5: 0.0002 }] };
  const fixed = { steps: 4, stations: { s1: { units: { u1: { flowM3s: flat(60, 4) } } } } };

  test('takes no more than the head allows that both leave', () => {
    const units = [unitJson('u1', conduit), unitJson('u2', conduit)];
    const plan = carriedOut({}, units, shared, { fixed });
    // 82 m gross, 1.2 m of tailwater at 120 m³/s: 80.8 m. Losses: own 0.0004 · 63² = 1.6 m, of the
    // conduit 0.0002 · 123² = 3.0 m. Net 76.2 m: flowMax = 60 + (76.2 − 40) / 80 · 6 = 62.7 m³/s;
    // with the loss of its own flow alone, 0.8 m, it would be 62.9.
    expect(flowOf(plan, 'u2', 0)).toBeCloseTo(62.7, 1);
  });
});

describe('a head near the lowest at which units run', () => {
  const units = ['u1', 'u2', 'u3'].map((id) =>
    unitJson(id, {
      flowRange: [
        [80, 12, 60],
        [120, 12, 66],
      ],
    }),
  );

  test('units take the flow that leaves them just that head', () => {
    const plan = carriedOut({}, units, {}, {});
    // 82 m gross less 0.01 · 3q of tailwater less 0.0004 · q² must be 80 m: q = 42.5 m³/s; the level
    // falls by (3q − 100) · 900 / 10⁶ / 11 = 2 mm in the step.
    expect(flowOf(plan, 'u1', 0)).toBeCloseTo(42.5, 0);
    expect(flowOf(plan, 'u3', 0)).toBeCloseTo(42.5, 0);
  });

  test('and for an export out of reach no more', () => {
    const plan = carriedOut({ target: { exportMw: 120 } }, units, {}, {});
    expect(flowOf(plan, 'u2', 0)).toBeCloseTo(42.5, 0);
  });
});

test('a unit that the start water of another keeps from starting has none counted', () => {
  const started = { startWaterM3: 20_000, mwMax: 60 };
  const flowRange = [
    [81, 12, 60],
    [120, 12, 66],
  ];
  const units = [unitJson('u1', started), unitJson('u2', { ...started, flowRange })];
  const plan = carriedOut({ running: null }, units, {}, {});
  // Both starting let go 40 000 m³ in 900 s, 44 m³/s: 82 m less 0.01 · (63 + 12 + 44) m is less than u2
  // needs. u1 alone: 22 m³/s of start water, 82 − 0.01 · 85 − 0.0004 · 63² = 79.6 m of head, so that
  // flowMax = 60 + (79.6 − 40) / 80 · 6 = 62.97 m³/s.
  expect(flowOf(plan, 'u2', 0)).toBe(0);
  expect(flowOf(plan, 'u1', 0)).toBeCloseTo(62.97, 2);
});
