import { type Case, dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

type Json = Record<string, unknown>;

/** A day on which no plan keeps every limit, with the least total violation there is. */
export interface ImpossibleDay {
  readonly name: string;
  readonly of: Case;
  /** Limits that may give way in the plan of least violation. */
  readonly limits: readonly string[];
  /** Least Σ amount over steps, each in its limit's unit, derived beside it. */
  readonly least: number;
  /** How far above the least a plan may be: what the derivation leaves open. */
  readonly within: number;
  /** `least` is a plan by hand, which a plan may better. */
  readonly orLess?: true;
}

/** Six hours in quarter-hours. */
const STEPS = 24;
const resting = { on: false, forMinutes: 600 };
const running = { on: true, forMinutes: 600 };

interface Over {
  readonly unit?: Json;
  readonly station?: Json;
  readonly reservoir?: Json;
  readonly stationDay?: Json;
  readonly day?: Json;
}

/** Two units of 45 MW at 80 m of head over a lake of 11 Mm³ per metre, 0.5 MW of service of its own. */
function caseOf(over: Over): Case {
  const units = [unitJson('u1', over.unit), unitJson('u2', over.unit)];
  return {
    system: systemOf([stationJson('s1', units, over.station, over.reservoir)]),
    day: dayOf(
      STEPS,
      {
        s1: {
          levelM: 212,
          units: { u1: { ...running, mw: 20 }, u2: resting },
          inflowM3s: flat(60, STEPS),
          end: { waterValuePerMm3: 60_000 },
          ...over.stationDay,
        },
      },
      over.day,
    ),
  };
}

const at = (steps: readonly number[], value: number, otherwise: number): number[] =>
  Array.from({ length: STEPS }, (_, t) => (steps.includes(t) ? value : otherwise));

/** Storage of the lake above 210 m: 11 Mm³ per metre; a m³/s of a quarter-hour are 900 m³ of it. */
const M_PER_M3S_STEP = 900 / 11e6;

/** Gates above the water: nothing can be spilled. */
const HIGH_GATES = {
  mode: 'gated',
  capacity: [
    [217, 0],
    [220, 1500],
  ],
};

/** Σ over the day of how far a level stands above `limit` as `netM3s` raises it. */
function risenAbove(
  limit: number,
  startLevelM: number,
  netM3s: (levelM: number) => number,
): number {
  let levelM = startLevelM;
  let sum = 0;
  for (let t = 0; t < STEPS; t++) {
    levelM += netM3s(levelM) * M_PER_M3S_STEP;
    sum += Math.max(0, levelM - limit);
  }
  return sum;
}

export const impossibleDays: readonly ImpossibleDay[] = [
  {
    name: 'a load above what all units can make for three quarter-hours',
    // 150 − (2 · 45 − 0.5) = 60.5 MW short in each of three steps: at 87 m the units reach their 45 MW.
    of: caseOf({
      stationDay: { levelM: 217.5 },
      day: { loadMw: at([12, 13, 14], 150, 60) },
    }),
    limits: ['load'],
    least: 3 * 60.5,
    within: 0.01,
  },
  {
    name: 'a unit out of service at the peak of a load',
    // One unit makes 45 MW, less 0.5 of service: 35.5 MW short of 80 in six steps.
    of: caseOf({
      stationDay: {
        levelM: 217.5,
        outOfService: [{ unit: 'u2', fromStep: 10, toStep: 20 }],
      },
      day: { loadMw: at([12, 13, 14, 15, 16, 17], 80, 40) },
    }),
    limits: ['load'],
    least: 6 * 35.5,
    within: 0.01,
  },
  {
    name: 'an end level out of reach',
    // All of 60 m³/s held for six hours are 24 · 60 steps of flow: 0.1178 m; 1.8822 m are missing.
    of: caseOf({ stationDay: { end: { levelM: 214 } } }),
    limits: ['end-level'],
    least: 2 - 24 * 60 * M_PER_M3S_STEP,
    within: 1e-3,
  },
  {
    name: 'an end level out of reach because of an outflow floor',
    // Breaking the floor would save 900 m³ per m³/s and step, 0.08 mm: the level gives way.
    of: caseOf({
      reservoir: { outflowMinM3s: 50 },
      stationDay: { inflowM3s: flat(40, STEPS), end: { levelM: 212 } },
    }),
    limits: ['end-level'],
    least: 24 * 10 * M_PER_M3S_STEP,
    within: 1e-3,
  },
  {
    name: 'a reservoir above an upper limit that came down',
    // From 212 m to 211.9 m by the most that may be let go, 200 m³/s over 60 of inflow: 140 m³/s lower
    // the level by 0.01145 m a step, so that 0.1 m last nine steps: Σ (0.1 − 0.01145 k), k = 1 … 8.
    of: caseOf({
      reservoir: { outflowMaxM3s: 200 },
      stationDay: { levelMaxM: flat(211.9, STEPS + 1) },
    }),
    limits: ['level-max'],
    least: [1, 2, 3, 4, 5, 6, 7, 8].reduce((sum, k) => sum + 0.1 - k * 140 * M_PER_M3S_STEP, 0),
    within: 2e-3,
  },
  {
    name: 'an outflow floor in a reservoir that is empty',
    // The curve ends at 212 m, and beyond it there is no water (rank 1): 30 of 50 m³/s come in.
    of: caseOf({
      reservoir: {
        storage: [
          [212, 50],
          [220, 130],
        ],
        levelMinM: 212,
        outflowMinM3s: 50,
      },
      stationDay: { inflowM3s: flat(30, STEPS) },
    }),
    limits: ['outflow-min'],
    least: 24 * 20,
    within: 0.1,
  },
  {
    name: 'an outflow ramp too slow for the floor',
    // From 10 m³/s before the day by 5 a step to the floor of 40: 25, 20, … 5 are missing in five steps.
    // Breaking the ramp by r in the first step saves at most r in each: that costs r and saves up to 5 r,
    // so that the ramp gives way, once, by 25 m³/s.
    of: caseOf({
      reservoir: { outflowMinM3s: 40, outflowRampM3sPerStep: { up: 5, down: 30 } },
      stationDay: { outflowHistoryM3s: [10], units: { u1: resting, u2: resting } },
    }),
    limits: ['outflow-rise'],
    least: 25,
    within: 0.05,
  },
  {
    name: 'a reserve that running units cannot keep at night',
    // 44 MW of load and 30 of reserve ask for 74.5 of 2 · 45 MW: with both units running it is kept; with
    // one out of service 45 − 44.5 are left of 30 in four steps. Less load costs as much as less reserve, so
    // either may give way.
    of: caseOf({
      station: { reserveMw: 30 },
      stationDay: {
        levelM: 217.5,
        outOfService: [{ unit: 'u2', fromStep: 8, toStep: 12 }],
      },
      day: { loadMw: flat(44, STEPS) },
    }),
    limits: ['reserve', 'load'],
    least: 4 * 29.5,
    within: 0.1,
  },
  {
    name: 'a fall of the level that the load makes too fast',
    // 80.5 MW take 105 m³/s at 87 m, which lower the level by 0.0344 m/h, 0.0244 more than allowed. A m³/s
    // less would save 0.0003 m/h and cost 0.77 MW.
    of: caseOf({
      reservoir: { levelRampMPerHour: { up: 0.5, down: 0.01 } },
      stationDay: { inflowM3s: flat(0, STEPS), levelM: 217.5 },
      day: { loadMw: flat(80, STEPS) },
    }),
    limits: ['level-fall'],
    least: 24 * (105 * M_PER_M3S_STEP * 4 - 0.01),
    within: 0.01,
  },
  {
    name: 'an export limit below what an outflow floor makes without gates',
    // The gates are above the water, so 100 m³/s go through the units, which make 71.35 MW of it at 81 m:
    // 10.85 above 60.5. Letting go less costs 1 m³/s for 0.72 MW, and the floor would cost more.
    of: caseOf({
      station: { exportLimitMw: 60 },
      reservoir: { outflowMinM3s: 100, spillway: HIGH_GATES },
      stationDay: { inflowM3s: flat(100, STEPS), units: { u1: running, u2: running } },
    }),
    limits: ['export-limit'],
    least: 24 * 10.85,
    within: 1,
  },
  {
    name: 'a flood that units and gates cannot pass',
    // Units take 2 · 58.5 m³/s at 45 MW, the gates 10 m³/s per metre above 205 m.
    of: caseOf({
      reservoir: {
        spillway: {
          mode: 'gated',
          capacity: [
            [205, 0],
            [220, 150],
          ],
        },
      },
      stationDay: { levelM: 217.9, inflowM3s: flat(900, STEPS) },
    }),
    limits: ['level-max'],
    least: risenAbove(218, 217.9, (levelM) => 900 - 117 - 10 * (levelM - 205)),
    within: 0.15,
  },
  {
    name: 'a load that draws the level below its lower limit',
    // 80.5 MW take 115 m³/s, 95 more than come in: 0.00777 m a step, below 211.9 m from the 13th on.
    of: caseOf({
      stationDay: { inflowM3s: flat(20, STEPS), levelMinM: flat(211.9, STEPS + 1) },
      day: { loadMw: flat(80, STEPS) },
    }),
    limits: ['level-min'],
    least: risenAbove(-211.9, -212, () => 95),
    within: 0.02,
  },
  {
    name: 'a load that empties the reservoir',
    // There are 1.1 Mm³ and 24 · 20 steps of inflow, together 1702 m³/s of a step. The first unit makes
    // most of a m³/s at 51 m³/s, 0.716 MW; the second's 51 add 0.7065: 24 · 51 · 0.716 + 478 · 0.7065 less
    // 0.5 MW of service are 1202 of 1920 MW.
    of: caseOf({
      reservoir: {
        storage: [
          [211.9, 50],
          [220, 139.1],
        ],
        levelMinM: 211.9,
      },
      stationDay: { inflowM3s: flat(20, STEPS), end: { waterValuePerMm3: 0 } },
      day: { loadMw: flat(80, STEPS) },
    }),
    limits: ['load'],
    least: 24 * 80 - (24 * 51 * 0.716 + 478 * 0.7065 - 24 * 0.5),
    within: 3,
  },
  {
    name: 'a peak of the load that an outflow ramp is too slow for',
    // 20 MW take 30 m³/s; 6 more make 4.5 MW of the 20 that a single quarter-hour asks for. To break the
    // ramp up and down costs 2 m³/s for 0.75 MW: the load gives way. (Two units where one would do let go
    // more beforehand for the same load, and better this by hand.)
    of: caseOf({
      reservoir: { outflowRampM3sPerStep: { up: 6, down: 6 }, spillway: HIGH_GATES },
      day: { loadMw: at([12], 40, 20) },
    }),
    limits: ['load'],
    least: 20 - 4.5,
    within: 0.2,
    orLess: true,
  },
  {
    name: 'a lasting step of the load that an outflow ramp is too slow for',
    // 40 MW take 57.4 m³/s, 27.3 more than 20 MW: 24.3 more than the ramp, once. The load would be missed
    // by 2.2 MW more with each quarter-hour away from the step, by more than 40 MW in all. (Both together,
    // and two units where one would do, better this by hand.)
    of: caseOf({
      reservoir: { outflowRampM3sPerStep: { up: 3, down: 3 }, spillway: HIGH_GATES },
      day: { loadMw: Array.from({ length: STEPS }, (_, t) => (t < 12 ? 20 : 40)) },
    }),
    limits: ['outflow-rise', 'load'],
    least: 24.3,
    within: 0.3,
    orLess: true,
  },
  {
    name: 'a shortest run against an upper limit of outflow',
    // Both units must run another seven quarter-hours at no less than 12 m³/s each: 4 above 20.
    of: caseOf({
      unit: { minUpMinutes: 120 },
      reservoir: { outflowMaxM3s: 20 },
      stationDay: {
        units: {
          u1: { on: true, forMinutes: 15, mw: 20 },
          u2: { on: true, forMinutes: 15, mw: 20 },
        },
      },
    }),
    limits: ['outflow-max'],
    least: 7 * 4,
    within: 0.05,
  },
];

/** A step of the load that a ramp is too slow for, and gates that can let go beforehand what it will take. */
export const possibleWithGates: Case = caseOf({
  reservoir: { outflowRampM3sPerStep: { up: 6, down: 6 } },
  stationDay: { outflowHistoryM3s: [28] },
  day: { loadMw: at([12, 13, 14, 15, 16, 17], 60, 20) },
});
