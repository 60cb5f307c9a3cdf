import { curveAt, curveSlopeAt } from '#shared/hydraulics/curve.ts';
import type { Plant, PlantUnit } from '#shared/hydraulics/plant.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import type { StationPlan, UnitPlan } from '#shared/station/plan-schema.ts';
import { M3_PER_MM3 } from '#shared/units/physics.ts';
import type { Problem, StationProblem } from './problem.ts';

/** Half the difference of head over which a power's slope is taken, m. */
const HEAD_STEP_M = 0.05;

/** Share of a unit's flow over which its one-sided slopes are taken. */
const FLOW_STEP_SHARE = 1e-3;

/**
 * How one step of a plan answers to a little more water: the derivatives of model.md's equations 1–6
 * and 8 at what the plan does. V is storage in Mm³ at the step's start, Q turbine flow, O outflow and
 * I inflow in m³/s, X export in MW.
 */
export interface StepSlopes {
  /** dz/dV at the step's start and end, m per Mm³. */
  readonly startLevel: number;
  readonly endLevel: number;
  /** Σ ∂P/∂H over the running units, MW per m of gross head. */
  readonly powerPerHead: number;
  /** ∂P/∂H of each unit; 0 where it rests. */
  readonly unitPowerPerHead: Float64Array;
  /** Whether the level below, rather than the outflow, sets the tailwater. */
  readonly backwater: boolean;
  /** dO/dQ: 1 with gates; less over a free crest, which then spills less. */
  readonly outflowPerFlow: number;
  /** dO/dI; 0 with gates. */
  readonly outflowPerInflow: number;
  /** dO/dV at given turbine flows, m³/s per Mm³; 0 with gates. */
  readonly outflowPerVolume: number;
  /** d(gross head)/dQ by the falling level and the rising tailwater, m per m³/s; ≤ 0. */
  readonly headPerFlow: number;
  /** dX/dV at given turbine flows, MW per Mm³. */
  readonly exportPerVolume: number;
  /** dX/dI at given turbine flows, MW per m³/s. */
  readonly exportPerInflow: number;
  /** dX/dq of each running unit for a little more and a little less, MW per m³/s; NaN where it rests. */
  readonly more: Float64Array;
  readonly less: Float64Array;
}

/** The slopes of step t. */
export function stepSlopes(
  problem: Problem,
  station: StationProblem,
  plan: StationPlan,
  units: readonly UnitPlan[],
  t: number,
): StepSlopes {
  const { plant } = station;
  const perFlow = problem.seconds / M3_PER_MM3;
  const startLevel = levelSlope(plant, plan.levelM[t]!);
  const endLevel = levelSlope(plant, plan.levelM[t + 1]!);
  const outflow = plan.outflowM3s[t]!;
  const backwater = plan.tailwaterM[t]! > curveAt(plant.tailwater, outflow) + 1e-9;
  const tail = backwater ? 0 : curveSlopeAt(plant.tailwater, outflow);
  const meanLevel = (plan.levelM[t]! + plan.levelM[t + 1]!) / 2;
  const crest = plant.freeSpill ? curveSlopeAt(plant.spillCapacity, meanLevel) : 0;
  const held = 1 + (crest * endLevel * perFlow) / 2;
  const outflowPerFlow = 1 / held;
  const outflowPerInflow = 1 - outflowPerFlow;
  const outflowPerVolume = (crest * (startLevel + endLevel)) / 2 / held;
  const unitPowerPerHead = powersPerHead(plant, units, t);
  const powerPerHead = unitPowerPerHead.reduce((sum, slope) => sum + slope, 0);
  const headPerOutflow = -((endLevel * perFlow) / 2 + tail);
  const headPerFlow = headPerOutflow * outflowPerFlow;
  const slopes: StepSlopes = {
    startLevel,
    endLevel,
    powerPerHead,
    unitPowerPerHead,
    backwater,
    outflowPerFlow,
    outflowPerInflow,
    outflowPerVolume,
    headPerFlow,
    exportPerVolume:
      powerPerHead * ((startLevel + endLevel) / 2 + headPerOutflow * outflowPerVolume),
    exportPerInflow: powerPerHead * ((endLevel * perFlow) / 2 + headPerOutflow * outflowPerInflow),
    more: new Float64Array(units.length).fill(NaN),
    less: new Float64Array(units.length).fill(NaN),
  };
  units.forEach((series, u) => {
    if (series.on[t] !== 1) return;
    const common = powerPerHead * headPerFlow + neighboursPerFlow(plant, units, t, u, slopes);
    const step = FLOW_STEP_SHARE * series.flowM3s[t]!;
    slopes.more[u] = common + ownPowerPerFlow(plant, units, t, u, step);
    slopes.less[u] = common + ownPowerPerFlow(plant, units, t, u, -step);
  });
  return slopes;
}

