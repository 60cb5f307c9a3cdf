import { type Commitment, commitmentAfter, commitmentBefore, leaveOf } from '../commitment.ts';
import { clockCell, inOrderOfUse } from '../label-search.ts';
import { nearestSet } from '../nearest-set.ts';
import type { StationModel } from '../station-model.ts';
import type { RampCells } from './ramp-cells.ts';
import type { WorthAhead } from './worth-ahead.ts';

const NEVER = -Infinity;

/** Chains of decisions kept per step where units have times or starts to keep to. */
const WIDTH = 16;

/** Who runs in each step, and the turbine flow; n. */
export interface RampedRun {
  readonly running: readonly Uint8Array[];
  /** The model's sets. */
  readonly sets: Int32Array;
  readonly flowM3s: Float64Array;
}

/** Units of each class. */
type Members = readonly (readonly number[])[];

/** A chain of decisions up to a step. */
interface Link {
  readonly parent: Link | null;
  readonly running: Uint8Array;
  readonly set: number;
  readonly cell: number;
  readonly commitment: Commitment;
  /** Earned so far, and with what is ahead. */
  readonly worth: number;
  readonly promise: number;
}

/** Forwards along the worth of what is ahead: the best running sets and flows at its prices. */
export class RampRuns {
  private readonly cells: RampCells;
  private readonly ahead: WorthAhead;
  private readonly model: StationModel;

  constructor(cells: RampCells, ahead: WorthAhead) {
    this.cells = cells;
    this.ahead = ahead;
    this.model = cells.model;
  }

  /** What the best run at the prices uses, Σ m³/s, were units without times to keep to. */
  used(): number {
    const { model } = this;
    const { count } = this.cells;
    let set = nearestSet(model, commitmentBefore(model.task.station).on);
    let cell = -1;
    let sum = 0;
    for (let t = 0; t < model.task.problem.steps; t++) {
      let most = NEVER;
      let [bestSet, bestCell] = [set, Math.max(0, cell)];
      for (let to = 0; to < model.sets.length; to++) {
        const at = this.cellFrom(t, to, cell);
        if (at < 0) continue;
        const worth =
          this.ahead.worth[t]![to * count + at]! -
          this.ahead.costOf(set, to, this.ahead.perM3s[t]!);
        if (worth > most) [most, bestSet, bestCell] = [worth, to, at];
      }
      [set, cell] = [bestSet, bestCell];
      sum += this.cells.flow[t]![set * count + cell]!;
    }
    return sum;
  }

  /** The best run at the prices, forwards, with the times and starts that units keep to. */
  run(): RampedRun {
    const { model } = this;
    const { station, problem } = model.task;
    const clocks = station.plant.units.some(
      (u) => u.minUpMinutes + u.minDownMinutes > 0 || u.startsPerDay < Infinity,
    );
    const commitment = commitmentBefore(station);
    const set = nearestSet(model, commitment.on);
    const first = { parent: null, running: commitment.on, set, cell: -1, commitment };
    let front: Link[] = [{ ...first, worth: 0, promise: 0 }];
    for (let t = 0; t < problem.steps; t++) {
      const next = new Map<string, Link>();
      for (const link of front) {
        for (const after of this.successors(link, t)) {
          const young = clocks ? clockCell(model, after.commitment) : '';
          const key = `${after.set} ${after.cell} ${young}`;
          const there = next.get(key);
          if (!there || after.promise > there.promise) next.set(key, after);
        }
      }
      front = [...next.values()].sort((a, b) => b.promise - a.promise).slice(0, clocks ? WIDTH : 1);
    }
    return this.runOf(front[0]!);
  }

  /**
   * The sets and flows of one run up to a step and of another from it on; null where the units' times
   * and starts stand against it.
   */
  spliced(before: RampedRun, after: RampedRun, at: number): RampedRun | null {
    const { model } = this;
    const { station, problem } = model.task;
    const of = (t: number): RampedRun => (t < at ? before : after);
    const sets = Int32Array.from(before.sets, (_, t) => of(t).sets[t]!);
    const flowM3s = Float64Array.from(before.flowM3s, (_, t) => of(t).flowM3s[t]!);
    let commitment = commitmentBefore(station);
    const running: Uint8Array[] = [];
    for (let t = 0; t < problem.steps; t++) {
      const { must, may } = this.leavesOf(commitment, t);
      const { counts } = model.sets[sets[t]!]!;
      if (!isAble(counts, must, may)) return null;
      const now = this.runningOf(counts, must, may);
      running.push(now);
      commitment = commitmentAfter(problem, commitment, now, t);
    }
    return { running, sets, flowM3s };
  }

