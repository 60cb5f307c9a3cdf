import { describe, expect, test } from 'vitest';
import { plantOf } from '#shared/hydraulics/plant.ts';
import type { Station } from '#shared/station/system-schema.ts';
import type { OrderedSlot, PlanView } from '#shared/wire/plan-view.ts';
import type { Alarm } from '#shared/wire/protocol.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Measured, Standing } from '#client/format/measured.ts';
import { activeAlarms, dataHealth } from '#client/views/wall/data-health.ts';
import { efficiencyCurve } from '#client/views/wall/efficiency-curve.ts';
import { orderedMwh, orderedNow, withRest } from '#client/views/wall/load-view.ts';
import { measuredLevels, namedLimits } from '#client/views/wall/reservoir-view.ts';
import { isInZone, runState } from '#client/views/wall/unit-view.ts';
import { wallNotice } from '#client/views/wall/wall-notice.ts';
import { noPlans } from '../../fixtures/plan-version.ts';

const measured = (value: number | null, standing: Standing = 'good'): Measured => ({
  value,
  standing,
  ageMs: 0,
});

const unit: Station['units'][number] = {
  id: 'u1',
  lossS2PerM5: 0,
  hill: { headsM: [100], flowsM3s: [10, 20, 30], efficiency: [[0.8, 0.9, 0.85]] },
  flowRange: [[100, 10, 30]],
  generator: [[0, 1]],
  mwMin: 8,
  mwMax: 40,
  forbidden: [{ mw: [10, 14] }],
  startCost: 0,
  startWaterM3: 0,
  minUpMinutes: 0,
  minDownMinutes: 0,
  startsPerDay: null,
  auxiliaryMw: 0,
};
const station: Station = {
  id: 's1',
  name: { zh: '甲', en: 'A' },
  reservoir: {
    storage: [
      [100, 0],
      [110, 10],
    ],
    levelMinM: 101,
    levelMaxM: 109,
    normalLevelM: 109,
    spillway: {
      mode: 'gated',
      capacity: [
        [100, 0],
        [110, 10],
      ],
    },
    outflowMinM3s: 0,
    outflowMaxM3s: null,
  },
  tailwater: [[0, 0]],
  conduits: [],
  units: [unit],
  service: { fixedMw: 0 },
  exportLimitMw: null,
  rampMwPerStep: null,
  reserveMw: 0,
};

describe('the wall without panels', () => {
  const live = {
    link: 'live',
    refusal: null,
    unanswered: false,
    outdated: false,
    hasStation: true,
    hasData: true,
  } as const;

  test('says what it is waiting for', () => {
    expect(wallNotice({ ...live, link: 'connecting', hasStation: false, hasData: false })).toEqual({
      kind: 'loading',
      text: 'connecting',
    });
    expect(wallNotice({ ...live, hasStation: false, hasData: false })?.text).toBe('loading');
    const asked = { ...live, hasStation: false, hasData: false, unanswered: true };
    expect(wallNotice(asked)?.text).toBe('unanswered');
    expect(wallNotice({ ...live, hasData: false })?.text).toBe('noData');
    expect(wallNotice({ ...live, refusal: 'no token', hasStation: false })?.text).toBe('refused');
    expect(wallNotice({ ...live, outdated: true, hasStation: false })?.text).toBe('outdated');
  });

  test('never hides what was shown once', () => {
    expect(wallNotice({ ...live, link: 'cut', refusal: 'xhr poll error' })).toBeNull();
  });
});

describe('a reservoir', () => {
  test('names each bound once; without a dead level the lower limit stands for it', () => {
    expect(namedLimits({ deadM: 101, normalM: 109, floodLimitM: 109 })).toEqual([
      { name: 'floodIsNormal', levelM: 109 },
      { name: 'dead', levelM: 101 },
    ]);
    expect(namedLimits({ deadM: 101, normalM: 108, floodLimitM: 109 })).toHaveLength(3);
  });
});

describe('the level on its chart', () => {
  const slots = [
    { x: 0, y: 444.5, sound: true },
    { x: 900, y: 444.6, sound: true },
  ];

  test('stands in the middle of each slot, and ends with the level as it is now', () => {
    expect(measuredLevels(slots, 900, { x: 1500, y: 444.62, sound: true }, 1500)).toEqual([
      { x: 450, y: 444.5, sound: true },
      { x: 1350, y: 444.6, sound: true },
      { x: 1500, y: 444.62, sound: true },
    ]);
  });

  test('ends with its last slot where the last minute was silent: an old level is not the present one', () => {
    expect(measuredLevels(slots, 900, null, 1500)).toHaveLength(2);
    expect(measuredLevels(slots, 900, { x: 1500, y: null, sound: true }, 1500)).toHaveLength(2);
  });
});

