import { describe, expect, test } from 'vitest';
import { reasonCodes } from '#shared/dispatch/reason-codes.ts';
import { type ReasonCase, limitedBy, reasonsIn } from './reason-case.ts';

// The even unit earns 36 788 per Mm³ at 300 (reason-case.ts). Water worth less is wanted in the units
// now, water worth more is wanted later, and water worth as much leaves the price to decide.
const cheap = { end: { waterValuePerMm3: 1000 } };
const dear = { end: { waterValuePerMm3: 90_000 } };
const even = { end: { waterValuePerMm3: 36_788 } };

/** 50 m³/s make 22.07 MW, each m³/s 0.4415 MW, and lower the wide lake by 0.00018 m in an hour. */
const MW_OF_50 = 22.0725;
const FALL_M = 0.00018;

/** A case, and what limits its last step, where it is given, or the one numbered. */
type Row = readonly [cause: string, it: ReasonCase, step?: number];

const stationLimits: readonly Row[] = [
  ['outflow-max', { flows: { u1: [50] }, stationDay: cheap, reservoir: { outflowMaxM3s: 50 } }],
  ['outflow-min', { flows: { u1: [50] }, stationDay: dear, reservoir: { outflowMinM3s: 50 } }],
  [
    'outflow-rise',
    {
      flows: { u1: [50, 70] },
      stationDay: cheap,
      reservoir: { outflowRampM3sPerStep: { up: 20, down: null } },
    },
  ],
  [
    'outflow-fall',
    {
      flows: { u1: [70, 50] },
      stationDay: dear,
      reservoir: { outflowRampM3sPerStep: { up: null, down: 20 } },
    },
  ],
  [
    // Less now would leave more than the ramp to climb in the next step.
    'outflow-rise',
    {
      flows: { u1: [50, 70] },
      stationDay: dear,
      reservoir: { outflowRampM3sPerStep: { up: 20, down: null } },
    },
    0,
  ],
  [
    'level-fall',
    {
      flows: { u1: [50] },
      stationDay: cheap,
      reservoir: { levelRampMPerHour: { up: null, down: FALL_M } },
    },
  ],
  [
    'level-rise',
    {
      flows: { u1: [50] },
      stationDay: { ...dear, inflowM3s: [100] },
      reservoir: { levelRampMPerHour: { up: FALL_M, down: null } },
    },
  ],
  [
    'level-min',
    { flows: { u1: [50] }, stationDay: { ...cheap, levelMinM: [100 - FALL_M, 100 - FALL_M] } },
  ],
  [
    'level-max',
    {
      flows: { u1: [50] },
      stationDay: { ...dear, inflowM3s: [100], levelMaxM: [118, 100 + FALL_M] },
    },
  ],
  ['end-level', { flows: { u1: [50] }, stationDay: { end: { levelM: 100 - FALL_M } } }],
  [
    'generation-ramp',
    { flows: { u1: [50, 70] }, stationDay: cheap, station: { rampMwPerStep: 8.829 } },
  ],
  [
    'export-limit',
    { flows: { u1: [50] }, stationDay: cheap, station: { exportLimitMw: MW_OF_50 } },
  ],
  // mwMax is 60 MW.
  ['reserve', { flows: { u1: [50] }, stationDay: cheap, station: { reserveMw: 60 - MW_OF_50 } }],
];

const unitLimits: readonly Row[] = [
  ['unit-flow', { flows: { u1: [90] }, stationDay: cheap }],
  ['unit-power', { flows: { u1: [50] }, stationDay: cheap, unit: { mwMax: MW_OF_50 } }],
  [
    'forbidden-zone',
    { flows: { u1: [50] }, stationDay: cheap, unit: { forbidden: [{ mw: [MW_OF_50, 30] }] } },
  ],
  [
    'outage',
    {
      flows: { u1: [90], u2: [0] },
      stationDay: { ...cheap, outOfService: [{ unit: 'u2', fromStep: 0, toStep: 1 }] },
    },
  ],
  [
    'min-down',
    {
      flows: { u1: [90], u2: [0] },
      unit: { minDownMinutes: 120 },
      stationDay: {
        ...cheap,
        units: { u1: { on: true, forMinutes: 600 }, u2: { on: false, forMinutes: 60 } },
      },
    },
  ],
  ['starts', { flows: { u1: [90], u2: [0] }, stationDay: cheap, unit: { startsPerDay: 0 } }],
  ['start-cost', { flows: { u1: [90], u2: [0] }, stationDay: cheap, unit: { startCost: 50_000 } }],
  [
    'min-up',
    {
      flows: { u1: [20] },
      unit: { minUpMinutes: 120 },
      stationDay: { ...dear, units: { u1: { on: true, forMinutes: 60 } } },
    },
  ],
  // At least load, with water that is wanted later: to stop and start again would not pay in the middle of a run.
  ['start-cost', { flows: { u1: [20, 20, 20] }, stationDay: dear, unit: { startCost: 50_000 } }, 1],
];

