import { curveAt } from '#shared/hydraulics/curve.ts';
import { freeSpillM3s, levelM } from '#shared/hydraulics/reservoir.ts';
import { M3_PER_MM3 } from '#shared/units/physics.ts';
import { leaveOf } from './commitment.ts';
import { type OutflowRoom, gatedSpillM3s, outflowRoom } from './outflow-room.ts';
import type { Problem } from './problem.ts';
import { type Candidate, type LoadTarget, type Loading, shareLoad } from './share-load.ts';
import {
  type StationTrack,
  type StepSurroundings,
  advance,
  startWaterM3,
} from './station-track.ts';

/** What a step is meant to be: its units, and a turbine flow or an export. */
export interface StepIntent {
  /** Units to run, in the plant's order; null: whichever load best. */
  readonly running: ArrayLike<number> | null;
  readonly target: { readonly turbineFlowM3s: number } | { readonly exportMw: number };
  /** Storage not to be exceeded at the step's end, for the sake of limits to come, Mm³. */
  readonly ceilingMm3: number;
  /**
   * Spill meant, m³/s: the step is then carried out as it is meant, whatever operating limits say, as
   * far as machines, gates and the water there is allow. Absent: gates open as far as limits ask.
   */
  readonly spillM3s?: number;
  /** Where output is limited: as much water as goes with it, for what does not go through the units is spilled. */
  readonly isFlood?: boolean;
}

/** Kept in an emptied reservoir, m³/s of a step, for rounding. */
const DRY_MARGIN_M3S = 1e-6;

/** Kept clear of power limits, MW: rounding, and what heads still move. */
const POWER_MARGIN_MW = 1e-5;

/**
 * Carries out one step by the exact physics: the intent, moved only as far as the limits of this
 * step ask. Machine limits always hold; where operating limits conflict, levels and outflows are
 * kept before power.
 */
export function carryOut(
  problem: Problem,
  track: StationTrack,
  around: StepSurroundings,
  intent: StepIntent,
): void {
  const step = new ExactStep(problem, track, around, intent);
  const flows = step.flows();
  advance(problem, track, around, flows, step.spillFor(flows));
}

class ExactStep {
  private readonly problem: Problem;
  private readonly track: StationTrack;
  private readonly around: StepSurroundings;
  private readonly intent: StepIntent;
  private readonly ordered: Float64Array;
  private readonly candidates: Candidate[];
  private readonly room: OutflowRoom;
  private startWaterM3s: number;

  constructor(problem: Problem, track: StationTrack, around: StepSurroundings, intent: StepIntent) {
    this.problem = problem;
    this.track = track;
    this.around = around;
    this.intent = intent;
    const { station } = track;
    this.ordered = Float64Array.from(station.units, (unit) => {
      const flow = unit.fixedFlowM3s[around.t]!;
      return Number.isNaN(flow) ? 0 : flow;
    });
    this.candidates = this.candidatesOf();
    const room = outflowRoom(
      problem,
      station,
      around.t,
      track.volumeMm3,
      track.levelM,
      around.inflowM3s,
      track.outflowM3s,
    );
    const perFlow = problem.seconds / M3_PER_MM3;
    const toCeiling = around.inflowM3s + (track.volumeMm3 - intent.ceilingMm3) / perFlow;
    this.room =
      intent.spillM3s === undefined
        ? { ...room, atLeastM3s: Math.max(room.atLeastM3s, toCeiling) }
        : { atLeastM3s: 0, atMostM3s: Infinity };
    const meant = new Float64Array(station.units.length);
    for (const { unit, mayRest } of this.candidates) meant[unit] = mayRest ? 0 : 1;
    this.ordered.forEach((flow, u) => (meant[u] = Math.max(meant[u]!, flow)));
    this.startWaterM3s = startWaterM3(track, meant) / problem.seconds;
  }

  /** Units without an order that take part: those that must run, and those that are meant to, or may. */
  private candidatesOf(): Candidate[] {
    const { track, around, intent } = this;
    const { station } = track;
    return station.units.flatMap((unit, u): Candidate[] => {
      if (!Number.isNaN(unit.fixedFlowM3s[around.t]!)) return [];
      const leave = leaveOf(this.problem, station, track.commitment, u, around.t);
      if (leave === 'must-rest') return [];
      if (leave === 'must-run') return [{ unit: u, mayRest: false }];
      if (intent.running === null) return [{ unit: u, mayRest: true }];
      return intent.running[u]! > 0 ? [{ unit: u, mayRest: false }] : [];
    });
  }

