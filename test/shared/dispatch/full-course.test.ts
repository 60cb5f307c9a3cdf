import { describe, expect, test } from 'vitest';
import { fullCourse } from '#shared/dispatch/full-course.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { hoursOf, modelOf } from './flat-reservoir.ts';

// Two units take 100 m³/s. The reservoir stands at 150 m and has 0.36 m of room: 100 m³/s of an hour.
const FOUR_HOURS = { pricePerMwh: [400, 300, 200, 100], endLevelM: 110 };
const LEVEL_MAX_M = 150.36;
const flood = { levelMaxM: LEVEL_MAX_M, inflowM3s: [200, 200, 200, 200] };

describe('a flood of 200 m³/s that lasts to the end of the day', () => {
  test('is run by all units at full flow, and what they leave fills the reservoir and then is spilled', () => {
    const course = fullCourse(modelOf(FOUR_HOURS, flood))!;
    expect(course.running.map((units) => [...units])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect([...course.volumeMm3].map((mm3) => mm3 - 1050)).toEqual(
      [0, 0.36, 0.36, 0.36, 0.36].map((mm3) => expect.closeTo(mm3, 6) as number),
    );
    for (const flow of course.turbineFlowM3s) expect(flow).toBeGreaterThanOrEqual(100);
  });

  test('is planned so, and proved: 100 m³/s of three hours go over the spillway, none of it avoidable', () => {
    const { system, day } = hoursOf(FOUR_HOURS, flood);
    const plan = planDay(system, day, { budgetMs: 60_000, gap: 0.001, clock: () => 0 });
    expect(plan.status).toBe('proved');
    expect(plan.spill['s']!.unavoidableMm3).toBeCloseTo(3 * 0.36, 3);
    expect(plan.spill['s']!.avoidableMm3).toBe(0);
  });
});

describe('there is something to search for', () => {
  test('where the flood is over before the day is', () => {
    expect(fullCourse(modelOf(FOUR_HOURS, { ...flood, inflowM3s: [200, 200, 200, 0] }))).toBeNull();
  });

  test('where the units take all there is', () => {
    expect(fullCourse(modelOf(FOUR_HOURS, { ...flood, inflowM3s: [90, 90, 90, 90] }))).toBeNull();
  });

  test('where a unit is ordered', () => {
    expect(fullCourse(modelOf(FOUR_HOURS, { ...flood, orderedM3s: [50] }))).toBeNull();
  });
});
