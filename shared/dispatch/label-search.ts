import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import { type Commitment, commitmentAfter, commitmentBefore, leaveOf } from './commitment.ts';
import { marginalFlows } from './marginal-flows.ts';
import { nearestSet } from './nearest-set.ts';
import { flowForExport, optionFlows } from './option-flows.ts';
import { type ApproxStep, type StationModel, emptyApproxStep } from './station-model.ts';
import type { WaterValue } from './water-value.ts';

/** What the search decided for one station: who runs, and the turbine flow, in each step. */
export interface StationCourse {
  /** Per step, in the plant's order: 1 runs. */
  readonly running: readonly Uint8Array[];
  /** Σ q, m³/s; n. */
  readonly turbineFlowM3s: Float64Array;
  /** Storage as the search reckons it, Mm³; n + 1. */
  readonly volumeMm3: Float64Array;
  /** Money, with spill and breaches at their weights. */
  readonly worth: number;
}

/** A state of the search: where a chain of decisions has led, and what it was worth so far. */
interface Label {
  readonly parent: Label | null;
  readonly running: Uint8Array;
  readonly turbineFlow: number;
  readonly set: number;
  readonly volume: number;
  readonly level: number;
  readonly outflow: number;
  readonly generation: number;
  readonly commitment: Commitment;
  /** Worth so far. */
  readonly worth: number;
  /** Worth so far and to come. */
  readonly promise: number;
}

/** States kept per step where storage and running set alone matter later, and where times or ramps do too. */
const PLAIN_WIDTH = 6;
const MOST_WIDTH = 40;
const LEAST_WIDTH = 6;
/** Steps tried in one search, about, and flows tried of each set. */
const STEPS_TRIED = 1_000_000;
const FLOWS_TRIED = 22;

/** The price of water is taken over this share of a step's largest flow to either side. */
const SLOPE_SHARE = 0.5;

/** Full flow is asked for with this much on top: the exact step then finds the true most. */
const ALL_OF_IT = 1.01;

/** Flows kept of each set that a label tries. */
const FLOWS_KEPT = 2;
const FLOW_STRIDE = 2;
const STORAGE_CELLS = 40;
const POWER_CELLS = 40;

/**
 * Forward search along the water value: from each state every allowed running set at several flows,
 * the most promising states kept, and of states alike only the best. What the water value does not
 * know is exact here: each unit's times and starts, ramps from the true outflow and generation.
 * @param inTime asked before each step
 * @param thorough keeps more states and spreads flows evenly: where limits leave little room
 * @returns null where the time was over first
 */
export function labelSearch(
  model: StationModel,
  value: WaterValue,
  inTime: () => boolean,
  thorough = false,
): StationCourse | null {
  const { problem } = model.task;
  const width = widthWithin(model, thorough);
  let front: Label[] = [firstLabel(model)];
  for (let t = 0; t < problem.steps; t++) {
    if (!inTime()) return null;
    const cells = new Map<string, Label>();
    const guide = new StepGuide(model, value, t, front[0]!, thorough);
    for (const label of front) {
      for (const next of successors(model, value, guide, label, t)) {
        const cell = cellOf(model, next, t + 1);
        const there = cells.get(cell);
        if (!there || next.promise > there.promise) cells.set(cell, next);
      }
    }
    front = [...cells.values()].sort((a, b) => b.promise - a.promise).slice(0, width);
  }
  return courseOf(model, front[0]!);
}

/** States kept per step: as many as the work allows. */
function widthWithin(model: StationModel, thorough: boolean): number {
  if (!thorough && isPlain(model)) return PLAIN_WIDTH;
  const perState = model.task.problem.steps * model.sets.length * FLOWS_TRIED;
  return Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, Math.floor(STEPS_TRIED / perState)));
}

/** Whether no unit has times or numbers of starts to keep to, and nothing is ramped. */
function isPlain(model: StationModel): boolean {
  const { plant } = model.task.station;
  return !isRamped(model) && !plant.units.some(isTimed);
}

const isTimed = ({ minUpMinutes, minDownMinutes, startsPerDay }: PlantUnit): boolean =>
  minUpMinutes + minDownMinutes > 0 || startsPerDay < Infinity;

/** Whether a step's outflow or output is tied to the one before. */
export function isRamped(model: StationModel): boolean {
  const { outflowRampM3sPerStep, rampMwPerStep } = model.task.station.plant;
  const { up, down } = outflowRampM3sPerStep;
  return Math.min(up, down, rampMwPerStep) < Infinity;
}

function firstLabel(model: StationModel): Label {
  const { station } = model.task;
  const commitment = commitmentBefore(station);
  const history = station.outflowHistoryM3s;
  return {
    parent: null,
    running: commitment.on,
    turbineFlow: NaN,
    set: nearestSet(model, commitment.on),
    volume: station.startVolumeMm3,
    level: station.startLevelM,
    outflow: history.length > 0 ? history[history.length - 1]! : NaN,
    generation: station.generationBeforeMw ?? NaN,
    commitment,
    worth: 0,
    promise: 0,
  };
}

