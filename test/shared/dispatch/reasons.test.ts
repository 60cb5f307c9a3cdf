import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextChange } from '#server/planning/next-change.ts';
import { carryOutDay } from '#shared/dispatch/carry-out-day.ts';
import { problemOf } from '#shared/dispatch/problem.ts';
import {
  OPTIONAL_DATA,
  type ReasonCode,
  WHOLE_STATION,
  reasonCodes,
  reasonDataKeys,
} from '#shared/dispatch/reason-codes.ts';
import { reasonsOf } from '#shared/dispatch/reasons.ts';
import { runAtInflow } from '#shared/dispatch/rule-plan.ts';
import { simulate } from '#shared/dispatch/simulate.ts';
import type { Reason } from '#shared/station/plan-schema.ts';
import { planVersion } from '../../fixtures/plan-version.ts';
import { simulatedPlan } from '../../fixtures/simulated-plan.ts';
import { type ReasonCase, caseOf, changesIn, reasonsIn } from './reason-case.ts';
import { caseArb } from './small-cases.ts';
import { workedDay } from './worked-day.ts';

// The even unit earns 36 788 per Mm³ at 300 (reason-case.ts), 49 050 at 400.
const cheap = { end: { waterValuePerMm3: 1000 } };
const dear = { end: { waterValuePerMm3: 90_000 } };
const even = { end: { waterValuePerMm3: 36_788 } };

/** What a case's units do, and why, as `step unit code`. */
type Row = readonly [what: string, changes: readonly string[], it: ReasonCase];

const given: readonly Row[] = [
  [
    'steps already ordered',
    ['0 u1 start.fixed', '1 u1 stop.fixed'],
    {
      flows: { u1: [50, 0] },
      stationDay: { units: { u1: { on: false, forMinutes: 600 } } },
      day: { fixed: { steps: 2, stations: { s1: { units: { u1: { flowM3s: [50, 0] } } } } } },
    },
  ],
  [
    'an outage: the unit itself, and the one that stands in for it',
    ['1 u1 stop.outage', '2 u1 start.back-in-service', '1 u2 start.others-out', '2 u2 stop.swap'],
    {
      flows: { u1: [50, 0, 50], u2: [0, 50, 0] },
      stationDay: { ...even, outOfService: [{ unit: 'u1', fromStep: 1, toStep: 2 }] },
    },
  ],
  [
    'a load that rises and falls',
    ['1 u1 set.load', '2 u1 set.load'],
    { flows: { u1: [40, 60, 50] }, day: { loadMw: [17.66, 26.49, 22.07] } },
  ],
  [
    'a unit that takes over from another under an even load',
    ['1 u1 stop.swap', '1 u2 start.swap'],
    { flows: { u1: [50, 0], u2: [0, 50] }, day: { loadMw: [22.07, 22.07] } },
  ],
];

const byLimits: readonly Row[] = [
  [
    'the level at its lower limit stops a unit',
    ['1 u1 stop.level-min'],
    {
      flows: { u1: [50, 0] },
      stationDay: { ...cheap, levelMinM: [90, 100 - 0.00018, 100 - 0.00018] },
    },
  ],
  [
    'a floor starts one though its water is wanted later',
    ['1 u1 start.outflow-min'],
    { flows: { u1: [0, 50] }, stationDay: dear, reservoir: { outflowMinM3s: 50 } },
  ],
  [
    'a ramp spreads what a price asks for over the steps after it',
    ['1 u1 set.price-rise', '2 u1 set.outflow-rise'],
    {
      flows: { u1: [30, 50, 70] },
      prices: [200, 300, 300],
      stationDay: cheap,
      reservoir: { outflowRampM3sPerStep: { up: 20, down: null } },
    },
  ],
  [
    'a rest that is over',
    ['1 u1 start.min-down'],
    {
      flows: { u1: [0, 50] },
      unit: { minDownMinutes: 120 },
      stationDay: { ...cheap, units: { u1: { on: false, forMinutes: 60 } } },
    },
  ],
  [
    'a run that is over',
    ['1 u1 stop.min-up'],
    {
      flows: { u1: [20, 0] },
      unit: { minUpMinutes: 120 },
      stationDay: { ...dear, units: { u1: { on: true, forMinutes: 60 } } },
    },
  ],
  [
    'a reservoir that would be full before the dear hours',
    ['1 u1 start.spill-avoided'],
    {
      flows: { u1: [0, 50, 50, 50] },
      prices: [200, 200, 200, 600],
      stationDay: {
        inflowM3s: [50, 100, 100, 0],
        levelMaxM: [118, 118, 118, 100 + 0.00054, 118],
        end: { levelM: 100 },
      },
    },
  ],
];

