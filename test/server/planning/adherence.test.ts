import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandsOf, FOLLOWED_MS, followedStep } from '#server/planning/adherence.ts';
import { deviationsAfter } from '#server/planning/deviations.ts';
import { exampleSystem } from '#shared/station/example/example.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Deviation, FollowedStep, FollowedValue } from '#shared/wire/following.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { barePlan, planVersion } from '../../fixtures/plan-version.ts';

const station = exampleSystem.stations[0]!;
const bands = bandsOf(station, { percent: 5, leastMw: 1 });

/** A plan of four quarter-hours from 0 in which u2 gives what is listed and the rest rests. */
function version(u2: readonly number[], more: Partial<PlanVersion> = {}): PlanVersion {
  const units = Object.fromEntries(
    station.units.map(({ id }) => [id, { mw: id === 'u2' ? u2 : u2.map(() => 0) }]),
  );
  const planned = { generationMw: u2, units } as unknown as PlanVersion['plan']['stations'][string];
  const plan = barePlan({ s1: planned });
  return planVersion({ state: 'in-force', stepMinutes: 15, steps: 4, plan, ...more });
}

const point = (mean: number): AggregatePoint => ({
  at: 0,
  count: 15,
  goodPercent: 100,
  worstQuality: 'good',
  min: mean,
  max: mean,
  mean,
  last: mean,
});

/** u2 gives `mw` in the quarter-hour at `step`, the rest rests. */
function measured(mw: number): Map<string, AggregatePoint> {
  return new Map(station.units.map(({ id }) => [id, point(id === 'u2' ? mw : 0)]));
}

const followed = (versions: readonly PlanVersion[], step: number, mw: number): FollowedStep =>
  followedStep(station, versions, step * FOLLOWED_MS, measured(mw), bands);

describe('a quarter-hour is followed', () => {
  test('within the band of the unit, and not beyond', () => {
    const plan = version([30, 30, 30, 30]);
    const bandMw = bands.units['u2']!;
    expect(followed([plan], 1, 30 + bandMw - 0.01).units['u2']!.isOver).toBe(false);
    expect(followed([plan], 1, 30 + bandMw + 0.01).units['u2']!.isOver).toBe(true);
    expect(followed([plan], 1, 30 - bandMw - 0.01).units['u2']!.isOver).toBe(true);
  });

  test('where it lags behind a change of its order, but not where it runs ahead of it', () => {
    const plan = version([0, 40, 40, 0]);
    // Six of fifteen minutes until it gives 40 MW: 0.6 · 40 = 24 MW.
    expect(followed([plan], 1, 24).units['u2']!.isOver).toBe(false);
    expect(followed([plan], 1, 21).units['u2']!.isOver).toBe(true);
    expect(followed([plan], 1, 45).units['u2']!.isOver).toBe(true);
    expect(followed([plan], 3, 16).units['u2']!.isOver).toBe(false);
    expect(followed([plan], 2, 24).units['u2']!.isOver).toBe(true);
  });

  test('by the plan that was in force when it began; the newest offer is what was recommended', () => {
    const before = version([30, 30, 30, 30], { id: 'before', state: 'superseded' });
    const trip = version([30, 0, 0, 0], {
      id: 'trip',
      madeAt: FOLLOWED_MS + MS_PER_MINUTE,
      inForceFrom: FOLLOWED_MS + MS_PER_MINUTE,
    });
    const step = followed([before, trip], 1, 4);
    expect(step).toMatchObject({ planId: 'before' });
    expect(step.units['u2']).toMatchObject({ orderedMw: 30, deviationMw: -26, isOver: true });
    expect(followed([before, trip], 2, 0)).toMatchObject({ planId: 'trip' });
    const offer = version([30, 30, 50, 50], { id: 'offer', state: 'offered', inForceFrom: null });
    expect(followed([before, offer], 2, 30).units['u2']).toMatchObject({
      recommendedMw: 50,
      orderedMw: 30,
    });
  });

  test('by nobody where nothing was ordered or measured: a gap is a gap', () => {
    const none = followedStep(station, [version([30, 30])], FOLLOWED_MS, new Map(), bands);
    expect(none.units['u2']).toMatchObject({ actualMw: null, quality: 'missing', isOver: false });
    expect(none.station).toMatchObject({ actualMw: null, deviationMw: null });
    expect(followed([], 1, 30).units['u2']).toMatchObject({ orderedMw: null, deviationMw: null });
  });
});

describe('deviations', () => {
  const value = (deviationMw: number): FollowedValue => ({
    recommendedMw: 30,
    orderedMw: 30,
    actualMw: 30 + deviationMw,
    quality: 'good',
    deviationMw,
    isOver: Math.abs(deviationMw) > 2,
  });
  const calm = value(0);
  const at = (step: number, u1: number, u2: number): FollowedStep => ({
    at: step * FOLLOWED_MS,
    planId: 'p',
    station: value(u1 + u2),
    units: { u1: value(u1), u2: value(u2) },
  });

  /** What is known after some quarter-hours, each judged twice, as after a restart. */
  function known(steps: readonly FollowedStep[]): Deviation[] {
    const all = new Map<string, Deviation>();
    for (const step of steps.flatMap((one) => [one, one])) {
      for (const after of deviationsAfter(
        's1',
        step,
        [...all.values()],
        bands,
        () => `${all.size}`,
      ))
        all.set(after.id, after);
    }
    return [...all.values()];
  }

  test('that go on are one, and open anew after a quarter-hour within the band', () => {
    const found = known([at(0, 0, 4), at(1, 0, 8), at(2, 0, 0), at(3, 0, -4)]);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({ unit: 'u2', from: 0, to: 2 * FOLLOWED_MS, largestMw: 8 });
    // 4 MW and 8 MW, a quarter of an hour each.
    expect(found[0]!.energyMwh).toBeCloseTo(3, 9);
    expect(found[1]).toMatchObject({ unit: 'u2', largestMw: -4, revision: 1 });
  });

  test('are the station’s only where no single unit’s is', () => {
    const small = { ...at(0, 1.9, 1.9), units: { u1: value(1.9), u2: value(1.9) } };
    expect(known([small])).toMatchObject([{ unit: null, largestMw: 3.8 }]);
    expect(known([at(0, 5, 0)])).toMatchObject([{ unit: 'u1' }]);
    expect(known([{ ...at(0, 0, 0), station: calm }])).toEqual([]);
  });

  test('cover just the quarter-hours beyond the band, whatever these are', () => {
    const day = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 });
    fc.assert(
      fc.property(day, (deviations) => {
        const found = known(deviations.map((mw, step) => at(step, 0, mw)));
        const covered = found.flatMap(({ from, to }) =>
          Array.from({ length: (to - from) / FOLLOWED_MS }, (_, i) => from / FOLLOWED_MS + i),
        );
        const beyond = deviations.flatMap((mw, step) => (Math.abs(mw) > 2 ? [step] : []));
        expect(covered.toSorted((a, b) => a - b)).toEqual(beyond);
        const energyMwh = found.reduce((sum, one) => sum + one.energyMwh, 0);
        const expected = beyond.reduce((sum, step) => sum + deviations[step]! / 4, 0);
        expect(energyMwh).toBeCloseTo(expected, 9);
      }),
    );
  });
});
