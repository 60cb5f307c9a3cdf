import { problemOf } from '#shared/dispatch/problem.ts';
import { StationModel } from '#shared/dispatch/station-model.ts';
import { type Day, daySchema } from '#shared/station/day-schema.ts';
import { type System, systemSchema } from '#shared/station/system-schema.ts';

// One reservoir, flat: 1 Mm³ a metre from 100 m on, heads about 100 m whatever happens in a day, and two
// alike units of 20 … 50 m³/s at an efficiency of 0.9 everywhere: 50 m³/s make about 44 MW.
const UNIT = {
  conduit: 'c',
  lossS2PerM5: 0,
  hill: {
    headsM: [50, 200],
    flowsM3s: [10, 60],
    efficiency: [
      [0.9, 0.9],
      [0.9, 0.9],
    ],
  },
  flowRange: [
    [50, 20, 50],
    [200, 20, 50],
  ],
  generator: [
    [0, 1],
    [100, 1],
  ],
  mwMin: 0,
  forbidden: [],
  startWaterM3: 0,
  minUpMinutes: 0,
  minDownMinutes: 0,
  startsPerDay: null,
  auxiliaryMw: 0,
};

interface Hours {
  readonly pricePerMwh: number[];
  readonly endLevelM: number;
}

interface Changes {
  readonly startCost?: number;
  readonly minUpMinutes?: number;
  readonly levelMaxM?: number;
  /** Of unit a; unit b is ordered to rest meanwhile. */
  readonly orderedM3s?: number[];
  readonly inflowM3s?: number[];
  /** Mm³ a metre. */
  readonly areaMm3PerM?: number;
  readonly mwMax?: number;
}

/** A day of hours on it. */
export function hoursOf(
  { pricePerMwh, endLevelM }: Hours,
  changes: Changes = {},
): { readonly system: System; readonly day: Day } {
  const { startCost = 0, minUpMinutes = 0, levelMaxM = 200, orderedM3s = [] } = changes;
  const { inflowM3s = pricePerMwh.map(() => 0), areaMm3PerM = 1, mwMax = 80 } = changes;
  const system = systemSchema.parse({
    format: 'forebay-system/1',
    name: { zh: '例', en: 'Example' },
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    stations: [
      {
        id: 's',
        name: { zh: '例', en: 'Example' },
        reservoir: {
          storage: [
            [100, 1000],
            [300, 1000 + 200 * areaMm3PerM],
          ],
          levelMinM: 110,
          levelMaxM,
          deadLevelM: 110,
          normalLevelM: 190,
          spillway: {
            mode: 'gated',
            capacity: [
              [100, 0],
              [300, 1000],
            ],
          },
          outflowMinM3s: 0,
          outflowMaxM3s: null,
          levelRampMPerHour: { up: null, down: null },
          outflowRampM3sPerStep: { up: null, down: null },
        },
        tailwater: [[0, 50]],
        conduits: [{ id: 'c', lossS2PerM5: 0 }],
        units: ['a', 'b'].map((id) => ({ ...UNIT, id, startCost, minUpMinutes, mwMax })),
        service: { fixedMw: 0 },
        exportLimitMw: null,
        rampMwPerStep: null,
        reserveMw: 0,
      },
    ],
  });
  const day = daySchema.parse({
    format: 'forebay-day/1',
    start: '2026-06-01T00:00:00+08:00',
    stepMinutes: 60,
    steps: pricePerMwh.length,
    pricePerMwh,
    stations: {
      s: {
        levelM: 150,
        units: { a: { on: false, forMinutes: 600 }, b: { on: false, forMinutes: 600 } },
        inflowM3s,
        end: { levelM: endLevelM },
      },
    },
    fixed: {
      steps: orderedM3s.length,
      stations: {
        s: { units: { a: { flowM3s: orderedM3s }, b: { flowM3s: orderedM3s.map(() => 0) } } },
      },
    },
  });
  return { system, day };
}

/** The same as a search sees it. */
export function modelOf(hours: Hours, changes: Changes = {}): StationModel {
  const { system, day } = hoursOf(hours, changes);
  const problem = problemOf(system, day);
  const station = problem.stations[0]!;
  return new StationModel({
    problem,
    station,
    inflowM3s: station.inflowM3s,
    levelBelowM: new Float64Array(problem.steps).fill(-Infinity),
    exportMw: null,
  });
}