/** States that tell apart what matters later: storage, who runs, and outflow or output where ramped. */
function cellOf(model: StationModel, label: Label, instant: number): string {
  const { low, high } = model.corridor;
  const share = (label.volume - low[instant]!) / (high[instant]! - low[instant]!);
  const storage = Math.round(share * STORAGE_CELLS);
  const { plant } = model.task.station;
  const { up, down } = plant.outflowRampM3sPerStep;
  const ramp = Math.min(up, down);
  const flowCell = ramp < Infinity ? Math.round((label.outflow * 2) / Math.max(ramp, 1e-3)) : 0;
  const powerStep = Math.max(plant.rampMwPerStep / 2, 1 / POWER_CELLS);
  const powerCell = powerStep < Infinity ? Math.round(label.generation / powerStep) : 0;
  const clocks = plant.units.some(
    (u) => u.minUpMinutes + u.minDownMinutes > 0 || u.startsPerDay < Infinity,
  );
  const young = clocks ? clockCell(model, label.commitment) : '';
  return `${storage} ${label.set} ${flowCell} ${powerCell} ${young}`;
}

/** Units of each class still bound to their state, and starts used where they are counted. */
export function clockCell(
  model: StationModel,
  { on, forMinutes, startsToday }: Commitment,
): string {
  const { plant } = model.task.station;
  return model.classes
    .map(({ members }) => {
      let bound = 0;
      let starts = 0;
      for (const u of members) {
        const unit = plant.units[u]!;
        if (forMinutes[u]! < (on[u] ? unit.minUpMinutes : unit.minDownMinutes)) bound++;
        if (unit.startsPerDay < Infinity) starts += startsToday[u]!;
      }
      return `${bound}/${starts}`;
    })
    .join();
}

function successors(
  model: StationModel,
  value: WaterValue,
  guide: StepGuide,
  label: Label,
  t: number,
): Label[] {
  const { station, problem } = model.task;
  const leaves = station.units.map((_, u) => leaveOf(problem, station, label.commitment, u, t));
  const must = model.classes.map(({ members }) => members.filter((u) => leaves[u] === 'must-run'));
  const may = model.classes.map(({ members }) => inOrderOfUse(members, leaves, label.commitment));
  const next: Label[] = [];
  const into = emptyApproxStep();
  let legal = 0;
  for (let set = 0; set < model.sets.length; set++) {
    const { counts } = model.sets[set]!;
    const able = counts.every(
      (k, c) => k >= must[c]!.length && k <= must[c]!.length + may[c]!.length,
    );
    if (!able) continue;
    legal++;
    const running = new Uint8Array(station.units.length);
    counts.forEach((k, c) => {
      for (const u of must[c]!) running[u] = 1;
      for (const u of may[c]!.slice(0, k - must[c]!.length)) running[u] = 1;
    });
    next.push(...bestFlows(model, value, guide, label, t, set, running, into));
  }
  if (next.length > 0) return next;
  return [forcedLabel(model, label, t, legal === 0 ? must.flat() : [])];
}

/** Free units of a class, those that run already first, then those that rested longest. */
export function inOrderOfUse(
  members: readonly number[],
  leaves: readonly string[],
  { on, forMinutes }: Commitment,
): number[] {
  return members
    .filter((u) => leaves[u] === 'free')
    .sort((a, b) => on[b]! - on[a]! || forMinutes[b]! - forMinutes[a]! || a - b);
}

/** Where no set of the list is allowed, or none runs at this head: what must run does, unreckoned. */
function forcedLabel(model: StationModel, label: Label, t: number, must: readonly number[]): Label {
  const { station, problem, inflowM3s } = model.task;
  const running = new Uint8Array(station.units.length);
  for (const u of must) running[u] = 1;
  const volume = Math.max(
    model.corridor.low[t + 1]!,
    Math.min(model.corridor.high[t + 1]!, label.volume + inflowM3s[t]! * model.perFlow),
  );
  return {
    ...label,
    parent: label,
    running,
    turbineFlow: inflowM3s[t]!,
    set: nearestSet(model, running),
    volume,
    commitment: commitmentAfter(problem, label.commitment, running, t),
  };
}