  /** The flows of all units; those whose head lets them run nowhere rest. */
  flows(): Float64Array {
    const loading = this.underStartWater();
    const flows = Float64Array.from(this.ordered);
    loading?.flowsM3s.forEach((flow, u) => (flows[u]! += flow));
    return flows;
  }

  /**
   * The loading under the start water of the units it really starts: who rests after all was counted,
   * who may rest was not. Ends, for only those that ran are asked again.
   */
  private underStartWater(): Loading | null {
    let { candidates } = this;
    for (;;) {
      const loading = this.loadingWithin(candidates);
      if (loading === null) return null;
      const started = startWaterM3(this.track, this.withOrders(loading.flowsM3s));
      const startedM3s = started / this.problem.seconds;
      if (startedM3s === this.startWaterM3s) return loading;
      this.startWaterM3s = startedM3s;
      candidates = candidates
        .filter(({ unit }) => loading.flowsM3s[unit]! > 0)
        .map(({ unit }) => ({ unit, mayRest: false }));
    }
  }

  private loadingWithin(candidates: readonly Candidate[]): Loading | null {
    if (candidates.length === 0) return null;
    const wanted = this.share(candidates, this.withinRoom());
    if (wanted === null) return this.withoutIdle(candidates);
    if (!wanted.allowed) return this.withoutOne(candidates);
    const stored = this.storedFlow();
    if (wanted.turbineFlowM3s > stored) {
      const less = this.share(candidates, { flowM3s: stored });
      return less?.allowed && less.turbineFlowM3s <= stored ? less : this.withoutOne(candidates);
    }
    const [least, most] = this.powerRoom(candidates);
    const generation = this.generationOf(wanted);
    if (generation > most) return this.towards(candidates, wanted, most - POWER_MARGIN_MW);
    if (generation < least) return this.towards(candidates, wanted, least + POWER_MARGIN_MW);
    return wanted;
  }

  /** Turbine flow that empties the reservoir, m³/s: no load takes more. */
  private storedFlow(): number {
    return this.storedOutflow() - this.orderedFlow() - this.startWaterM3s;
  }

  /** Outflow that empties the reservoir to the end of its storage curve, m³/s. */
  private storedOutflow(): number {
    const { track, around, problem } = this;
    const bottomMm3 = track.station.plant.volumeAtLevel.y[0]!;
    const stored = ((track.volumeMm3 - bottomMm3) * M3_PER_MM3) / problem.seconds;
    return stored + around.inflowM3s - DRY_MARGIN_M3S;
  }

  /** The loading without one unit more that may stop: water or head do not last for all. */
  private withoutOne(candidates: readonly Candidate[]): Loading | null {
    const { station, commitment } = this.track;
    const stays = ({ unit }: Candidate): boolean =>
      leaveOf(this.problem, station, commitment, unit, this.around.t) === 'must-run';
    const last = candidates.findLastIndex((candidate) => !stays(candidate));
    if (last >= 0) return this.loadingWithin(candidates.filter((_, i) => i !== last));
    const least = this.share(candidates, { flowM3s: 0 });
    return least?.allowed ? least : this.loadingWithin(candidates.slice(0, -1));
  }

  /** The loading at another output, unless water limits stand against it. */
  private towards(
    candidates: readonly Candidate[],
    wanted: Loading,
    generationMw: number,
  ): Loading {
    const powerMw = generationMw - this.auxiliaryMw(wanted.flowsM3s);
    const isLess = powerMw < wanted.powerMw;
    const target = this.intent.isFlood && isLess ? { atMostMw: powerMw } : { powerMw };
    const other = this.share(candidates, target);
    if (!other?.allowed) return wanted;
    const needed = this.room.atLeastM3s - this.startWaterM3s - other.turbineFlowM3s;
    const over = other.turbineFlowM3s + this.startWaterM3s - this.room.atMostM3s;
    const spillable = this.spillFor(this.withOrders(other.flowsM3s));
    return over > 1e-6 || needed > spillable + 1e-6 ? wanted : other;
  }

  private withOrders(flows: Float64Array): Float64Array {
    return flows.map((flow, u) => flow + this.ordered[u]!);
  }

