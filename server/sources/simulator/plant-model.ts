import { meanDrawKw } from '#shared/energy/advice/flexible-task.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import { levelM, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { emptyOutcome, runStep, type StepOutcome } from '#shared/hydraulics/step.ts';
import { largestFlowM3s } from '#shared/hydraulics/unit-power.ts';
import type { Feeder } from '#shared/station/site-schema.ts';
import {
  advanceFeeders,
  type FeederDrivers,
  type FeederState,
  stationDrawKw,
} from './feeder-model.ts';
import { gateSpillM3s } from './gate-model.ts';
import {
  advanceUnit,
  type SimulatedUnit,
  START_SECONDS,
  startWaterM3,
  type UnitOrder,
} from './unit-model.ts';

/** A simulated station at an instant: whatever the next step needs, and what the last one gave. */
export interface PlantState {
  readonly atMs: number;
  readonly volumeMm3: number;
  /** In the plant's order. */
  readonly units: readonly SimulatedUnit[];
  readonly spillM3s: number;
  readonly feeders: FeederState;
  readonly last: LastStep;
}

/** Step means of the last step, but `levelM` at its end. */
export interface LastStep {
  readonly levelM: number;
  readonly tailwaterM: number;
  readonly inflowM3s: number;
  readonly outflowM3s: number;
  readonly spillM3s: number;
  readonly powerMw: readonly number[];
  readonly netHeadM: readonly number[];
  readonly generationMw: number;
  readonly consumptionMw: number;
  readonly airC: number;
}

/** What reaches the plant from outside within a step. */
export interface Surroundings {
  readonly inflowM3s: number;
  readonly airC: number;
  /** Hour of the local day. */
  readonly hour: number;
}

/** What is ordered: of each unit in the plant's order, and through the gates. */
export interface PlantOrder {
  readonly units: readonly UnitOrder[];
  readonly spillM3s: number;
}

/** What never changes of a simulated station. */
export interface PlantModel {
  readonly plant: Plant;
  readonly feeders: readonly Feeder[];
}

/** Below the lowest level by this much the units are tripped, m. */
const TRIP_MARGIN_M = 0.3;

/** A station at rest at a level, its meters at what they say. */
export function plantAtRest(
  { plant, feeders }: PlantModel,
  atMs: number,
  level: number,
  meters: { readonly hours: readonly number[]; readonly starts: readonly number[] } | null = null,
): PlantState {
  const none = plant.units.map(() => 0);
  return {
    atMs,
    volumeMm3: volumeMm3(plant, level),
    units: plant.units.map((_, u) => ({
      phase: 'stopped',
      inPhaseS: START_SECONDS,
      flowM3s: 0,
      hours: meters?.hours[u] ?? 0,
      starts: meters?.starts[u] ?? 0,
    })),
    spillM3s: 0,
    feeders: {
      sump: 0.5,
      pumping: false,
      oilDebtKwh: 0,
      kwh: Object.fromEntries(feeders.map(({ id }) => [id, 0])),
    },
    last: {
      levelM: level,
      tailwaterM: plant.tailwater.y[0]!,
      inflowM3s: 0,
      outflowM3s: 0,
      spillM3s: 0,
      powerMw: none,
      netHeadM: none.map(() => level - plant.tailwater.y[0]!),
      generationMw: 0,
      consumptionMw: 0,
      airC: 0,
    },
  };
}

/**
 * The station `seconds` later under an order, by the equations of model.md (`runStep`) with the governor's
 * and the gates' speed, the start sequence, and own consumption as the meters see it.
 * Pure: the same state, order and surroundings give the same state.
 */