/** The few best flows of a set from a state. */
function bestFlows(
  model: StationModel,
  value: WaterValue,
  guide: StepGuide,
  label: Label,
  t: number,
  set: number,
  running: Uint8Array,
  into: ApproxStep,
): Label[] {
  const { station, problem } = model.task;
  const { plant } = station;
  let startCost = 0;
  let startWater = 0;
  running.forEach((on, u) => {
    if (!on || label.commitment.on[u]) return;
    startCost += plant.units[u]!.startCost;
    startWater += plant.units[u]!.startWaterM3;
  });
  const startFlow = startWater / problem.seconds;
  const best: Label[] = [];
  // Nothing is spread or sorted here: a day asks for millions of these.
  let commitment: Commitment | null = null;
  const flows = flowsToTry(model, guide, label, t, set, startFlow);
  const full = model.flowSpan(set, label.level)[1];
  for (const flow of flows) {
    const { volume, level, outflow, generation } = label;
    if (!model.step(t, volume, level, set, flow, startFlow, outflow, generation, into)) continue;
    const worth = label.worth + into.worth - startCost;
    const promise = worth + value.at(t + 1, into.volumeMm3, set, into.outflowM3s);
    if (best.length === FLOWS_KEPT && promise <= best[FLOWS_KEPT - 1]!.promise) continue;
    commitment ??= commitmentAfter(problem, label.commitment, running, t);
    const place = best.findIndex((other) => other.promise < promise);
    best.splice(place < 0 ? best.length : place, 0, {
      parent: label,
      running,
      turbineFlow: flow === full ? flow * ALL_OF_IT : flow,
      set,
      volume: into.volumeMm3,
      level: into.levelM,
      outflow: into.outflowM3s,
      generation: into.generationMw,
      commitment,
      worth,
      promise,
    });
    if (best.length > FLOWS_KEPT) best.pop();
  }
  return best;
}

/** Flows worth trying, and those at which a limit or the step before would be met exactly. */
function flowsToTry(
  model: StationModel,
  guide: StepGuide,
  label: Label,
  t: number,
  set: number,
  startFlow: number,
): readonly number[] {
  const { station, exportMw } = model.task;
  const ordered = station.units.map((unit) => unit.fixedFlowM3s[t]!);
  if (ordered.every((flow) => !Number.isNaN(flow))) {
    return [ordered.reduce((sum, flow) => sum + flow, 0)];
  }
  const flows = guide.flowsOf(set, label.level);
  if (exportMw || flows.length < 2) return flows;
  const low = flows[0]!;
  const high = flows[flows.length - 1]!;
  const { plant } = station;
  const { up, down } = plant.outflowRampM3sPerStep;
  const extras = [
    label.outflow,
    label.outflow + up,
    label.outflow - down,
    plant.outflowMinM3s,
    plant.outflowMaxM3s,
    ...model.roomEdges(t, label.volume, label.level),
  ].map((flow) => flow - startFlow);
  return [...flows, ...extras.filter((flow) => flow > low && flow < high)];
}

/** What all states of one step share: the flows of each set that are worth trying. */
class StepGuide {
  private readonly model: StationModel;
  private readonly t: number;
  /** Price of water after the step, money per Mm³; NaN where flows are spread evenly instead. */
  private readonly perMm3: number;
  private readonly flows: (readonly number[] | undefined)[] = [];

  constructor(model: StationModel, value: WaterValue, t: number, leader: Label, thorough: boolean) {
    this.model = model;
    this.t = t;
    const { plant } = model.task.station;
    const { up, down } = plant.outflowRampM3sPerStep;
    const ramped = Math.min(up, down, plant.rampMwPerStep) < Infinity;
    const reach = SLOPE_SHARE * model.mostFlowM3s(model.sets.length - 1) * model.perFlow;
    this.perMm3 =
      ramped || thorough ? NaN : value.slopeAt(t + 1, leader.volume, leader.running, reach);
  }

  /** Ascending from the least to the most the set takes, or the one that makes the load. */
  flowsOf(set: number, level: number): readonly number[] {
    const { model, t, perMm3 } = this;
    if (model.task.exportMw || Number.isNaN(perMm3)) {
      return optionFlows(model, t, level, set, 0, FLOW_STRIDE);
    }
    const known = this.flows[set];
    if (known) return known;
    const [low, high] = model.flowSpan(set, level);
    let flows: readonly number[] = [];
    if (!Number.isNaN(low) && !Number.isNaN(high)) {
      const span = [low, high] as const;
      const best = marginalFlows(model, t, level, set, span, Math.max(0, perMm3));
      const most = model.mostExportMw(set, t);
      if (most < Infinity) best.push(flowForExport(model, t, level, set, most));
      flows = [...new Set([low, ...best, high])].sort((a, b) => a - b);
    }
    this.flows[set] = flows;
    return flows;
  }
}

function courseOf(model: StationModel, last: Label): StationCourse {
  const { steps } = model.task.problem;
  const running: Uint8Array[] = [];
  const turbineFlowM3s = new Float64Array(steps);
  const volumeMm3 = new Float64Array(steps + 1);
  volumeMm3[0] = model.task.station.startVolumeMm3;
  let label = last;
  for (let t = steps - 1; t >= 0; t--) {
    running[t] = label.running;
    turbineFlowM3s[t] = label.turbineFlow;
    volumeMm3[t + 1] = label.volume;
    label = label.parent!;
  }
  return { running, turbineFlowM3s, volumeMm3, worth: last.promise };
}
