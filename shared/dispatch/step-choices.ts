import { curveAt } from '#shared/hydraulics/curve.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import {
  type Choices,
  type Making,
  choicesOf,
  makingOf,
  moneyChoices,
  onlyFlow,
} from './flow-choices.ts';
import { type LoadingTable, flowsBetween } from './loading-table.ts';
import { flowForExport } from './option-flows.ts';
import type { StationModel } from './station-model.ts';
import { isInService } from './water-value.ts';

/** A set whose table comes this near to a load can follow it, MW. */
const LOAD_NEAR_MW = 0.05;
/** Limits of outflow that are missed by no more than this are kept when the day is carried out, m³/s. */
const OUTFLOW_NEAR_M3S = 0.2;
/** Head over which a gain by head is taken, m. */
const HEAD_STEP_M = 0.05;

/** What a set makes of each flow about a level, Σ P in MW, and the part of it that is best at some price. */
interface Output {
  readonly flow: readonly number[];
  readonly powerMw: readonly number[];
  readonly making: Making;
  readonly topMw: number;
}

const NOTHING: Output = { flow: [], powerMw: [], making: makingOf([], []), topMw: -Infinity };

/** Levels that differ by less than this share of the head make the same output. */
const SAME_LEVEL_SHARE = 4e-4;

/** By the loading table of a plant's sets what each set makes about a level, by the level's place; kept as long as the table. */
const outputsOfTables = new WeakMap<LoadingTable, readonly Map<number, Output>[]>();

function outputsOf({ table, sets }: StationModel): readonly Map<number, Output>[] {
  const outputs = outputsOfTables.get(table) ?? sets.map(() => new Map<number, Output>());
  outputsOfTables.set(table, outputs);
  return outputs;
}

/**
 * What the sets of a day may let go in each step and earn by it, each with its own tailwater below it.
 * Where no station below raises that, what a set makes about a level is reckoned once for all steps.
 */
class StepChoices {
  private readonly model: StationModel;
  private readonly spacingM: number;
  private readonly outputs: readonly Map<number, Output>[];

  constructor(model: StationModel) {
    this.model = model;
    const { headsM } = model.table;
    this.spacingM = SAME_LEVEL_SHARE * Math.max(1, headsM[headsM.length >> 1]!);
    this.outputs = outputsOf(model);
  }

  /**
   * @param level mean level of the step, m
   * @returns null where the set cannot run in the step, or not follow its load
   */
  at(t: number, set: number, level: number): Choices | null {
    const { model } = this;
    const { exportMw } = model.task;
    if (!isInService(model, set, t)) return null;
    if (exportMw) return following(model, t, set, level, exportMw[t]!);
    const output = this.outputAt(t, set, level);
    if (output.flow.length === 0) return null;
    const service = serviceMw(model, t, set);
    const perMw = moneyPerMw(model, t);
    const most = model.mostExportMw(set, t) + service;
    if (perMw > 0 && output.topMw <= most) {
      return choicesOf(output.making, perMw, perMw * service);
    }
    return withinOutput(output, most, perMw, service);
  }

  private outputAt(t: number, set: number, level: number): Output {
    const below = this.model.task.levelBelowM[t]!;
    if (below > -Infinity) return outputOf(this.model, set, level, below);
    const outputs = this.outputs[set]!;
    const place = Math.round(level / this.spacingM);
    let output = outputs.get(place);
    if (!output) {
      output = outputOf(this.model, set, place * this.spacingM, below);
      outputs.set(place, output);
    }
    return output;
  }
}

const known = new WeakMap<StationModel, StepChoices>();

/** A model's choices, the same at each call. */
export function stepChoicesOf(model: StationModel): StepChoices {
  const choices = known.get(model) ?? new StepChoices(model);
  known.set(model, choices);
  return choices;
}

/** All that a set may let go about a level between floor and ceiling of outflow; nothing where it cannot run. */
function outputOf(model: StationModel, set: number, level: number, below: number): Output {
  const { plant } = model.task.station;
  const flow: number[] = [];
  const powerMw: number[] = [];
  const [low, high] = model.flowSpan(set, level);
  if (Number.isNaN(low) || Number.isNaN(high) || high < plant.outflowMinM3s) return NOTHING;
  for (const tried of flowsBetween(low, high, model.edgesM3s(set, level))) {
    const q = Math.max(tried, plant.outflowMinM3s);
    if (q > plant.outflowMaxM3s) break;
    const power = model.table.powerMw(set, q, headM(model, level, q, below));
    if (power === -Infinity || q === flow.at(-1)) continue;
    flow.push(q);
    powerMw.push(power);
    if (high <= low) break;
  }
  if (flow.length === 0) return NOTHING;
  return { flow, powerMw, making: makingOf(flow, powerMw), topMw: Math.max(...powerMw) };
}

/** Where output is limited, or power costs more than it earns. */
function withinOutput(
  output: Output,
  most: number,
  perMw: number,
  service: number,
): Choices | null {
  const flow: number[] = [];
  const money: number[] = [];
  for (const [i, q] of output.flow.entries()) {
    const power = output.powerMw[i]!;
    if (power > most) {
      if (i === 0) return null;
      // Just at the limit of output, between this flow and the one before it.
      const [under, before] = [output.flow[i - 1]!, output.powerMw[i - 1]!];
      flow.push(under + ((most - before) / (power - before)) * (q - under));
      money.push(perMw * (most - service));
      break;
    }
    flow.push(q);
    money.push(perMw * (power - service));
  }
  return moneyChoices(flow, money);
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
  return onlyFlow(flow);
}

/** Export at a turbine flow without spill, MW; −Infinity where the set cannot take it. */
function exportMw(
  model: StationModel,
  t: number,
  set: number,
  level: number,
  flow: number,
): number {
  const head = headM(model, level, flow, model.task.levelBelowM[t]!);
  return model.table.powerMw(set, flow, head) - serviceMw(model, t, set);
}

/** Gross head at an outflow, m. */
function headM(model: StationModel, level: number, flow: number, below: number): number {
  return level - Math.max(curveAt(model.task.station.plant.tailwater, flow), below);
}

/** What a step's service and the auxiliaries of a set take, MW. */
function serviceMw(model: StationModel, t: number, set: number): number {
  const { plant, serviceLoadMw } = model.task.station;
  return plant.fixedServiceMw + serviceLoadMw[t]! + model.auxiliaryMw(set);
}

/** What a MW earns in a step, money. */
function moneyPerMw({ task: { problem } }: StationModel, t: number): number {
  return (problem.pricePerMwh[t]! * problem.seconds) / SECONDS_PER_HOUR;
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
  const loadMw = model.task.exportMw?.[t];
  const [above, below] = [level + HEAD_STEP_M, level - HEAD_STEP_M];
  if (loadMw !== undefined) {
    const less =
      flowForExport(model, t, below, set, loadMw) - flowForExport(model, t, above, set, loadMw);
    return (perMm3 * model.perFlow * less) / (2 * HEAD_STEP_M);
  }
  const more = exportMw(model, t, set, above, flow) - exportMw(model, t, set, below, flow);
  return (moneyPerMw(model, t) * more) / (2 * HEAD_STEP_M);
}