export function advance(
  model: PlantModel,
  state: PlantState,
  order: PlantOrder,
  around: Surroundings,
  seconds: number,
): PlantState {
  const { plant } = model;
  const tripped = state.last.levelM < plant.levelMinM - TRIP_MARGIN_M;
  const idle: UnitOrder = { flowM3s: 0, wantedSoon: false };
  const units = plant.units.map((unit, u) => {
    const wanted = tripped ? idle : (order.units[u] ?? idle);
    const flowMax = largestFlowM3s(unit, state.last.netHeadM[u]!);
    return advanceUnit(unit, state.units[u]!, wanted, flowMax, seconds);
  });
  const flowsM3s = units.map((unit) => unit.flowM3s);
  const turbinesM3s = flowsM3s.reduce((sum, flow) => sum + flow, 0);
  const level = levelM(plant, state.volumeMm3);
  const surplus = around.inflowM3s - turbinesM3s;
  const outcome = runStep(
    plant,
    {
      volumeMm3: state.volumeMm3,
      inflowM3s: around.inflowM3s,
      flowsM3s,
      spillM3s: gateSpillM3s(plant, level, state.spillM3s, order.spillM3s, surplus, seconds),
      startWaterM3: plant.units.reduce(
        (sum, unit, u) => sum + startWaterM3(unit, units[u]!, seconds),
        0,
      ),
      downstreamLevelM: -Infinity,
      serviceLoadMw: 0,
      seconds,
    },
    emptyOutcome(plant),
  );
  const drivers = driversOf(model, state, units, outcome, around, seconds);
  return {
    atMs: state.atMs + seconds * 1000,
    volumeMm3: outcome.volumeMm3,
    units,
    spillM3s: outcome.spillM3s,
    feeders: advanceFeeders(model.feeders, state.feeders, drivers),
    last: lastStepOf(model, state.feeders, drivers, outcome, around),
  };
}

/** Flexible consumers are not among what a system draws all the time: plans have them as loads of their own. */
function flexibleKw(feeders: readonly Feeder[]): number {
  return feeders.reduce((sum, { flexible }) => sum + (flexible ? meanDrawKw(flexible) : 0), 0);
}

function driversOf(
  { plant, feeders }: PlantModel,
  before: PlantState,
  units: readonly SimulatedUnit[],
  outcome: StepOutcome,
  around: Surroundings,
  seconds: number,
): FeederDrivers {
  let installedMw = 0;
  let runningMw = 0;
  let auxiliaryMw = 0;
  let starts = 0;
  plant.units.forEach((unit, u) => {
    installedMw += unit.mwMax;
    auxiliaryMw += unit.auxiliaryMw;
    if (units[u]!.phase === 'running') runningMw += unit.mwMax;
    starts += units[u]!.starts - before.units[u]!.starts;
  });
  const lowestTailwater = plant.tailwater.y[0]!;
  return {
    scaleKw: (plant.fixedServiceMw + auxiliaryMw) * 1000 + flexibleKw(feeders),
    runningShare: runningMw / installedMw,
    loadShare: outcome.generationMw / installedMw,
    starts,
    airC: around.airC,
    hour: around.hour,
    gatesMove: Math.abs(outcome.spillM3s - before.spillM3s) > 1e-6,
    seepage: Math.min(1, Math.max(0, (outcome.tailwaterM - lowestTailwater) / 5)),
    seconds,
  };
}

function lastStepOf(
  model: PlantModel,
  feeders: FeederState,
  drivers: FeederDrivers,
  outcome: StepOutcome,
  around: Surroundings,
): LastStep {
  const meteredKw = stationDrawKw(model.feeders, drivers, feeders);
  return {
    levelM: outcome.levelM,
    tailwaterM: outcome.tailwaterM,
    inflowM3s: around.inflowM3s,
    outflowM3s: outcome.outflowM3s,
    spillM3s: outcome.spillM3s,
    powerMw: [...outcome.powerMw],
    netHeadM: [...outcome.netHeadM],
    generationMw: outcome.generationMw,
    consumptionMw: model.feeders.length > 0 ? meteredKw / 1000 : outcome.serviceMw,
    airC: around.airC,
  };
}