/** dz/dV, m per Mm³; 0 beyond the storage curve, where the level holds its end value. */
function levelSlope(plant: Plant, level: number): number {
  const { x, y } = plant.volumeAtLevel;
  const last = x.length - 1;
  if (level < x[0]! || level > x[last]!) return 0;
  let i = last - 1;
  while (i > 0 && x[i]! > level) i--;
  return (x[i + 1]! - x[i]!) / (y[i + 1]! - y[i]!);
}

function powersPerHead(plant: Plant, units: readonly UnitPlan[], t: number): Float64Array {
  return Float64Array.from(plant.units, (unit, u) => {
    const flow = units[u]!.flowM3s[t]!;
    const head = units[u]!.netHeadM[t]!;
    if (!(flow > 0)) return 0;
    const rise =
      unitPowerMw(unit, head + HEAD_STEP_M, flow) - unitPowerMw(unit, head - HEAD_STEP_M, flow);
    return rise / (2 * HEAD_STEP_M);
  });
}

/** Σ q in the conduit of a unit, m³/s; 0 where it has its own waterway. */
export function conduitFlowM3s(
  plant: Plant,
  units: readonly UnitPlan[],
  t: number,
  conduit: number,
): number {
  if (conduit < 0) return 0;
  let sum = 0;
  for (let v = 0; v < units.length; v++) {
    if (plant.units[v]!.conduit === conduit) sum += units[v]!.flowM3s[t]!;
  }
  return sum;
}

/** k_u q² + k_c Σq² of a unit, m. */
export function lossM(plant: Plant, unit: PlantUnit, flow: number, conduitFlow: number): number {
  const shared = unit.conduit < 0 ? 0 : plant.conduitLoss[unit.conduit]! * conduitFlow ** 2;
  return unit.lossS2PerM5 * flow ** 2 + shared;
}

/** What the unit's own power gains per m³/s by its flow and its own losses, MW. */
function ownPowerPerFlow(
  plant: Plant,
  units: readonly UnitPlan[],
  t: number,
  u: number,
  step: number,
): number {
  const unit = plant.units[u]!;
  const { flowM3s, netHeadM, mw } = units[u]!;
  const flow = flowM3s[t]!;
  const together = conduitFlowM3s(plant, units, t, unit.conduit);
  const lost =
    lossM(plant, unit, flow + step, together + step) - lossM(plant, unit, flow, together);
  return (unitPowerMw(unit, netHeadM[t]! - lost, flow + step) - mw[t]!) / step;
}

/** What the others in the unit's conduit lose per m³/s of its flow, MW; ≤ 0. */
function neighboursPerFlow(
  plant: Plant,
  units: readonly UnitPlan[],
  t: number,
  u: number,
  { unitPowerPerHead }: Pick<StepSlopes, 'unitPowerPerHead'>,
): number {
  const { conduit } = plant.units[u]!;
  if (conduit < 0) return 0;
  const perFlow = -2 * plant.conduitLoss[conduit]! * conduitFlowM3s(plant, units, t, conduit);
  let sum = 0;
  for (let v = 0; v < units.length; v++) {
    if (v !== u && plant.units[v]!.conduit === conduit) sum += unitPowerPerHead[v]! * perFlow;
  }
  return sum;
}
