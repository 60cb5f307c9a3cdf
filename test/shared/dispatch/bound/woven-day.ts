import fc from 'fast-check';
import { checkPlan } from '#shared/dispatch/check.ts';
import type { Schedule } from '#shared/dispatch/schedule.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { Station, System, Unit } from '#shared/station/system-schema.ts';
import { plainStation, plainSystem, plainUnit } from '../../../fixtures/plain-system.ts';
import { simulatedPlan } from '../../../fixtures/simulated-plan.ts';
import { real } from '../../hydraulics/arbitraries.ts';
import { anyUnit, share, waterway } from './machines.ts';

/**
 * A schedule, and a station and a day whose limits are woven about it: it keeps them all, some with
 * nothing to spare. So whatever bounds that day must lie above its value.
 */
export interface WovenDay {
  readonly system: System;
  readonly day: Day;
  readonly schedule: Schedule;
  readonly plan: Plan;
}

/** A unit of one efficiency, without losses: its bound has next to nothing to spare. */
const evenUnit: Unit = {
  ...plainUnit,
  lossS2PerM5: 0,
  hill: { headsM: [50], flowsM3s: [50], efficiency: [[0.9]] },
  flowRange: [[50, 10, 100]],
  generator: [[10, 0.97]],
  mwMin: 0,
  mwMax: 1000,
};

/** Its flows for up to six steps: a share of its range; null: it rests. */
const course = fc.array(fc.option(share, { freq: 3, nil: null }), { minLength: 6, maxLength: 6 });

const machine = fc.oneof(
  { weight: 2, arbitrary: fc.constant(evenUnit) },
  { weight: 1, arbitrary: fc.constant({ ...plainUnit, mwMin: 0, mwMax: 1000 }) },
  {
    weight: 1,
    arbitrary: anyUnit.map((unit) => ({ ...unit, mwMin: 0, mwMax: 1000, forbidden: [] })),
  },
);

const kinds = fc.array(
  fc.record({
    machine,
    waterway,
    courses: fc.array(course, { minLength: 1, maxLength: 3 }),
    startCost: fc.array(fc.constantFrom(0, 200, 900), { minLength: 3, maxLength: 3 }),
    startWaterM3: fc.array(fc.constantFrom(0, 0, 20_000), { minLength: 3, maxLength: 3 }),
    auxiliaryMw: fc.constantFrom(0, 0.3),
    /** Output limited to what the schedule makes of it. */
    limited: fc.boolean(),
    on: fc.boolean(),
  }),
  { minLength: 1, maxLength: 2 },
);

/** How far a limit lies from what the schedule does: nearly nothing, or so far that it binds nobody. */
const room = (widest: number): fc.Arbitrary<number | null> =>
  fc.oneof(fc.constant(1e-9), real(1e-9, widest), fc.constant(null));

