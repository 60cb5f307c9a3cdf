import { describe, expect, test } from 'vitest';
import type { FollowedDay, FollowedValue } from '#shared/wire/following.ts';
import type { Outage } from '#shared/wire/outage.ts';
import { type ClosingParts, openMatters } from '#client/views/dispatch/closing.ts';
import { momentOf, spanOf, standOf, unitsOut } from '#client/views/dispatch/outages.ts';

const ZONE = 'Asia/Shanghai';
const at = (text: string): number => Date.parse(`${text}+08:00`);
const now = at('2026-03-05T10:20');
const li = { id: 'a', name: 'Li' };

const outage = (over: Partial<Outage> = {}): Outage => ({
  ...{ id: 'o1', station: 's1', unit: 'u2', origin: 'declared', revision: 1, ended: null },
  ...{ from: at('2026-03-05T10:00'), until: null, reason: 'Oil', declaredBy: li, declaredAt: now },
  ...over,
});

describe('an outage', () => {
  test('is now, later or over by its span, and over once it was ended', () => {
    expect(standOf(outage(), now)).toBe('now');
    expect(standOf(outage({ from: now + 1 }), now)).toBe('later');
    // Its end is no part of it.
    expect(standOf(outage({ until: now }), now)).toBe('over');
    expect(standOf(outage({ ended: { by: li, at: now } }), now)).toBe('over');
    expect([...unitsOut([outage(), outage({ unit: 'u3', until: now })], now)]).toEqual(['u2']);
  });
});

describe('a time as it is written', () => {
  test('is of the station’s clock, and of its day where no date is given', () => {
    expect(momentOf('14:00', ZONE, now)).toBe(at('2026-03-05T14:00'));
    expect(momentOf(' 2026-03-06 7:05 ', ZONE, now)).toBe(at('2026-03-06T07:05'));
    expect(momentOf('2026-03-06T07:05', ZONE, now)).toBe(at('2026-03-06T07:05'));
    expect(momentOf('14：30', ZONE, now)).toBe(at('2026-03-05T14:30'));
  });

  test.each(['', 'noon', '24:00', '12:60', '5.3.2026 14:00', '2026-02-30 10:00'])(
    'is none: %s',
    (text) => {
      expect(momentOf(text, ZONE, now)).toBeNaN();
    },
  );
});

describe('what is typed of an outage', () => {
  const draft = { unit: 'u2', from: '10:00', until: '', reason: 'Oil leak' };

  test('is a span; without an end it is until further notice', () => {
    const from = at('2026-03-05T10:00');
    expect(spanOf(draft, ZONE, now)).toEqual({ from, until: null, reason: 'Oil leak' });
    expect(spanOf({ ...draft, until: '2026-03-06 10:00' }, ZONE, now)).toMatchObject({
      until: at('2026-03-06T10:00'),
    });
  });

  test('says the first thing that is wrong with it', () => {
    const faultOf = (over: Partial<typeof draft>) => spanOf({ ...draft, ...over }, ZONE, now);
    expect(faultOf({ from: 'soon' })).toEqual({ fault: 'from' });
    expect(faultOf({ until: 'later' })).toEqual({ fault: 'until' });
    expect(faultOf({ until: '09:00' })).toEqual({ fault: 'order' });
    expect(faultOf({ until: '10:10' })).toEqual({ fault: 'over' });
    expect(faultOf({ reason: '  ' })).toEqual({ fault: 'reason' });
  });
});

describe('what is open when a day is closed', () => {
  const value: FollowedValue = {
    ...{ recommendedMw: 20, orderedMw: 20, actualMw: 20, deviationMw: 0 },
    ...{ quality: 'good', isOver: false },
  };
  const step = (over: Partial<FollowedValue>, i: number) => ({
    ...{ at: i, planId: 'p1', units: {} },
    station: { ...value, ...over },
  });
  const followed = (steps: FollowedDay['steps'], explained: boolean): FollowedDay => ({
    ...{ station: 's1', day: '2026-03-04', steps, withinShare: 1, closed: null },
    bandMw: { station: 5, units: {} },
    deviations: [
      {
        ...{ id: 'd1', station: 's1', unit: null, from: 0, to: 1, largestMw: 9, energyMwh: 2 },
        ...{ bandMw: 5, revision: 1 },
        explained: explained ? { cause: 'water', note: '', by: li, at: now } : null,
      },
    ],
  });
  const parts = (over: Partial<ClosingParts>): ClosingParts => ({
    ...{ followed: followed([step({}, 0)], true), to: now, now, plan: null },
    ...{ outages: [], trials: [] },
    ...over,
  });

  test('is nothing where the day is over, judged and explained', () => {
    expect(openMatters(parts({}))).toEqual([]);
  });

  test('a day that is not over and a deviation without a cause forbid it, as they do on the server', () => {
    expect(openMatters(parts({ to: now + 1, followed: followed([], false) }))).toEqual([
      { code: 'not-over', count: 1, forbids: true },
      { code: 'unexplained', count: 1, forbids: true },
    ]);
  });

  test('what could not be judged or was measured doubtfully, and units that are out, go along', () => {
    const steps = [
      step({ actualMw: null, deviationMw: null }, 0),
      step({ quality: 'doubtful' }, 1),
    ];
    const matters = openMatters(parts({ followed: followed(steps, true), outages: [outage()] }));
    expect(matters).toEqual([
      { code: 'unjudged', count: 1, forbids: false },
      { code: 'doubtful', count: 1, forbids: false },
      { code: 'out', count: 1, forbids: false },
    ]);
  });
});
