import { describe, expect, test } from 'vitest';
import { planChanges } from '#shared/dispatch/changes/plan-changes.ts';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { problemOf } from '#shared/dispatch/problem.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

const STEPS = 24;
const still = { budgetMs: 10_000, gap: 0.001, clock: () => 0 };
const system = systemOf([stationJson('s1', [unitJson('u1'), unitJson('u2')])]);

/** Six hours with water worth 250 MWh at 60 a MWh of the middle third, dear in the steps given. */
function dayDearIn(from: number, to: number, over: Record<string, unknown> = {}): Day {
  const pricePerMwh = flat(200, STEPS).fill(600, from, to);
  return dayOf(
    STEPS,
    {
      s1: {
        levelM: 212,
        units: { u1: { on: false, forMinutes: 600 }, u2: { on: false, forMinutes: 600 } },
        inflowM3s: flat(40, STEPS),
        end: { waterValuePerMm3: 80_000 },
        ...over,
      },
    },
    { pricePerMwh },
  );
}

/** Dear from 08 on as planned; then it is told that it begins two steps later. */
const before = planDay(system, dayDearIn(8, 16), still);
const told = dayDearIn(10, 18);
const again = (changePrice: number, day = told): Plan =>
  planDay(system, day, { ...still, inForce: before, changePrice });
const changesOf = (plan: Plan, day = told): ReturnType<typeof planChanges> =>
  planChanges(problemOf(system, day), before, plan);

describe('what counts as a change', () => {
  test('is a start or stop moved, added or left out, once for all its steps', () => {
    const shifted = planDay(system, told, still);
    // Both units start two steps later and stop two steps later.
    expect(changesOf(shifted)).toEqual(
      ['u1', 'u2'].flatMap((unit) => [
        { station: 's1', unit, kind: 'off', fromStep: 8, toStep: 10 },
        { station: 's1', unit, kind: 'on', fromStep: 16, toStep: 18 },
      ]),
    );
  });

  test('is a set point beyond the dead band of 5 % of the largest flow, 3.3 m³/s, and no less', () => {
    const moved = (by: number): Plan => {
      const plan = structuredClone(before);
      const { flowM3s } = plan.stations['s1']!.units['u1']!;
      for (const t of [10, 11]) flowM3s[t]! -= by;
      return plan;
    };
    expect(changesOf(moved(3.2))).toEqual([]);
    expect(changesOf(moved(3.4))).toEqual([
      { station: 's1', unit: 'u1', kind: 'less', fromStep: 10, toStep: 12 },
    ]);
  });

  test('is none in a step that is ordered', () => {
    const resting = { flowM3s: flat(0, 10) };
    const fixed = { steps: 10, stations: { s1: { units: { u1: resting, u2: resting } } } };
    const day = { ...told, fixed };
    expect(changesOf(planDay(system, day, still), day).every((one) => one.fromStep >= 10)).toBe(
      true,
    );
  });
});

describe('planning again with a plan in force', () => {
  test('changes what pays where changes are free, and nothing at all where they are dear', () => {
    expect(again(0).changes).toHaveLength(4);
    const kept = again(1e9);
    expect(kept.changes).toEqual([]);
    expect(checkPlan(system, told, kept)).toEqual([]);
  });

  test('makes each change that earns its price, and none that earns less', () => {
    const free = again(0);
    const kept = again(1e9);
    const gain = free.value.total - kept.value.total;
    // The four shifts are two by two alike: half an hour at 600 less half an hour at 200 for each unit.
    expect(gain).toBeGreaterThan(0);
    expect(again(gain / 4 / 3).changes).toHaveLength(4);
    expect(again(gain * 1.01).changes).toEqual([]);
  });

  test('is bounded as the day without a plan in force', () => {
    const free = planDay(system, told, still);
    const kept = again(1e9);
    expect(kept.bound).toBeCloseTo(free.bound!, 6);
    expect(kept.gap).toBeGreaterThan(free.gap!);
    expect(kept.value.total).toBeLessThan(free.value.total);
  });

  test('says what each change earns', () => {
    for (const { earns } of again(1).changes!) expect(earns).toBeGreaterThan(1);
  });

  test('keeps limits before it keeps the plan in force', () => {
    const outOfService = [{ unit: 'u1', fromStep: 8, toStep: 12 }];
    const day = dayDearIn(8, 16, { outOfService });
    const plan = again(1e9, day);
    expect(checkPlan(system, day, plan)).toEqual([]);
    expect(plan.changes!.some(({ unit, kind }) => unit === 'u1' && kind === 'off')).toBe(true);
  });
});
