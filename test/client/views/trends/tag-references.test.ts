import { describe, expect, test } from 'vitest';
import type { BudgetPage } from '#shared/energy/review/page.ts';
import { exampleSystem } from '#shared/station/example/example.ts';
import type { StationPlan } from '#shared/station/plan-schema.ts';
import { localDay } from '#shared/units/time-grid.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import { feederTag, stationTag, unitTag } from '#shared/wire/tag-path.ts';
import {
  dailyTargets,
  referenceAt,
  type ReferenceParts,
  tagReferences,
  targetSteps,
  valuesWithin,
} from '#client/views/trends/tag-references.ts';
import { barePlan, noPlans, planVersion } from '../../../fixtures/plan-version.ts';

const station = exampleSystem.stations[0]!;
const LEVEL = stationTag('s1', 'forebayLevel');
const INFLOW = stationTag('s1', 'observedInflow');
const EXPORT = stationTag('s1', 'export');
const MW = unitTag('s1', 'u1', 'mw');
const METER = feederTag('s1', 'lighting');
const HOUR = 3_600_000;

/** A plan of two hours from 0 on: the level falls, a load is to be followed. */
const own: StationPlan = {
  levelM: [446, 445.8, 445.4],
  spillM3s: [0, 0],
  outflowM3s: [60, 80],
  tailwaterM: [380, 380.5],
  generationMw: [50, 70],
  serviceMw: [1, 1],
  exportMw: [49, 69],
  units: {},
};
const inForce = planVersion({
  loadMw: [48, 70],
  inflowM3s: { s1: [30, 32] },
  plan: barePlan({ s1: own }),
});
const slot = (at: number, exportMw: number) => ({
  at,
  planId: 'p',
  pricePerMwh: 300,
  generationMw: exportMw + 1,
  exportMw,
  units: { u1: exportMw / 2 },
});
const plan: PlanView = { ...noPlans('s1'), inForce, ordered: [slot(0, 49), slot(HOUR, 69)] };
const parts: ReferenceParts = { plan, station, targets: new Map() };
/** What each line of a tag says at an instant. */
const said = (tag: string, at: number, of = parts) =>
  tagReferences(of, tag).map((line) => [line.kind, referenceAt(line, at)]);

describe('what a tag is held against', () => {
  test('is, of a level, the course of the plan in force: it goes straight from instant to instant', () => {
    expect(said(LEVEL, 0)).toEqual([['planned', 446]]);
    // Halfway from 445.8 to 445.4.
    expect(said(LEVEL, 1.5 * HOUR)).toEqual([['planned', expect.closeTo(445.6, 9)]]);
    expect(said(LEVEL, 3 * HOUR)).toEqual([['planned', null]]);
  });

  test('is, of flows, what the plan reckons with step by step', () => {
    expect(said(INFLOW, 0.9 * HOUR)).toEqual([['planned', 30]]);
    expect(said(stationTag('s1', 'totalOutflow'), HOUR)).toEqual([['planned', 80]]);
  });

  test('is, of a unit, what is ordered of it until the next order', () => {
    expect(said(MW, 0.9 * HOUR)).toEqual([['ordered', 24.5]]);
    expect(said(MW, HOUR)).toEqual([['ordered', 34.5]]);
  });

  test('is, of the export, what is ordered and the load to follow, where the station is alone in following it', () => {
    expect(said(EXPORT, 0)).toEqual([
      ['ordered', 49],
      ['target', 48],
    ]);
    const two = planVersion({ loadMw: [48, 70], plan: barePlan({ s1: own, s2: own }) });
    expect(said(EXPORT, 0, { ...parts, plan: { ...plan, inForce: two } })).toEqual([
      ['ordered', 49],
    ]);
  });

  test('is nothing of what nobody plans, and nothing without a plan', () => {
    expect(said(stationTag('s1', 'airTemperature'), 0)).toEqual([]);
    expect(said(METER, 0)).toEqual([]);
    expect(said(LEVEL, 0, { ...parts, plan: null })).toEqual([]);
  });
});

describe('the target of a meter', () => {
  const page: BudgetPage = {
    station: 's1',
    consumer: 'lighting',
    year: 2026,
    versions: [
      // 365 days of 1 kWh, later of 24, with one day fixed at 48.
      { id: '1', at: 1, by: 'a', year: 2026, kwh: 365, rule: 'even', fixed: {} },
      {
        id: '2',
        at: 2,
        by: 'a',
        year: 2026,
        kwh: 24 * 364 + 48,
        rule: 'even',
        fixed: { '2026-06-02': 48, '2026-06': 24 * 29 + 48 },
      },
    ],
    usedKwh: {},
  };
  const days = ['2026-06-01', '2026-06-02', '2026-06-03'].map((date) => ({
    date,
    ...localDay(date, 'Asia/Shanghai'),
  }));
  const [first, second] = [days[0]!, days[1]!];

  test('is the newest one, run down to days, as use per hour over each of them', () => {
    const targets = dailyTargets(page);
    const points = targetSteps(days, (date) => targets.get(date));
    const line = tagReferences({ ...parts, targets: new Map([[METER, points]]) }, METER)[0]!;
    expect(line.kind).toBe('target');
    expect(referenceAt(line, first.startMs)).toBeCloseTo(1, 9);
    expect(referenceAt(line, second.startMs)).toBeCloseTo(2, 9);
    expect(referenceAt(line, second.endMs)).toBeCloseTo(1, 9);
  });

  test('is none where none was set, or a day has none', () => {
    expect(dailyTargets({ ...page, versions: [] }).size).toBe(0);
    const points = targetSteps(days, (date) => (date === '2026-06-02' ? undefined : 24));
    const line = { kind: 'target', points, steps: true } as const;
    expect(referenceAt(line, second.startMs)).toBeNull();
    expect(referenceAt(line, second.endMs)).toBe(1);
  });
});

test('of a line count the values that stand within the stretch, one from before that still holds among them', () => {
  const line = {
    points: [
      [0, 1],
      [10, 2],
      [20, null],
      [30, 4],
    ] as const,
  };
  expect(valuesWithin(line, [12, 18])).toEqual([2]);
  expect(valuesWithin(line, [5, 12])).toEqual([1, 2]);
  expect(valuesWithin(line, [22, 28])).toEqual([]);
});