const byWorth: readonly Row[] = [
  [
    'the price against the step before',
    ['1 u1 start.price-rise', '2 u1 set.price-rise', '3 u1 set.price-fall', '4 u1 stop.price-fall'],
    { flows: { u1: [0, 50, 80, 40, 0] }, prices: [200, 300, 400, 300, 200], stationDay: even },
  ],
  [
    'in the first step, water that is worth less than it makes',
    ['0 u1 start.price-high'],
    {
      flows: { u1: [90] },
      stationDay: { ...cheap, units: { u1: { on: false, forMinutes: 600 } } },
    },
  ],
  [
    'and water that is worth more later',
    ['0 u1 stop.price-low'],
    { flows: { u1: [0] }, stationDay: { ...dear, units: { u1: { on: true, forMinutes: 600 } } } },
  ],
  [
    'at one price the water: past a full reservoir it can wait for 600',
    ['1 u1 set.level-max', '2 u1 stop.water-rises', '3 u1 start.price-rise'],
    {
      flows: { u1: [50, 90, 0, 50] },
      prices: [200, 300, 300, 600],
      stationDay: {
        inflowM3s: [150, 90, 0, 0],
        levelMaxM: [118, 118, 100 + 0.00036, 118, 118],
        end: { levelM: 100 },
      },
    },
  ],
  [
    'and past an empty one it has not to: what comes in may be used',
    ['1 u1 stop.level-min', '2 u1 start.water-falls', '3 u1 set.price-fall'],
    {
      flows: { u1: [50, 0, 90, 50] },
      prices: [600, 300, 300, 200],
      stationDay: {
        inflowM3s: [0, 0, 100, 100],
        levelMinM: [90, 90, 100 - 0.00018, 90, 90],
        end: { levelM: 99.9 },
      },
    },
  ],
  [
    'one unit at its best point instead of two beside it',
    ['1 u1 set.best-efficiency', '1 u2 stop.best-efficiency'],
    {
      flows: { u1: [25, 50], u2: [25, 0] },
      unit: { hill: { headsM: [50], flowsM3s: [20, 50], efficiency: [[0.8, 0.9]] } },
      stationDay: even,
    },
  ],
  [
    'a price that just balances the worth of the water',
    ['1 u1 set.price'],
    { flows: { u1: [50, 40] }, stationDay: even },
  ],
  [
    'a lake that falls under a steady flow: the head, not an order',
    ['2 u1 set.head'],
    {
      // 90 m³/s take 0.324 m an hour from 1 Mm³ per metre, and 0.26 MW: 0.52 MW in two.
      flows: { u1: [90, 90, 90, 90] },
      reservoir: {
        storage: [
          [90, 10],
          [120, 40],
        ],
      },
      unit: { flowRange: [[40, 20, 90]] },
      stationDay: even,
    },
  ],
];

describe('why units start, stop and change', () => {
  test.each([...given, ...byLimits, ...byWorth])('%s', (_, changes, it) => {
    expect(changesIn(reasonsIn(it))).toEqual(changes);
  });
});

