import fc from 'fast-check';
import { type Day, daySchema } from '#shared/station/day-schema.ts';
import { type System, systemSchema } from '#shared/station/system-schema.ts';

/** A system and a day for it. */
export interface Case {
  readonly system: System;
  readonly day: Day;
}

type Json = Record<string, unknown>;

/** A unit of about 40 MW at 60–100 m of head; `over` replaces fields. */
export function unitJson(id: string, over: Json = {}): Json {
  return {
    id,
    lossS2PerM5: 0.0004,
    hill: {
      headsM: [50, 110],
      flowsM3s: [10, 30, 50, 70],
      efficiency: [
        [0.78, 0.88, 0.92, 0.88],
        [0.76, 0.89, 0.94, 0.9],
      ],
    },
    flowRange: [
      [40, 12, 60],
      [120, 12, 66],
    ],
    generator: [
      [5, 0.95],
      [45, 0.985],
    ],
    mwMin: 5,
    mwMax: 45,
    startCost: 200,
    ...over,
  };
}

/** One station with a 20 m deep reservoir of 180 Mm³ that stands 80 m above its tailwater. */
export function stationJson(
  id: string,
  units: Json[],
  over: Json = {},
  reservoir: Json = {},
): Json {
  return {
    id,
    name: { zh: id, en: id },
    reservoir: {
      storage: [
        [200, 40],
        [210, 110],
        [220, 220],
      ],
      levelMinM: 202,
      levelMaxM: 218,
      spillway: {
        mode: 'gated',
        capacity: [
          [205, 0],
          [220, 1500],
        ],
      },
      ...reservoir,
    },
    tailwater: [
      [0, 130],
      [300, 133],
      [2000, 138],
    ],
    units,
    service: { fixedMw: 0.5 },
    ...over,
  };
}

export function systemOf(stations: Json[]): System {
  return systemSchema.parse({
    format: 'forebay-system/1',
    name: { zh: '例', en: 'Case' },
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    stations,
  });
}

/** Night, morning, peak: 210, 410, 620 per MWh in turn. */
export function threePrices(steps: number): number[] {
  return Array.from({ length: steps }, (_, t) => [210, 410, 620][Math.floor((t * 3) / steps)]!);
}

export function dayOf(steps: number, stations: Record<string, Json>, over: Json = {}): Day {
  return daySchema.parse({
    format: 'forebay-day/1',
    start: '2026-06-01T00:00:00+08:00',
    stepMinutes: 15,
    steps,
    pricePerMwh: threePrices(steps),
    stations,
    ...over,
  });
}

export const flat = (value: number, steps: number): number[] =>
  new Array<number>(steps).fill(value);

const maybe = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: arb });

const unitArb = fc.record({
  size: fc.double({ min: 0.3, max: 1.5, noNaN: true }),
  zone: maybe(
    fc.tuple(
      fc.double({ min: 0.2, max: 0.6, noNaN: true }),
      fc.double({ min: 0.05, max: 0.2, noNaN: true }),
    ),
  ),
  zoneHead: fc.boolean(),
  conduit: fc.boolean(),
  startCost: fc.integer({ min: 0, max: 2000 }),
  startWaterM3: fc.constantFrom(0, 0, 20_000),
  minUpMinutes: fc.constantFrom(0, 0, 45, 120),
  minDownMinutes: fc.constantFrom(0, 0, 30, 90),
  startsPerDay: fc.constantFrom(null, null, 0, 1, 2),
  auxiliaryMw: fc.constantFrom(0, 0.2),
});

type UnitDraw = typeof unitArb extends fc.Arbitrary<infer T> ? T : never;

function unitFrom(u: UnitDraw, id: string): Json {
  const mwMax = 45 * u.size;
  const zone = u.zone && [mwMax * u.zone[0], mwMax * (u.zone[0] + u.zone[1])];
  const scaled = (flow: number): number => flow * u.size;
  return unitJson(id, {
    ...(u.conduit ? { conduit: 'c1' } : {}),
    lossS2PerM5: 0.0004 / u.size ** 2,
    hill: {
      headsM: [50, 110],
      flowsM3s: [10, 30, 50, 70].map(scaled),
      efficiency: [
        [0.78, 0.88, 0.92, 0.88],
        [0.76, 0.89, 0.94, 0.9],
      ],
    },
    flowRange: [
      [40, scaled(12), scaled(60)],
      [120, scaled(12), scaled(66)],
    ],
    mwMin: 5 * u.size,
    mwMax,
    forbidden: zone ? [{ mw: zone, ...(u.zoneHead ? { headM: [70, 84] } : {}) }] : [],
    startCost: u.startCost,
    startWaterM3: u.startWaterM3,
    minUpMinutes: u.minUpMinutes,
    minDownMinutes: u.minDownMinutes,
    startsPerDay: u.startsPerDay,
    auxiliaryMw: u.auxiliaryMw,
  });
}

