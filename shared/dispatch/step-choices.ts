import { curveAt } from '#shared/hydraulics/curve.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { hullOfPoints } from './bound/upper-curve.ts';
import { flowsBetween } from './loading-table.ts';
import { flowForExport } from './option-flows.ts';
import type { StationModel } from './station-model.ts';
import { isInService } from './water-value.ts';

/** A set whose table comes this near to a load can follow it, MW. */
const LOAD_NEAR_MW = 0.05;
/** Limits of outflow that are missed by no more than this are kept when the day is carried out, m³/s. */
const OUTFLOW_NEAR_M3S = 0.2;
/** Head over which a gain by head is taken, m. */
const HEAD_STEP_M = 0.05;

/** Flows of a set in a step that are best at some price of water, rising, m³/s, and the money each makes. */
export interface Choices {
  readonly flow: Float64Array;
  readonly money: Float64Array;
}

/**
 * What a set may let go in a step and earn by it, its own tailwater below it.
 * @param level mean level of the step, m
 * @returns null where the set cannot run in the step, or not follow its load
 */
export function stepChoices(
  model: StationModel,
  t: number,
  set: number,
  level: number,
): Choices | null {
  const { station, problem } = model.task;
  const { plant } = station;
  if (!isInService(model, set, t)) return null;
  const [low, high] = model.flowSpan(set, level);
  if (Number.isNaN(low) || Number.isNaN(high) || high < plant.outflowMinM3s) return null;
  if (model.task.exportMw) return following(model, t, set, level, model.task.exportMw[t]!);
  const perMw = (problem.pricePerMwh[t]! * problem.seconds) / SECONDS_PER_HOUR;
  const most = model.mostExportMw(set, t);
  const flow: number[] = [];
  const money: number[] = [];
  for (const tried of flowsBetween(low, high, model.edgesM3s(set, level))) {
    const q = Math.max(tried, plant.outflowMinM3s);
    if (q > plant.outflowMaxM3s) break;
    const exported = exportMw(model, t, set, level, q);
    if (exported === -Infinity || q === flow.at(-1)) continue;
    if (exported > most) {
      if (flow.length === 0) continue;
      // Just at the limit of output, between this flow and the one before it.
      const [under, before] = [flow.at(-1)!, money.at(-1)!];
      const share = (perMw * most - before) / (perMw * exported - before);
      if (share > 0) flow.push(under + share * (q - under));
      if (share > 0) money.push(perMw * most);
      break;
    }
    flow.push(q);
    money.push(perMw * exported);
    if (high <= low) break;
  }
  if (flow.length === 0) return null;
  const hull = hullOfPoints(flow, money);
  return { flow: hull.flow, money: hull.power };
}

/** The one flow that makes the load; null where the set cannot. */
function following(
  model: StationModel,
  t: number,
  set: number,
  level: number,
  loadMw: number,
): Choices | null {
  const { plant } = model.task.station;
  const flow = flowForExport(model, t, level, set, loadMw);
  const [least, most] = [plant.outflowMinM3s - OUTFLOW_NEAR_M3S, plant.outflowMaxM3s];
  if (!(flow >= least && flow <= most + OUTFLOW_NEAR_M3S)) return null;
  const off = exportMw(model, t, set, level, flow) - loadMw;
  if (!(Math.abs(off) < LOAD_NEAR_MW)) return null;
  return { flow: Float64Array.of(flow), money: Float64Array.of(0) };
}

/** Export at a turbine flow without spill, MW; −Infinity where the set cannot take it. */
function exportMw(
  model: StationModel,
  t: number,
  set: number,
  level: number,
  flow: number,
): number {
  const { station, levelBelowM } = model.task;
  const { plant } = station;
  const service = plant.fixedServiceMw + station.serviceLoadMw[t]! + model.auxiliaryMw(set);
  const tail = Math.max(curveAt(plant.tailwater, flow), levelBelowM[t]!);
  return model.table.powerMw(set, flow, level - tail) - service;
}

/**
 * What a metre of level is worth in a step, money per m: more energy of the same water or, where a load
 * is followed, less water for the same energy.
 * @param perMm3 price of water, money per Mm³
 */
export function headWorth(
  model: StationModel,
  t: number,
  set: number,
  level: number,
  flow: number,
  perMm3: number,
): number {
  const { problem } = model.task;
  const loadMw = model.task.exportMw?.[t];
  const [above, below] = [level + HEAD_STEP_M, level - HEAD_STEP_M];
  if (loadMw !== undefined) {
    const less =
      flowForExport(model, t, below, set, loadMw) - flowForExport(model, t, above, set, loadMw);
    return (perMm3 * model.perFlow * less) / (2 * HEAD_STEP_M);
  }
  const more = exportMw(model, t, set, above, flow) - exportMw(model, t, set, below, flow);
  const perMw = (problem.pricePerMwh[t]! * problem.seconds) / SECONDS_PER_HOUR;
  return (perMw * more) / (2 * HEAD_STEP_M);
}