describe('what a reason says besides its code', () => {
  const one = (it: ReasonCase, code: string): Reason =>
    reasonsIn(it).find((reason) => reason.code === code)!;

  test('price, level, output, change and the worth of the water, and the limit or price behind it', () => {
    const start = one(
      { flows: { u1: [0, 50, 50, 0] }, prices: [200, 300, 300, 200], stationDay: even },
      'start.price-rise',
    );
    expect(start).toMatchObject({ station: 's1', unit: 'u1', step: 1 });
    expect(start.data).toMatchObject({
      price: 300,
      priceBefore: 200,
      levelM: 100,
      mw: 22.07,
      byMw: 22.07,
      waterValue: 36_788,
      forMinutes: 120,
    });
  });

  test('what head a change takes or keeps until the next, and when that water earns more', () => {
    // 5 Mm³ per metre: 50 m³/s for two hours are 0.36 Mm³, 0.072 m.
    const reservoir = {
      storage: [
        [90, 50],
        [120, 200],
      ] as [number, number][],
    };
    const it: ReasonCase = {
      flows: { u1: [50, 0, 0, 50, 50, 0] },
      prices: [300, 200, 200, 400, 600, 200],
      unit: { flowRange: [[49, 20, 90]] },
      reservoir,
      stationDay: even,
    };
    expect(one(it, 'stop.price-fall').data).toMatchObject({
      headM: 0.07,
      forMinutes: 120,
      // The dearest hour in which the station runs is step 4, three hours on.
      laterMinutes: 180,
    });
    expect(one(it, 'start.price-rise').data).toMatchObject({ headM: -0.07, forMinutes: 120 });
  });

  test('what lasts to the end of the plan has no end, and a level that hardly moves is not told', () => {
    const { data } = one(
      { flows: { u1: [0, 50] }, prices: [200, 300], stationDay: even },
      'start.price-rise',
    );
    expect(Object.keys(data)).not.toContain('forMinutes');
    expect(Object.keys(data)).not.toContain('headM');
  });

  test('an output that does not change has no reason', () => {
    const steady = reasonsIn({ flows: { u1: [50, 50, 50, 50] }, stationDay: even });
    expect(changesIn(steady)).toEqual([]);
    expect(steady.map(({ code }) => code)).toEqual(['step.price', 'water.worth']);
  });

  test('every change that the screens announce has its reason', () => {
    const flows = { u1: [0, 50, 51, 50, 90, 88, 0, 20], u2: [30, 30, 40, 40, 0, 0, 60, 60] };
    const { system, day, schedule } = caseOf({ flows, stationDay: even });
    const problem = problemOf(system, day);
    const plan = simulatedPlan(system, day, schedule);
    plan.reasons = reasonsOf(problem, plan.stations);
    const version = planVersion({ steps: 8, plan });
    for (let step = 0; step < 7; step++) {
      // 1 m³/s more makes 0.44 MW: no change to announce.
      if (step === 1 || step === 2) continue;
      const change = nextChange(version, 's1', step * 3_600_000);
      expect(change?.reason?.step, `${step}`).toBe(step + 1);
    }
  });
});

test('docs/reasons.md names every cause', () => {
  const page = readFileSync(new URL('../../../docs/reasons.md', import.meta.url), 'utf8');
  const causes = reasonCodes.flatMap((code) => (code === 'water.worth' ? [] : code.split('.')[1]!));
  expect(causes.filter((cause) => !page.includes(`\`${cause}\``))).toEqual([]);
});

describe('any plan at all is explained: codes of the list, their data whole, each step once', () => {
  test('whatever flows it has, down a cascade', () => {
    fc.assert(fc.property(workedDay, isExplained), { numRuns: 60 });
  });

  test('whatever limits, prices and loads it has', () => {
    const byRule = caseArb.map(({ system, day }) => {
      const schedule = carryOutDay(problemOf(system, day), runAtInflow);
      return { system, day, schedule };
    });
    fc.assert(fc.property(byRule, isExplained), { numRuns: 60 });
  });
});

function isExplained({ system, day, schedule }: ReturnType<typeof caseOf>): void {
  const problem = problemOf(system, day);
  const { stations } = simulate(problem, schedule);
  const reasons = reasonsOf(problem, stations);
  // Nothing that JSON cannot keep, as infinities and numbers that are none.
  expect(JSON.parse(JSON.stringify(reasons))).toEqual(reasons);
  for (const { code, data } of reasons) {
    expect(reasonCodes).toContain(code);
    const keys = reasonDataKeys(code as ReasonCode);
    expect(Object.keys(data)).toEqual(expect.arrayContaining([...keys]));
    const extra = Object.keys(data).filter((key) => !keys.includes(key));
    expect(OPTIONAL_DATA).toEqual(expect.arrayContaining(extra));
  }
  for (const { id } of problem.stations) {
    const own = reasons.filter(({ station }) => station === id);
    tilesTheDay(own, problem.steps);
    for (const [unit, { on }] of Object.entries(stations[id]!.units)) {
      const before = day.stations[id]!.units[unit]?.on ? 1 : 0;
      const switched = on.flatMap((is, t) => (is === (on[t - 1] ?? before) ? [] : [t]));
      const told = own.filter((one) => one.unit === unit && /^st(art|op)[.]/.test(one.code));
      expect(told.map(({ step }) => step)).toEqual(switched);
    }
  }
}

/** Each step has one cause, and the station one series of what its water is worth. */
function tilesTheDay(own: readonly Reason[], steps: number): void {
  const causes = own.filter(({ code }) => code.startsWith('step.'));
  const to = causes.map(({ data }) => data['toStep']);
  expect(causes.map(({ data }) => data['fromStep'])).toEqual([0, ...to.slice(0, -1)]);
  expect(to.at(-1)).toBe(steps);
  const worth = own.filter(({ code }) => code === 'water.worth');
  expect(worth.map(({ data }) => (data['perMm3'] as number[]).length)).toEqual([steps]);
  for (const { unit } of [...causes, ...worth]) expect(unit).toBe(WHOLE_STATION);
}