const stationArb = fc.record({
  units: fc.array(unitArb, { minLength: 1, maxLength: 3 }),
  free: fc.boolean(),
  floor: fc.constantFrom(0, 0, 0, 15, 40),
  ceiling: fc.constantFrom(null, null, 180),
  outflowRamp: maybe(fc.double({ min: 5, max: 60, noNaN: true })),
  levelRamp: maybe(fc.double({ min: 0.02, max: 0.5, noNaN: true })),
  rampMw: fc.constantFrom(null, null, 20),
  exportLimit: fc.constantFrom(null, null, 50),
  reserve: fc.constantFrom(0, 0, 0, 10),
  startLevel: fc.double({ min: 202.2, max: 217.9, noNaN: true }),
  inflow: fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { minLength: 4, maxLength: 4 }),
  on: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  forMinutes: fc.constantFrom(15, 600),
  history: fc.constantFrom([], [50], [30, 60]),
  outage: maybe(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 7, max: 12 }))),
  end: fc.constantFrom('none', 'level', 'value'),
  floodLimit: fc.boolean(),
});

/** How far the second station lies below the first, m: its upper levels reach the first one's tailwater. */
const FALL_BETWEEN_M = 75;

/** Small systems of so many stations in a row with every kind of limit, and days of a few hours for them. */
const casesOf = (minLength: number, maxLength: number): fc.Arbitrary<Case> =>
  fc
    .record({
      stations: fc.array(stationArb, { minLength, maxLength }),
      steps: fc.integer({ min: 1, max: 14 }),
      stepMinutes: fc.constantFrom(5, 15, 30, 60),
      load: maybe(fc.double({ min: 5, max: 90, noNaN: true })),
      backwater: fc.boolean(),
      prices: fc.array(fc.integer({ min: -50, max: 800 }), { minLength: 14, maxLength: 14 }),
    })
    .map(({ stations, steps, stepMinutes, load, backwater, prices }) => {
      const system = systemOf(
        stations.map((s, i) => {
          const last = i === stations.length - 1;
          const lowerM = i * FALL_BETWEEN_M;
          const lowered = (points: [number, number][]): [number, number][] =>
            points.map(([level, y]) => [level - lowerM, y]);
          const units = s.units.map((u, k) => unitFrom(u, `u${k + 1}`));
          return stationJson(
            `s${i + 1}`,
            units,
            {
              tailwater: [
                [0, 130 - lowerM],
                [300, 133 - lowerM],
                [2000, 138 - lowerM],
              ],
              conduits: [{ id: 'c1', lossS2PerM5: 0.0002 }],
              rampMwPerStep: s.rampMw,
              exportLimitMw: s.exportLimit,
              reserveMw: s.reserve,
              ...(last
                ? {}
                : { downstream: { station: `s${i + 2}`, travelMinutes: 45, backwater } }),
            },
            {
              storage: lowered([
                [200, 40],
                [210, 110],
                [220, 220],
              ]),
              levelMinM: 202 - lowerM,
              levelMaxM: 218 - lowerM,
              spillway: {
                mode: s.free ? 'free' : 'gated',
                capacity: lowered([
                  [s.free ? 216 : 205, 0],
                  [220, 1500],
                ]),
              },
              outflowMinM3s: s.floor,
              outflowMaxM3s: s.ceiling,
              outflowRampM3sPerStep:
                s.outflowRamp === null ? null : { up: s.outflowRamp, down: s.outflowRamp },
              levelRampMPerHour:
                s.levelRamp === null ? null : { up: s.levelRamp, down: s.levelRamp },
            },
          );
        }),
      );
      const day = dayOf(
        steps,
        Object.fromEntries(
          stations.map((s, i) => [
            `s${i + 1}`,
            {
              levelM: s.startLevel - i * FALL_BETWEEN_M,
              units: Object.fromEntries(
                s.units.map((_, k) => [
                  `u${k + 1}`,
                  { on: s.on[k], forMinutes: s.forMinutes, mw: s.on[k] ? 20 : 0 },
                ]),
              ),
              inflowM3s: Array.from(
                { length: steps },
                (_, t) => s.inflow[Math.floor((t * 4) / steps)],
              ),
              outflowHistoryM3s: s.history,
              outOfService: s.outage
                ? [{ unit: 'u1', fromStep: s.outage[0], toStep: s.outage[1] }]
                : [],
              ...(s.floodLimit
                ? {
                    levelMaxM: Array.from(
                      { length: steps + 1 },
                      (_, t) => (t > steps / 2 ? 214 : 218) - i * FALL_BETWEEN_M,
                    ),
                  }
                : {}),
              ...(s.end === 'none'
                ? {}
                : {
                    end:
                      s.end === 'level'
                        ? { levelM: s.startLevel - i * FALL_BETWEEN_M - 0.05 }
                        : { waterValuePerMm3: 60_000 },
                  }),
            },
          ]),
        ),
        {
          stepMinutes,
          pricePerMwh: prices.slice(0, steps),
          ...(load === null ? {} : { loadMw: flat(load, steps) }),
        },
      );
      return { system, day };
    });

export const caseArb: fc.Arbitrary<Case> = casesOf(1, 2);

export const cascadeArb: fc.Arbitrary<Case> = casesOf(2, 3);