  private leavesOf(commitment: Commitment, t: number): { must: Members; may: Members } {
    const { model } = this;
    const { station, problem } = model.task;
    const leaves = station.units.map((_, u) => leaveOf(problem, station, commitment, u, t));
    return {
      must: model.classes.map(({ members }) => members.filter((u) => leaves[u] === 'must-run')),
      may: model.classes.map(({ members }) => inOrderOfUse(members, leaves, commitment)),
    };
  }

  private runningOf(counts: readonly number[], must: Members, may: Members): Uint8Array {
    const running = new Uint8Array(this.model.task.station.units.length);
    counts.forEach((k, c) => {
      for (const u of must[c]!) running[u] = 1;
      for (const u of may[c]!.slice(0, Math.max(0, k - must[c]!.length))) running[u] = 1;
    });
    return running;
  }

  private successors(link: Link, t: number): Link[] {
    const { must, may } = this.leavesOf(link.commitment, t);
    const found: Link[] = [];
    const able: number[] = [];
    this.model.sets.forEach(({ counts }, set) => {
      if (!isAble(counts, must, may)) return;
      able.push(set);
      const cell = this.cellFrom(t, set, link.cell);
      if (cell >= 0) found.push(this.linkTo(link, t, set, cell, must, may));
    });
    if (found.length > 0) return found;
    return [this.linkTo(link, t, ...this.nearestCell(t, able, link), must, may)];
  }

  /** The best cell of a set that the ramps leave from a cell of the step before; −1: none. */
  private cellFrom(t: number, set: number, cell: number): number {
    const { count, before, up, down } = this.cells;
    if (cell >= 0) return this.ahead.bestCell[t]![set * count + cell]!;
    let best = -1;
    let most = NEVER;
    for (let at = 0; at < count; at++) {
      const worth = this.ahead.worth[t]![set * count + at]!;
      const far = at > before + up + 1e-6 || at < before - down - 1e-6;
      if (!far && worth > most) [most, best] = [worth, at];
    }
    return best;
  }

  /** Where the ramps leave nothing: the cell nearest to the one before. */
  private nearestCell(t: number, able: readonly number[], { set, cell }: Link): [number, number] {
    const { count, before } = this.cells;
    const about = cell >= 0 ? cell : Number.isNaN(before) ? 0 : before;
    let nearest: [number, number] = [set, Math.max(0, cell)];
    let off = Infinity;
    for (const to of able) {
      for (let at = 0; at < count; at++) {
        if (this.ahead.worth[t]![to * count + at] === NEVER) continue;
        if (Math.abs(at - about) < off) [off, nearest] = [Math.abs(at - about), [to, at]];
      }
    }
    return nearest;
  }

  private linkTo(
    link: Link,
    t: number,
    set: number,
    cell: number,
    must: Members,
    may: Members,
  ): Link {
    const { model } = this;
    const perM3s = this.ahead.perM3s[t]!;
    const { problem } = model.task;
    const running = this.runningOf(model.sets[set]!.counts, must, may);
    const at = set * this.cells.count + cell;
    const paid = link.worth - this.ahead.costOf(link.set, set, perM3s);
    const earned = this.cells.money[t]![at]! - perM3s * this.cells.flow[t]![at]!;
    return {
      parent: link,
      running,
      set,
      cell,
      commitment: commitmentAfter(problem, link.commitment, running, t),
      worth: paid + earned,
      promise: paid + this.ahead.worth[t]![at]!,
    };
  }

  private runOf(last: Link): RampedRun {
    const { steps } = this.model.task.problem;
    const running: Uint8Array[] = [];
    const sets = new Int32Array(steps);
    const flowM3s = new Float64Array(steps);
    let link = last;
    for (let t = steps - 1; t >= 0; t--) {
      running[t] = link.running;
      sets[t] = link.set;
      flowM3s[t] = this.cells.flow[t]![link.set * this.cells.count + link.cell]!;
      link = link.parent!;
    }
    return { running, sets, flowM3s };
  }
}

/** Whether as many of each class can run: those that must, and of those that may. */
const isAble = (counts: readonly number[], must: Members, may: Members): boolean =>
  counts.every((k, c) => k >= must[c]!.length && k <= must[c]!.length + may[c]!.length);