  /** Least and most Σ P that ramp, export limit and reserve leave, MW. */
  private powerRoom(candidates: readonly Candidate[]): [number, number] {
    const { track, around } = this;
    if (this.intent.spillM3s !== undefined) return [-Infinity, Infinity];
    const { plant, serviceLoadMw } = track.station;
    const ramp = plant.rampMwPerStep;
    const before = track.generationMw;
    const ramped = Number.isFinite(ramp) && !Number.isNaN(before);
    let most = ramped ? before + ramp : Infinity;
    const least = ramped ? before - ramp : -Infinity;
    if (Number.isFinite(plant.exportLimitMw)) {
      const running = candidates.reduce((sum, c) => sum + plant.units[c.unit]!.auxiliaryMw, 0);
      const service = plant.fixedServiceMw + serviceLoadMw[around.t]! + running;
      most = Math.min(most, plant.exportLimitMw + service);
    }
    if (plant.reserveMw > 0) {
      const ready = candidates.reduce((sum, c) => sum + plant.units[c.unit]!.mwMax, 0);
      most = Math.min(most, ready - plant.reserveMw);
    }
    return [least, most];
  }

  private auxiliaryMw(flows: ArrayLike<number>): number {
    return this.track.station.plant.units.reduce(
      (sum, unit, u) => sum + (flows[u]! > 0 ? unit.auxiliaryMw : 0),
      0,
    );
  }

  private generationOf(loading: Loading): number {
    return loading.powerMw + this.auxiliaryMw(loading.flowsM3s);
  }

  /** The best loading of the units that can run at this head: alone, and then together. */
  private withoutIdle(candidates: readonly Candidate[]): Loading | null {
    const able = candidates.filter((candidate) => {
      const alone = { unit: candidate.unit, mayRest: false };
      return this.share([alone], { flowM3s: 0 }) !== null;
    });
    return able.length < candidates.length ? this.loadingWithin(able) : this.withoutOne(candidates);
  }

  private share(candidates: readonly Candidate[], target: LoadTarget): Loading | null {
    const { plant } = this.track.station;
    return shareLoad(plant, candidates, (flow) => this.grossHeadM(flow), target, this.ordered);
  }

  /** The target of the candidates, moved into the outflow room; an export is left as it is. */
  private withinRoom(): LoadTarget {
    const { target } = this.intent;
    const { plant, serviceLoadMw } = this.track.station;
    if ('exportMw' in target) {
      const service = plant.fixedServiceMw + serviceLoadMw[this.around.t]!;
      return { powerMw: target.exportMw + service };
    }
    const others = this.startWaterM3s + this.orderedFlow();
    const highest = this.room.atMostM3s - others;
    const lowest = this.room.atLeastM3s - others;
    return { flowM3s: Math.max(0, Math.min(highest, Math.max(lowest, target.turbineFlowM3s))) };
  }

  private orderedFlow(): number {
    return this.ordered.reduce((sum, flow) => sum + flow, 0);
  }

  /** Gross head at a turbine flow of the candidates, with the spill and the ordered flows that go with it. */
  private grossHeadM(flow: number): number {
    const { track, around, problem } = this;
    const { plant } = track.station;
    const release = flow + this.orderedFlow() + this.startWaterM3s;
    const outflow = release + this.spillAt(release);
    const volume = track.volumeMm3 + ((around.inflowM3s - outflow) * problem.seconds) / M3_PER_MM3;
    const mean = (track.levelM + levelM(plant, volume)) / 2;
    return mean - Math.max(curveAt(plant.tailwater, outflow), around.downstreamLevelM);
  }

  private spillAt(release: number): number {
    const { track, around, problem } = this;
    const { station, volumeMm3, levelM: level } = track;
    const { inflowM3s } = around;
    if (station.plant.freeSpill) {
      return freeSpillM3s(station.plant, volumeMm3, inflowM3s, release, problem.seconds);
    }
    const meant = this.intent.spillM3s;
    const asked = meant === undefined ? this.room.atLeastM3s : release + meant;
    const wanted = Math.min(asked, this.storedOutflow());
    return gatedSpillM3s(problem, station, volumeMm3, level, inflowM3s, release, wanted);
  }

  spillFor(flows: Float64Array): number {
    const release =
      flows.reduce((sum, flow) => sum + flow, 0) +
      startWaterM3(this.track, flows) / this.problem.seconds;
    return this.spillAt(release);
  }
}