const drawn = fc.record({
  kinds,
  steps: fc.integer({ min: 1, max: 6 }),
  stepMinutes: fc.constantFrom(5, 15, 30, 60),
  prices: fc.array(fc.integer({ min: -100, max: 800 }), { minLength: 6, maxLength: 6 }),
  conduitLoss: fc.oneof(fc.constant(0), real(0, 0.0004)),
  tailwater: fc.constantFrom<[number, number][]>(
    [[0, 50]],
    [
      [0, 50],
      [1000, 70],
    ],
    [
      [0, 50],
      [40, 50.5],
      [90, 53],
      [200, 54],
    ],
  ),
  /** Storage of each two metres of level, Mm³: a pond or a lake, its curve bent or straight. */
  storage: fc.oneof(
    fc.constant(new Array<number>(10).fill(20)),
    fc.array(real(0.5, 6), { minLength: 10, maxLength: 10 }),
  ),
  startLevelM: real(104, 116),
  inflow: fc.array(real(0, 200), { minLength: 6, maxLength: 6 }),
  spill: fc.oneof(
    { weight: 2, arbitrary: fc.constant(new Array<number>(6).fill(0)) },
    { weight: 1, arbitrary: fc.array(real(0, 80), { minLength: 6, maxLength: 6 }) },
  ),
  free: fc.boolean(),
  level: room(0.3),
  levelRamp: room(0.5),
  outflowRamp: room(20),
  outputRamp: room(5),
  /** Outflow, and output of each unit that is on, before the first step; null: the day does not tell. */
  before: fc.option(fc.record({ outflowM3s: real(0, 200), mw: real(0, 40) })),
  outflowFloor: room(20),
  outflowCeiling: room(20),
  exportLimit: room(5),
  reserve: room(5),
  load: fc.boolean(),
  end: fc.constantFrom('level', 'value', 'both'),
  waterValue: fc.integer({ min: 0, max: 90_000 }),
  fixedSteps: fc.constantFrom(0, 0, 1, 3, 6),
  outages: fc.boolean(),
  /** Runs and rests no shorter, and starts no more, than the schedule has them. */
  timed: fc.boolean(),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** null where the schedule drawn breaks a limit of the machines. */
export const wovenDay: fc.Arbitrary<WovenDay | null> = drawn.map((draw) => {
  const loose = looseSystem(draw);
  const schedule = scheduleOf(draw, loose);
  const looseDay = plainDay(draw);
  const first = simulatedPlan(loose, looseDay, schedule);
  if (checkPlan(loose, looseDay, first).some(({ rank }) => rank === 1)) return null;
  const system = limitedSystem(draw, loose, first);
  const day = limitedDay(draw, looseDay, first, system);
  const plan = simulatedPlan(system, day, schedule);
  return checkPlan(system, day, plan).length > 0 ? null : { system, day, schedule, plan };
});

function looseSystem(draw: Drawn): System {
  let level = 100;
  let volume = 30;
  const storage: [number, number][] = [[level, volume]];
  for (const more of draw.storage) {
    level += 2;
    volume += more;
    storage.push([level, volume]);
  }
  const units = draw.kinds.flatMap((kind) =>
    kind.courses.map((_, i) => ({
      ...kind.machine,
      startCost: kind.startCost[i]!,
      startWaterM3: kind.startWaterM3[i]!,
      auxiliaryMw: kind.auxiliaryMw,
      conduit: kind.waterway,
    })),
  );
  const station: Station = {
    ...plainStation,
    reservoir: {
      ...plainStation.reservoir,
      storage,
      levelMinM: 100,
      levelMaxM: 120,
      spillway: {
        mode: draw.free ? 'free' : 'gated',
        capacity: [
          [draw.free ? 112 : 100, 0],
          [120, 1000],
        ],
      },
    },
    tailwater: draw.tailwater,
    conduits: ['c1', 'c2'].map((id) => ({ id, lossS2PerM5: draw.conduitLoss })),
    units: units.map((unit, u) => ({ ...unit, id: `u${u + 1}` })),
  };
  return { ...plainSystem, stations: [station] };
}

function scheduleOf(draw: Drawn, system: System): Schedule {
  const courses = draw.kinds.flatMap((kind) => kind.courses);
  const { units } = system.stations[0]!;
  return {
    stations: {
      s1: {
        spillM3s: draw.spill.slice(0, draw.steps),
        units: Object.fromEntries(
          units.map(({ id, flowRange }, u) => {
            const least = Math.max(...flowRange.map(([, low]) => low), 1e-3);
            const most = Math.max(least, Math.min(...flowRange.map(([, , high]) => high)));
            const flowM3s = courses[u]!.slice(0, draw.steps).map((part) =>
              part === null ? 0 : least + part * (most - least),
            );
            return [id, { flowM3s }];
          }),
        ),
      },
    },
  };
}

function plainDay(draw: Drawn): Day {
  const { steps } = draw;
  const { before } = draw;
  const mw = before ? { mw: before.mw } : {};
  const states = unitsOn(draw).map((on, u) => {
    return [`u${u + 1}`, { on, forMinutes: BEFORE_MINUTES, ...(on ? mw : {}) }] as const;
  });
  return {
    format: 'forebay-day/1',
    start: '2026-06-01T00:00:00+08:00',
    stepMinutes: draw.stepMinutes,
    steps,
    pricePerMwh: draw.prices.slice(0, steps),
    stations: {
      s1: {
        levelM: draw.startLevelM,
        units: Object.fromEntries(states),
        inflowM3s: draw.inflow.slice(0, steps),
        outflowHistoryM3s: before ? [before.outflowM3s] : [],
        outOfService: [],
        end: { waterValuePerMm3: draw.waterValue },
      },
    },
  };
}

function limitedSystem(draw: Drawn, loose: System, plan: Plan): System {
  const station = loose.stations[0]!;
  const run = plan.stations['s1']!;
  const hours = draw.stepMinutes / 60;
  const rises = run.outflowM3s.map((_, t) => (run.levelM[t + 1]! - run.levelM[t]!) / hours);
  const { levelRamp, outflowFloor, outflowCeiling, exportLimit, outflowRamp, outputRamp } = draw;
  const flowChanges = changes(draw.before?.outflowM3s ?? null, run.outflowM3s);
  const outputChanges = changes(mwBefore(draw), run.generationMw);
  const floor = outflowFloor === null ? 0 : Math.max(0, Math.min(...run.outflowM3s) - outflowFloor);
  return {
    ...loose,
    stations: [
      {
        ...station,
        reservoir: {
          ...station.reservoir,
          levelRampMPerHour:
            levelRamp === null
              ? null
              : {
                  up: Math.max(0, ...rises) + levelRamp,
                  down: Math.max(0, ...rises.map((rise) => -rise)) + levelRamp,
                },
          outflowRampM3sPerStep:
            outflowRamp === null
              ? null
              : {
                  up: Math.max(0, ...flowChanges) + outflowRamp,
                  down: Math.max(0, ...flowChanges.map((change) => -change)) + outflowRamp,
                },
          outflowMinM3s: floor,
          outflowMaxM3s:
            outflowCeiling === null
              ? null
              : Math.max(floor + 1e-9, ...run.outflowM3s) + outflowCeiling,
        },
        rampMwPerStep:
          outputRamp === null ? null : Math.max(0, ...outputChanges.map(Math.abs)) + outputRamp,
        exportLimitMw: exportLimit === null ? null : Math.max(0, ...run.exportMw) + exportLimit,
        reserveMw: reserveOf(draw, plan),
        units: limitedUnits(draw, station, plan),
      },
    ],
  };
}

/** From step to step, and into the first where what was before is known. */
function changes(before: number | null, values: readonly number[]): number[] {
  const all = before === null ? values : [before, ...values];
  return all.slice(1).map((value, t) => value - all[t]!);
}

const unitsOn = ({ kinds }: Drawn): boolean[] =>
  kinds.flatMap(({ courses, on }) => courses.map(() => on));

/** Σ P before the first step, known where units at rest or told outputs make it up. */
function mwBefore(draw: Drawn): number | null {
  const running = unitsOn(draw).filter(Boolean).length;
  if (running === 0) return 0;
  return draw.before && draw.before.mw * running;
}

/** Every kind that is to be limited makes at most what the schedule makes of it. */
function limitedUnits(draw: Drawn, station: Station, plan: Plan): Unit[] {
  let first = 0;
  let at = 0;
  return draw.kinds.flatMap(({ courses, limited }) => {
    const units = station.units.slice(first, first + courses.length);
    first += courses.length;
    const most = Math.max(...units.flatMap(({ id }) => plan.stations['s1']!.units[id]!.mw));
    const mwMax = limited && most > 0.1 ? most * (1 + 1e-9) : 1000;
    return units.map((unit) => {
      const { on } = plan.stations['s1']!.units[unit.id]!;
      return { ...unit, mwMax, ...(draw.timed ? timesOf(draw, on, unitsOn(draw)[at++]!) : {}) };
    });
  });
}

/** Ten hours: what every unit has run or rested for before the day. */
const BEFORE_MINUTES = 600;

function timesOf(
  { stepMinutes }: Drawn,
  on: readonly number[],
  onBefore: boolean,
): Pick<Unit, 'minUpMinutes' | 'minDownMinutes' | 'startsPerDay'> {
  const shortest = { up: BEFORE_MINUTES, down: BEFORE_MINUTES };
  let [isOn, minutes, starts] = [onBefore, BEFORE_MINUTES, 0];
  for (const state of on) {
    if ((state === 1) !== isOn) {
      const side = isOn ? 'up' : 'down';
      shortest[side] = Math.min(shortest[side], minutes);
      [isOn, minutes, starts] = [!isOn, 0, starts + (isOn ? 0 : 1)];
    }
    minutes += stepMinutes;
  }
  return { minUpMinutes: shortest.up, minDownMinutes: shortest.down, startsPerDay: starts };
}

function reserveOf(draw: Drawn, plan: Plan): number {
  const { reserve } = draw;
  if (reserve === null) return 0;
  // Only where mwMax is what it is without limits: 1000 MW.
  if (draw.kinds.some(({ limited }) => limited)) return 0;
  const run = plan.stations['s1']!;
  const ready = run.generationMw.map((mw, t) => {
    const on = Object.values(run.units).filter((unit) => unit.on[t] === 1).length;
    return on * 1000 - mw;
  });
  return Math.max(0, Math.min(...ready) - reserve);
}

function limitedDay(draw: Drawn, loose: Day, plan: Plan, system: System): Day {
  const run = plan.stations['s1']!;
  const { level, steps, waterValue, end } = draw;
  const stationDay = loose.stations['s1']!;
  const about = (by: number): number[] =>
    run.levelM.map((z) => Math.max(100, Math.min(120, z + by)));
  const fixed = Math.min(steps, draw.fixedSteps);
  const ids = system.stations[0]!.units.map(({ id }) => id);
  const outages = ids.flatMap((unit) => {
    const rests = run.units[unit]!.on.map((on) => on === 0);
    const from = rests.indexOf(true);
    if (!draw.outages || from < 0) return [];
    const until = rests.indexOf(false, from);
    return [{ unit, fromStep: from, toStep: until < 0 ? steps : until }];
  });
  return {
    ...loose,
    ...(draw.load ? { loadMw: [...run.exportMw] } : {}),
    stations: {
      s1: {
        ...stationDay,
        outOfService: outages,
        ...(level === null ? {} : { levelMinM: about(-level), levelMaxM: about(level) }),
        end: {
          ...(end === 'value' ? {} : { levelM: run.levelM[steps]! - 1e-9 }),
          ...(end === 'level' ? {} : { waterValuePerMm3: waterValue }),
        },
      },
    },
    ...(fixed > 0
      ? {
          fixed: {
            steps: fixed,
            stations: {
              s1: {
                units: Object.fromEntries(
                  ids.map((id) => [id, { flowM3s: run.units[id]!.flowM3s.slice(0, fixed) }]),
                ),
              },
            },
          },
        }
      : {}),
  };
}