const worth: readonly Row[] = [
  ['price', { flows: { u1: [50] }, stationDay: even }],
  ['price-low', { flows: { u1: [0] }, stationDay: dear }],
  [
    // Between 30 and 70 m³/s the efficiency is best at 50: less would make 15 % less of each m³/s, more 35 % less.
    'best-efficiency',
    {
      flows: { u1: [50] },
      stationDay: even,
      unit: { hill: { headsM: [50], flowsM3s: [30, 50, 70], efficiency: [[0.8, 0.9, 0.8]] } },
    },
  ],
  [
    // Full after step 1: what step 0 makes at 200 would earn three times that after it.
    'spill-avoided',
    {
      flows: { u1: [50, 50, 50, 50] },
      prices: [200, 200, 600, 600],
      stationDay: {
        inflowM3s: [100, 100, 0, 0],
        levelMaxM: [118, 118, 100 + 2 * FALL_M, 118, 118],
        end: { levelM: 100 },
      },
    },
    0,
  ],
];

const given: readonly Row[] = [
  [
    'fixed',
    {
      flows: { u1: [50] },
      stationDay: cheap,
      day: { fixed: { steps: 1, stations: { s1: { units: { u1: { flowM3s: [50] } } } } } },
    },
  ],
  ['load', { flows: { u1: [50] }, stationDay: cheap, day: { loadMw: [MW_OF_50] } }],
  // 10 MW short with the unit full.
  ['unit-flow', { flows: { u1: [90] }, stationDay: cheap, day: { loadMw: [49.7] } }],
];

describe('what limits a step, from the plan and its worth of water alone', () => {
  const rows = [...given, ...stationLimits, ...unitLimits, ...worth];
  test.each(rows.map(([cause, it, step]) => ({ cause, it, step })))('$cause', (row) => {
    const causes = limitedBy(reasonsIn(row.it));
    expect(causes[row.step ?? causes.length - 1]).toBe(row.cause);
  });

  test('every cause of a step is in this table', () => {
    const shown = rows.map(([cause]) => cause);
    const causes = reasonCodes.flatMap((code) => (code.startsWith('step.') ? [code.slice(5)] : []));
    expect(causes.filter((cause) => !shown.includes(cause))).toEqual([]);
  });

  test('a limit that is touched but would be left alone limits nothing', () => {
    // At the outflow floor with water that is wanted now, and at its ceiling with water wanted later.
    const reservoir = { outflowMinM3s: 50, outflowMaxM3s: 50 };
    expect(limitedBy(reasonsIn({ flows: { u1: [50] }, stationDay: even, reservoir }))).toEqual([
      'price',
    ]);
    expect(
      limitedBy(
        reasonsIn({ flows: { u1: [50] }, stationDay: dear, reservoir: { outflowMaxM3s: 50 } }),
      ),
    ).toEqual(['price']);
  });

  test('a floor met over the gates while nothing runs is the floor, not the price', () => {
    const it = {
      flows: { u1: [0] },
      spill: [8],
      stationDay: dear,
      reservoir: { outflowMinM3s: 8 },
    };
    expect(limitedBy(reasonsIn(it))).toEqual(['outflow-min']);
  });

  test('steps alike are one reason from the first to the last of them, with the limit itself', () => {
    const steps = reasonsIn({
      flows: { u1: [50, 50, 40] },
      stationDay: cheap,
      reservoir: { outflowMaxM3s: 50 },
    }).filter(({ code }) => code.startsWith('step.'));
    expect(steps.map(({ code }) => code)).toEqual(['step.outflow-max', 'step.price']);
    expect(steps[0]).toMatchObject({ station: 's1', unit: '', step: 0 });
    expect(steps[0]!.data).toMatchObject({
      fromStep: 0,
      toStep: 2,
      forMinutes: 120,
      price: 300,
      levelM: 100,
      mw: 22.07,
      limitM3s: 50,
    });
  });
});
