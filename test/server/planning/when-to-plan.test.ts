import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leftBand } from '#server/planning/left-band.ts';
import { type LastTry, type PlanningPace, whyDue } from '#server/planning/when-to-plan.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { PLAN_CAUSES, type PlanCause, type PlanVersion } from '#shared/wire/plan-view.ts';
import { barePlan, planVersion } from '../../fixtures/plan-version.ts';

const ZONE = 'Asia/Shanghai';
const pace: PlanningPace = {
  timeZone: ZONE,
  everyMs: MS_PER_HOUR,
  shortestMs: 10 * MS_PER_MINUTE,
  dayAheadAt: '16:30',
};

const instant = (time: string, day = 1): number => Date.parse(`2026-06-0${day}T${time}+08:00`);

/** Why a plan is due at a time of the day after one made at another. */
function due(from: string, to: string, facts: readonly PlanCause[] = []): readonly PlanCause[] {
  return whyDue({ atMs: instant(from), outcome: 'made' }, facts, instant(to), pace);
}

describe('a plan is due', () => {
  test('at the start, and at every look while a measurement is missing', () => {
    expect(whyDue(null, [], instant('10:07'), pace)).toEqual(['start']);
    const waiting: LastTry = { atMs: instant('10:00'), outcome: 'waiting' };
    expect(whyDue(waiting, ['inflow'], instant('10:00') + 1000, pace)).toEqual([
      'inflow',
      'measured',
    ]);
  });

  test('after its period, at midnight, and at the set hour for tomorrow', () => {
    expect(due('10:00', '10:59')).toEqual([]);
    expect(due('10:00', '11:00')).toEqual(['period']);
    expect(
      whyDue({ atMs: instant('23:50'), outcome: 'made' }, [], instant('00:00', 2), pace),
    ).toEqual(['midnight']);
    expect(due('16:10', '16:29')).toEqual([]);
    expect(due('16:10', '16:30')).toEqual(['day-ahead']);
    expect(due('16:30', '16:31')).toEqual([]);
  });

  test('soon after one that failed', () => {
    const failed: LastTry = { atMs: instant('10:00'), outcome: 'failed' };
    expect(whyDue(failed, [], instant('10:04'), pace)).toEqual([]);
    expect(whyDue(failed, [], instant('10:05'), pace)).toEqual(['retry']);
  });

  test('on new facts no oftener than the pace, all of them in one', () => {
    expect(due('10:00', '10:09', ['forecast', 'inflow'])).toEqual([]);
    expect(due('10:00', '10:10', ['forecast', 'inflow'])).toEqual(['forecast', 'inflow']);
  });

  test('at once when a unit trips or somebody asks, with what else has come up', () => {
    expect(due('10:00', '10:01', ['inflow', 'trip'])).toEqual(['inflow', 'trip']);
    expect(due('10:00', '10:01', ['asked'])).toEqual(['asked']);
  });
});

/** Facts that come up at random, each some time after the one before. */
const bursts = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 20 * MS_PER_MINUTE }),
    cause: fc.constantFrom<PlanCause>('forecast', 'inflow', 'level', 'load', 'return', 'trip'),
  }),
  { minLength: 1, maxLength: 60 },
);

/** How often it is looked, ms. */
const LOOK_MS = MS_PER_MINUTE;

/** When plans are made, and why, where every plan comes at once. */
function madeAfter(facts: readonly { afterMs: number; cause: PlanCause }[]) {
  const made: { atMs: number; causes: readonly PlanCause[] }[] = [];
  let pending: PlanCause[] = [];
  let nowMs = instant('01:00');
  let last: LastTry | null = { atMs: nowMs, outcome: 'made' };
  const look = (): void => {
    const causes = whyDue(last, pending, nowMs, pace);
    if (causes.length === 0) return;
    made.push({ atMs: nowMs, causes });
    last = { atMs: nowMs, outcome: 'made' };
    pending = [];
  };
  for (const { afterMs, cause } of facts) {
    for (const untilMs = nowMs + afterMs; nowMs < untilMs; nowMs += LOOK_MS) look();
    pending.push(cause);
  }
  for (const untilMs = nowMs + pace.shortestMs; nowMs <= untilMs; nowMs += LOOK_MS) look();
  return made;
}

