import { largestFlowM3s, smallestFlowM3s } from '#shared/hydraulics/unit-power.ts';
import { MW_PER_M3S_M } from '#shared/units/physics.ts';
import type { LimitCause, RangeCause } from './reason-codes.ts';
import { type StationFacts, runs, turbineFlowM3s } from './reason-facts.ts';

/** What the limits of the station leave a step for more, or less, turbine flow. */
export interface Room {
  readonly limit: LimitCause;
  /** m³/s; below 0 where the limit is broken. */
  readonly flowM3s: number;
}

/** Flows this near to a limit touch it: m³/s, or this share of all the units take. */
const NEAR_FLOW_M3S = 0.05;
const NEAR_FLOW_SHARE = 0.001;

/** A storage this near to its limit, in shares of what the units take in a step, rests on it. */
const NEAR_STORAGE_SHARE = 0.1;

/** A flow or an output this near to the end of its range is at it, share of the range's end. */
const NEAR_RANGE_SHARE = 0.003;

const USUAL_EFFICIENCY = 0.9;

/** Room that is as good as none, m³/s. */
export const noRoomM3s = (facts: StationFacts): number =>
  Math.max(NEAR_FLOW_M3S, NEAR_FLOW_SHARE * facts.mostFlowM3s);

/**
 * Limits that end a step's rise of turbine flow (`up`) or its fall, those of the level apart
 * (`levelRooms`): outflow and its change into this step and the next, station power and its change,
 * level change per hour, reserve. The hardest to lift come first.
 */
export function flowRooms(facts: StationFacts, t: number, up: boolean): Room[] {
  const { plan, station } = facts;
  const { plant } = station;
  const slopes = facts.slopes[t]!;
  const outflow = plan.outflowM3s[t]!;
  const before = t > 0 ? plan.outflowM3s[t - 1]! : facts.outflowBeforeM3s;
  const next = plan.outflowM3s[t + 1] ?? NaN;
  const { up: rise, down: fall } = plant.outflowRampM3sPerStep;
  const rooms: Room[] = [];
  const add = (limit: LimitCause, outflowM3s: number): void => {
    if (outflowM3s < Infinity) {
      rooms.push({ limit, flowM3s: outflowM3s / slopes.outflowPerFlow });
    }
  };
  const perLevel = slopes.endLevel * facts.perFlow;
  const levelChange = plan.levelM[t + 1]! - plan.levelM[t]!;
  const { up: levelRise, down: levelFall } = plant.levelRampMPerHour;
  if (up) {
    add('outflow-max', plant.outflowMaxM3s - outflow);
    add('outflow-rise', before + rise - outflow);
    add('outflow-fall', next + fall - outflow);
    if (perLevel > 0) add('level-fall', (levelChange + levelFall * facts.hours) / perLevel);
  } else {
    if (plant.outflowMinM3s > 0) add('outflow-min', outflow - plant.outflowMinM3s);
    add('outflow-fall', outflow - before + fall);
    add('outflow-rise', outflow - next + rise);
    if (perLevel > 0) add('level-rise', (levelRise * facts.hours - levelChange) / perLevel);
  }
  addPowerRooms(facts, t, up, rooms);
  return rooms;
}

function addPowerRooms(facts: StationFacts, t: number, up: boolean, rooms: Room[]): void {
  const { plan, station } = facts;
  const { plant } = station;
  const { rampMwPerStep, exportLimitMw, reserveMw } = plant;
  if (rampMwPerStep === Infinity && exportLimitMw === Infinity && reserveMw <= 0) return;
  const perFlow = mwPerFlow(facts, t);
  const add = (limit: LimitCause, mw: number): void => {
    if (mw < Infinity) rooms.push({ limit, flowM3s: mw / perFlow });
  };
  const power = plan.generationMw[t]!;
  const sign = up ? 1 : -1;
  const before = t > 0 ? plan.generationMw[t - 1]! : facts.generationBeforeMw;
  const next = plan.generationMw[t + 1] ?? NaN;
  if (up) add('export-limit', exportLimitMw - plan.exportMw[t]!);
  add('generation-ramp', rampMwPerStep - sign * (power - before));
  add('generation-ramp', rampMwPerStep - sign * (power - next));
  if (up && reserveMw > 0) add('reserve', spareMw(facts, t) - reserveMw);
}

/** Σ_on (mwMax − P), MW. */
export function spareMw(facts: StationFacts, t: number): number {
  return facts.units.reduce(
    (sum, { mw }, u) =>
      runs(facts, u, t) ? sum + facts.station.plant.units[u]!.mwMax - mw[t]! : sum,
    0,
  );
}

/** About what a m³/s makes, MW. */
function mwPerFlow(facts: StationFacts, t: number): number {
  const { plan } = facts;
  const flow = turbineFlowM3s(facts, t);
  if (flow > 0 && plan.generationMw[t]! > 0) return plan.generationMw[t]! / flow;
  const head = (plan.levelM[t]! + plan.levelM[t + 1]!) / 2 - plan.tailwaterM[t]!;
  return MW_PER_M3S_M * Math.max(1, head) * USUAL_EFFICIENCY;
}

/** The limit that the storage rests on at an instant after the first; null: it is free. */
export function levelLimitAt(
  facts: StationFacts,
  instant: number,
): 'level-min' | 'level-max' | 'end-level' | null {
  const { plan, station, problem } = facts;
  const slope = facts.slopes[instant - 1]!.endLevel;
  const near = NEAR_STORAGE_SHARE * facts.mostFlowM3s * facts.perFlow * slope;
  const level = plan.levelM[instant]!;
  if (instant === problem.steps && level - station.end.levelM <= near) return 'end-level';
  if (level - station.levelMinM[instant]! <= near) return 'level-min';
  return station.levelMaxM[instant]! - level <= near ? 'level-max' : null;
}

/** What keeps a running unit from taking more, or less: the end of a range, or the edge of a zone. */
export function rangeEnd(
  facts: StationFacts,
  t: number,
  u: number,
  up: boolean,
): RangeCause | null {
  const unit = facts.station.plant.units[u]!;
  const { flowM3s, mw, netHeadM } = facts.units[u]!;
  const [flow, power, head] = [flowM3s[t]!, mw[t]!, netHeadM[t]!];
  const near = NEAR_RANGE_SHARE * unit.mwMax;
  if (up) {
    if (power >= unit.mwMax - near) return 'unit-power';
    if (flow >= largestFlowM3s(unit, head) * (1 - NEAR_RANGE_SHARE)) return 'unit-flow';
  } else {
    if (power <= unit.mwMin + near) return 'unit-power';
    if (flow <= smallestFlowM3s(unit, head) * (1 + NEAR_RANGE_SHARE)) return 'unit-flow';
  }
  for (const zone of unit.forbidden) {
    if (zone.headM && (head < zone.headM[0] || head > zone.headM[1])) continue;
    if (Math.abs(power - zone.mw[up ? 0 : 1]) <= near) return 'forbidden-zone';
  }
  return null;
}
