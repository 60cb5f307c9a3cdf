import { curveAt } from '#shared/hydraulics/curve.ts';
import { FLOW_POINTS } from './loading-table.ts';
import type { StationModel } from './station-model.ts';

const HEAD_ROUNDS = 2;

/**
 * Turbine flows worth trying for a set in a step, m³/s: spread over what it takes, or the one flow
 * that makes the export asked for (the nearest end of its range where it cannot).
 * @param stride every how many of the loading table's flows
 * @param spacing flows this far apart where outflow is counted in bins; 0: as the table has them
 */
export function optionFlows(
  model: StationModel,
  t: number,
  level: number,
  set: number,
  spacing: number,
  stride: number,
): number[] {
  const [low, high] = model.flowSpan(set, level);
  if (Number.isNaN(low) || Number.isNaN(high)) return [];
  if (high <= low) return [low];
  const { exportMw } = model.task;
  if (exportMw) return [flowForExport(model, t, level, set, exportMw[t]!)];
  const flows: number[] = [];
  if (spacing > 0) {
    for (let bin = Math.ceil(low / spacing - 0.5); (bin - 0.5) * spacing <= high; bin++) {
      flows.push(Math.max(low, Math.min(high, bin * spacing)));
    }
    return flows;
  }
  for (let x = 0; x < FLOW_POINTS; x += stride) {
    flows.push(low + ((high - low) * x) / (FLOW_POINTS - 1));
  }
  flows.push(...model.edgesM3s(set, level));
  const most = model.mostExportMw(set, t);
  if (most < Infinity) flows.push(flowForExport(model, t, level, set, most));
  return flows.sort((a, b) => a - b);
}

/** The least flow of a set that makes an export at the head its own outflow leaves, m³/s. */
export function flowForExport(
  model: StationModel,
  t: number,
  level: number,
  set: number,
  exportMw: number,
): number {
  const { station, levelBelowM } = model.task;
  const { plant } = station;
  const wanted =
    exportMw + plant.fixedServiceMw + station.serviceLoadMw[t]! + model.auxiliaryMw(set);
  let [low, high] = model.flowSpan(set, level);
  let flow = (low + high) / 2;
  for (let round = 0; round <= HEAD_ROUNDS; round++) {
    const outflow = Math.max(flow, plant.outflowMinM3s);
    const head = level - Math.max(curveAt(plant.tailwater, outflow), levelBelowM[t]!);
    low = model.table.leastFlowM3s(set, head);
    high = model.table.mostFlowM3s(set, head);
    flow = crossing(model, set, head, low, high, wanted, round > 0 ? flow : NaN);
  }
  return flow;
}

/** @param about a flow found for nearly the same head: looked at first; NaN where there is none */
function crossing(
  model: StationModel,
  set: number,
  head: number,
  low: number,
  high: number,
  wanted: number,
  about: number,
): number {
  if (about > low && about < high) {
    const near = crossingBeside(model, set, head, low, high, wanted, about);
    if (!Number.isNaN(near)) return near;
  }
  const most = model.table.flowShortOf(wanted, set, head);
  if (!Number.isNaN(most)) return most;
  let flowBefore = low;
  let before = model.table.powerMw(set, low, head);
  let nearest = low;
  let off = Math.abs(before - wanted);
  if (before >= wanted) return low;
  for (let x = 1; x < FLOW_POINTS; x++) {
    const flow = low + ((high - low) * x) / (FLOW_POINTS - 1);
    const power = model.table.powerMw(set, flow, head);
    if (power === -Infinity) continue;
    if (power >= wanted) {
      const share = before === -Infinity ? 1 : (wanted - before) / (power - before);
      return flowBefore + share * (flow - flowBefore);
    }
    if (Math.abs(power - wanted) < off) [off, nearest] = [Math.abs(power - wanted), flow];
    [flowBefore, before] = [flow, power];
  }
  return nearest;
}

/** The crossing in the table's interval that holds `about`, or one beside it; NaN where it is in neither. */
function crossingBeside(
  model: StationModel,
  set: number,
  head: number,
  low: number,
  high: number,
  wanted: number,
  about: number,
): number {
  const width = (high - low) / (FLOW_POINTS - 1);
  const middle = Math.floor((about - low) / width);
  for (const x of [middle, middle - 1, middle + 1]) {
    if (x < 0 || x >= FLOW_POINTS - 1) continue;
    const here = model.table.powerMw(set, low + x * width, head);
    const next = model.table.powerMw(set, low + (x + 1) * width, head);
    if (here > -Infinity && here < wanted && next >= wanted) {
      return low + (x + (wanted - here) / (next - here)) * width;
    }
  }
  return NaN;
}