describe('a unit', () => {
  const at = (on: number | null, mw: number, runningForH: number) =>
    runState(
      unit,
      { on: measured(on), mw: measured(mw), runningForH: measured(runningForH) },
      undefined,
    );

  test('starts, runs and stands', () => {
    expect(at(1, 0.2, 0.01)).toBe('starting');
    expect(at(1, 20, 0.01)).toBe('running');
    expect(at(1, 0.2, 3)).toBe('running');
    expect(at(0, 0, 0)).toBe('stopped');
    expect(at(null, 20, 3)).toBe('unknown');
  });

  test('stops at once when its stop is told; while it still has output it is stopping', () => {
    const readings = { on: measured(1), mw: measured(0.1), runningForH: measured(3) };
    const told = { station: 's1', unit: 'u1', at: 0, on: false };
    expect(runState(unit, readings, told)).toBe('stopped');
    expect(runState(unit, { ...readings, mw: measured(20) }, told)).toBe('stopping');
  });

  test('that is off and makes power is not called stopped; the noise of its meter is no power', () => {
    expect(at(0, 12, 0)).toBe('stopping');
    // 2 % of 40 MW are 0.8 MW.
    expect(at(0, 0.7, 0)).toBe('stopped');
    const off = { on: measured(0), runningForH: measured(0) };
    // An old or a bad output says nothing against the state.
    expect(runState(unit, { ...off, mw: measured(12, 'stale') }, undefined)).toBe('stopped');
    expect(runState(unit, { ...off, mw: measured(12, 'bad') }, undefined)).toBe('stopped');
  });

  test("is in a forbidden zone by more than the meter's noise, and only while it runs", () => {
    expect(isInZone('running', 12, [[10, 14]])).toBe(true);
    expect(isInZone('running', 10.4, [[10, 14]])).toBe(false);
    expect(isInZone('starting', 12, [[10, 14]])).toBe(false);
  });

  test('has its best point where its hill chart has its top', () => {
    const [ready] = plantOf(station).units;
    const curve = efficiencyCurve(ready!, 100, { conduitLoss: 0, othersM3s: 0 });
    // η is 0.9 at 20 m³/s: P = 9.81 · 100 · 20 · 0.9 / 1000 = 17.66 MW (no losses, generator 1).
    expect(curve.best?.efficiency).toBeCloseTo(0.9, 3);
    expect(curve.best?.mw).toBeCloseTo(17.66, 1);
  });
});

describe('orders', () => {
  const HOUR = 3_600_000;
  const slot = (at: number, generationMw: number): OrderedSlot => ({
    at,
    planId: 'p',
    pricePerMwh: 1,
    generationMw,
    exportMw: generationMw,
    units: {},
  });
  const quarters = [0, 1, 2, 3].map((step) => slot((step * HOUR) / 4, 10 * (step + 1)));
  const view: PlanView = { ...noPlans('s1'), ordered: quarters };

  test('add up to energy, a cut step by its share', () => {
    // (10 + 20 + 30 + 40) MW · ¼ h = 25 MWh; of the last only half: 25 − 5 = 20.
    expect(orderedMwh(view, 0, HOUR)).toBeCloseTo(25);
    expect(orderedMwh(view, 0, 0.875 * HOUR)).toBeCloseTo(20);
  });

  test('that leave part of the span out have no energy', () => {
    expect(orderedMwh(view, -HOUR, HOUR)).toBeNull();
  });

  test('of now are those of the running step', () => {
    expect(orderedNow(view, 0.3 * HOUR)?.generationMw).toBe(20);
    expect(orderedNow(view, HOUR)).toBeNull();
  });
});

describe('the footer', () => {
  const tag = (path: string) => ({ tag: path, origin: 'measured' }) as Tag;

  test('counts good tags, and names the worst kind first', () => {
    const standings: Record<string, Standing> = { a: 'good', b: 'stale', c: 'missing', d: 'stale' };
    const health = dataHealth(['a', 'b', 'c', 'd'].map(tag), (path) =>
      measured(1, standings[path] ?? 'good'),
    );
    expect(health).toMatchObject({ all: 4, good: 1, worst: { tag: 'c' } });
    expect(health.others).toEqual([
      { standing: 'missing', count: 1 },
      { standing: 'stale', count: 2 },
    ]);
  });

  test('shows the highest active alarm, the newest of its kind', () => {
    const alarm = (id: string, priority: 1 | 2 | 3, rangAt: number, active = true): Alarm => ({
      id,
      station: 's1',
      code: 'level.high',
      subject: '',
      priority,
      state: active ? 'unacknowledged' : 'shelved',
      active,
      since: rangAt,
      cameAt: rangAt,
      rangAt,
      occurrence: 1,
      shelf: null,
      outOfService: null,
      cause: null,
      data: {},
    });
    const alarms = [alarm('a', 2, 9), alarm('b', 1, 1), alarm('c', 1, 5), alarm('d', 1, 8, false)];
    expect(activeAlarms(alarms).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
});

describe('the energy of the whole day where its beginning was not ordered', () => {
  test('is what was made and the rest of the orders, and no better than what was made', () => {
    expect(withRest(measured(120, 'doubtful'), 80)).toEqual(measured(200, 'doubtful'));
  });

  test('is not said where either part is unknown', () => {
    expect(withRest(measured(null), 80).standing).toBe('missing');
    expect(withRest(measured(120), null).value).toBeNull();
  });
});