describe('whatever facts come up, and however fast,', () => {
  test('no two plans are nearer than the pace but for trips, none is without a cause, none has one twice', () => {
    fc.assert(
      fc.property(bursts, (facts) => {
        const made = madeAfter(facts);
        for (const [i, { atMs, causes }] of made.entries()) {
          expect(causes.length).toBeGreaterThan(0);
          expect(new Set(causes).size).toBe(causes.length);
          for (const cause of causes) expect(PLAN_CAUSES).toContain(cause);
          if (i === 0 || causes.includes('trip')) continue;
          expect(atMs - made[i - 1]!.atMs).toBeGreaterThanOrEqual(pace.shortestMs);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('every fact is in a plan within the pace, and a trip at the next look', () => {
    fc.assert(
      fc.property(bursts, (facts) => {
        const made = madeAfter(facts);
        let atMs = instant('01:00');
        for (const { afterMs, cause } of facts) {
          for (const untilMs = atMs + afterMs; atMs < untilMs;) atMs += LOOK_MS;
          const longestMs = cause === 'trip' ? 0 : pace.shortestMs;
          const answer = made.find((one) => one.atMs >= atMs && one.causes.includes(cause));
          // A plan at this very look was made before the fact came up.
          expect(answer).toBeDefined();
          expect(answer!.atMs - atMs).toBeLessThanOrEqual(longestMs + LOOK_MS);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the facts have left the band of a plan', () => {
  const band = { inflowPercent: 20, inflowLeastM3s: 5, levelM: 0.3 };
  const HOUR = MS_PER_HOUR;
  const levels = { levelM: [440, 441, 442] } as PlanVersion['plan']['stations'][string];
  const version = planVersion({
    steps: 2,
    inflowM3s: { s1: [100, 10] },
    plan: barePlan({ s1: levels }),
  });
  const inflow = (atMs: number, m3s: number) => ({
    levelM: null,
    inflow: { atMs, untilMs: atMs + HOUR / 4, m3s },
  });

  test('where the inflow differs by more than a share of it and more than noise', () => {
    const left = (atMs: number, m3s: number) =>
      leftBand(version, 's1', inflow(atMs, m3s), null, band, atMs);
    expect(left(0, 119)).toEqual([]);
    expect(left(0, 121)).toEqual(['inflow']);
    expect(left(0, 79)).toEqual(['inflow']);
    // 20 % of 10 is 2: less than what counts as noise.
    expect(left(HOUR, 14)).toEqual([]);
    expect(left(HOUR, 16)).toEqual(['inflow']);
  });

  test('where the level is off the line between the ends of the step', () => {
    const left = (atMs: number, levelM: number) =>
      leftBand(version, 's1', { levelM, inflow: null }, null, band, atMs);
    // Half an hour on the plan is at 440.5.
    expect(left(HOUR / 2, 440.79)).toEqual([]);
    expect(left(HOUR / 2, 440.81)).toEqual(['level']);
    expect(left(HOUR / 2, 440.19)).toEqual(['level']);
  });

  test('not where they are as far off as when a plan was last computed: it would come out the same', () => {
    // The forecast says 100; a plan was computed when 130 was measured.
    const known = { ...inflow(0, 130), atMs: HOUR / 4 };
    const left = (m3s: number) =>
      leftBand(version, 's1', inflow(HOUR / 4, m3s), known, band, HOUR / 2);
    expect(left(130)).toEqual([]);
    expect(left(149)).toEqual([]);
    // 51 above the plan, and 21 more than was known.
    expect(left(151)).toEqual(['inflow']);
    // Back at the forecast, which is what the plan reckons with.
    expect(left(100)).toEqual([]);
    expect(left(79)).toEqual(['inflow']);
  });

  test('nor where an offer that nobody takes was computed with that level', () => {
    // Half an hour on the plan is at 440.5, and 440.9 was measured when the offer was computed.
    const known = { levelM: 440.9, inflow: null, atMs: HOUR / 2 };
    const left = (levelM: number) =>
      leftBand(version, 's1', { levelM, inflow: null }, known, band, HOUR);
    // At the full hour 441: 0.5 above, only 0.1 more than then.
    expect(left(441.5)).toEqual([]);
    expect(left(441.71)).toEqual(['level']);
  });

  test('not by what the plan knew when it was made, nor where it says nothing', () => {
    const later = { ...version, madeAt: HOUR / 4 };
    expect(leftBand(later, 's1', inflow(0, 200), null, band, HOUR / 2)).toEqual([]);
    expect(leftBand(version, 's1', inflow(-HOUR, 200), null, band, 0)).toEqual([]);
    expect(leftBand(version, 's2', { levelM: 1, inflow: null }, null, band, 0)).toEqual([]);
  });
});
