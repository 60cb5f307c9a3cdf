import { curveAt } from '#shared/hydraulics/curve.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import type { RunningSet } from '../running-sets.ts';
import { tolerances } from '../tolerances.ts';
import { type BoxValues, type FlowBoxes, boxesOver, noValues } from './flow-boxes.ts';
import { FullFlow } from './full-flow.ts';
import type { HeadNodes } from './head-nodes.ts';
import { type Pool, isPool } from './pool.ts';
import { SetUpper } from './set-upper.ts';
import { BESIDE, type TableNodes } from './table-nodes.ts';
import type { FlowLimit } from './unit-upper.ts';
import type { UpperCurve } from './upper-curve.ts';

/** A pool's flows are looked at in so many boxes more for each unit: every one has a best flow of its own. */
const BOXES_OF_A_UNIT = 8;
/** Numbers that a unit's curves have in an interval of heads, about. */
const NUMBERS_OF_UNIT = 200;

/** What a set makes at most, by level and flow: per level node (rising), boxes of flow with their two ends. */
export interface UpperSet {
  /** Box m spans flow[m] … flow[m + 1], m³/s; empty where the set can never run. */
  readonly flowM3s: Float64Array;
  /** Σ P at the lower and the upper end of each box, MW, level node by level node. */
  readonly atLower: Float64Array;
  readonly atUpper: Float64Array;
  /** The most of all these. */
  readonly topMw: number;
  /** Σ P over Σ q at least, at any level, MW per m³/s. */
  readonly leastPerM3s: number;
  /** Σ q at most at each level node, m³/s, and straight between two. */
  readonly mostM3s: Float64Array;
  /** The same by gross head instead of level, head node by head node: for water that goes past the turbines. */
  readonly byHead: readonly BoxValues[];
}

const NOT_RUNNING: UpperSet = {
  flowM3s: new Float64Array(0),
  atLower: new Float64Array(0),
  atUpper: new Float64Array(0),
  topMw: 0,
  leastPerM3s: 0,
  mostM3s: new Float64Array(0),
  byHead: [],
};

/**
 * Upper bounds of Σ P over reservoir level and turbine flow for each running set or pool, reckoned when they are
 * asked for. Between two level nodes and within a box the bound is bilinear, and no loading of the set that model.md allows makes
 * more: curves of units are enclosed with their slopes, tailwater is taken at the box's lower end,
 * where the head is highest. Power never falls with the level in it.
 */
export class UpperTable {
  readonly levelsM: Float64Array;
  readonly heads: HeadNodes;
  private readonly plant: Plant;
  private readonly sets: readonly (RunningSet | Pool)[];
  private readonly known: (UpperSet | undefined)[];
  private readonly upper: SetUpper;
  private readonly full: FullFlow;
  private readonly startedM3s: number | null;
  private readonly boxes: number;
  /** Numbers that it holds, about. */
  numbers: number;

  /** @param startedM3s what starts let go at most while the gates stay shut, m³/s; null: gates may open */
  constructor(
    plant: Plant,
    sets: readonly (RunningSet | Pool)[],
    { levelsM, heads, boxes }: TableNodes,
    startedM3s: number | null,
  ) {
    [this.plant, this.sets, this.startedM3s] = [plant, sets, startedM3s];
    [this.levelsM, this.heads, this.boxes] = [levelsM, heads, boxes];
    this.known = sets.map(() => undefined);
    const { headsM } = heads;
    this.numbers = NUMBERS_OF_UNIT * headsM.length * plant.units.length;
    // What is spilled lowers the head, and with it what ends a unit's flow by its output: curves then end themselves.
    const isOpen = startedM3s !== null;
    const leastOutM3s = plant.outflowMinM3s - tolerances.operating;
    this.upper = new SetUpper(plant, headsM, isOpen, isOpen ? leastOutM3s - startedM3s : 0);
    const limitsOf = (u: number): readonly FlowLimit[] | null =>
      isOpen ? this.upper.limitsOf(u) : null;
    this.full = new FullFlow(plant, this.heads.even(), limitsOf, startedM3s ?? 0);
  }

  /** Of the running sets or pools the one numbered so. */
  set(which: number): UpperSet {
    const known = this.known[which];
    if (known) return known;
    const set = (this.known[which] = this.upperSet(this.sets[which]!));
    const boxes = set.flowM3s.length - 1;
    this.numbers += 2 * (set.atLower.length + set.byHead.length * boxes);
    return set;
  }

  private upperSet(set: RunningSet | Pool): UpperSet {
    const mostM3s = this.full.byLevel(set, this.levelsM);
    const { headsM } = this.heads;
    const levels = this.levelsM.length;
    if (set.units.length === 0) {
      return {
        flowM3s: Float64Array.of(0, 0),
        atLower: new Float64Array(levels),
        atUpper: new Float64Array(levels),
        topMw: 0,
        leastPerM3s: 0,
        mostM3s,
        byHead: Array.from(headsM, () => ({
          lower: new Float64Array(1),
          upper: new Float64Array(1),
        })),
      };
    }
    const { plant, upper } = this;
    const [first, last] = this.intervalsOf(set);
    const curves: UpperCurve[][] = [];
    for (let i = 0; i + 1 < headsM.length; i++) {
      curves.push(first <= i && i <= last ? upper.curves(set, i) : []);
    }
    const most = isPool(set) ? this.boxes + BOXES_OF_A_UNIT * set.units.length : this.boxes;
    const boxes = boxesOver(curves, most, plant.tailwater.x);
    if (!boxes) return NOT_RUNNING;
    const byHead = atNodes(
      curves.map((list) => ({
        low: boxes.values(list.map((curve) => curve.atLow)),
        high: boxes.values(list.map((curve) => curve.atHigh)),
      })),
      boxes.count,
    );
    const { flowM3s, atLower, atUpper, topMw } = this.byLevel(boxes, byHead);
    const leastPerM3s = upper.leastPerM3s(set);
    return { flowM3s, atLower, atUpper, topMw, leastPerM3s, mostM3s, byHead };
  }

  /**
   * First and last interval of head that a set may come to: its own flow sets the tailwater, and what goes past
   * the turbines raises it further, by as much as a start's water while gates stay shut.
   */
  private intervalsOf(set: RunningSet | Pool): readonly [number, number] {
    const { plant, heads, levelsM, startedM3s } = this;
    let [least, most] = [0, startedM3s ?? 0];
    for (const u of set.units) {
      const { flowMin, flowMax } = plant.units[u]!;
      if (!isPool(set)) least += Math.min(...flowMin.y);
      most += Math.max(...flowMax.y);
    }
    const placeOf = (levelM: number, flow: number): number =>
      heads.placeOf(levelM - curveAt(plant.tailwater, flow));
    const lowest = startedM3s === null ? 0 : Math.floor(placeOf(levelsM[0]!, most));
    const highest = Math.ceil(placeOf(levelsM[levelsM.length - 1]!, least));
    return [lowest - BESIDE, highest + BESIDE];
  }

  /** From heads to levels: each end of a box at its own tailwater. */
  private byLevel(
    boxes: FlowBoxes,
    byHead: readonly BoxValues[],
  ): Pick<UpperSet, 'flowM3s' | 'atLower' | 'atUpper' | 'topMw'> {
    const { heads, plant } = this;
    const { count, flowM3s } = boxes;
    const levels = this.levelsM.length;
    const atLower = new Float64Array(levels * count).fill(-Infinity);
    const atUpper = new Float64Array(levels * count).fill(-Infinity);
    for (let m = 0; m < count; m++) {
      const tail = curveAt(plant.tailwater, flowM3s[m]!);
      const tailAfter = Math.max(tail, curveAt(plant.tailwater, flowM3s[m + 1]!));
      const column = new BoxColumn(
        byHead,
        m,
        heads.placeOf(this.levelsM[0]! - tail),
        (tailAfter - tail) / heads.spacingM,
      );
      for (let k = 0; k + 1 < levels; k++) {
        column.raise(k, atLower, atUpper, k * count + m, (k + 1) * count + m);
      }
      for (let k = 1; k < levels; k++) {
        const at = k * count + m;
        if (atLower[at - count]! > atLower[at]!) atLower[at] = atLower[at - count]!;
        if (atUpper[at - count]! > atUpper[at]!) atUpper[at] = atUpper[at - count]!;
      }
    }
    const topMw = Math.max(mostOf(atLower), mostOf(atUpper));
    return { flowM3s, atLower, atUpper, topMw };
  }
}

const mostOf = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

/**
 * Values at the nodes of head out of those of the intervals on either side, the greater, and of all
 * nodes below: what goes past the turbines may lower the head to where they make more, or may run at all.
 */
function atNodes(
  intervals: readonly { low: BoxValues; high: BoxValues }[],
  count: number,
): BoxValues[] {
  const nodes: BoxValues[] = [];
  for (let j = 0; j <= intervals.length; j++) {
    const values = noValues(count);
    for (const side of [nodes[j - 1], intervals[j - 1]?.high, intervals[j]?.low]) {
      if (!side) continue;
      for (let m = 0; m < count; m++) {
        if (side.lower[m]! > values.lower[m]!) values.lower[m] = side.lower[m]!;
        if (side.upper[m]! > values.upper[m]!) values.upper[m] = side.upper[m]!;
      }
    }
    nodes.push(values);
  }
  return nodes;
}

/**
 * One box over all levels. Its bound is linear between nodes of head and between its two ends, so
 * between two levels it is bilinear but for what it bends at the nodes of head it passes and by the
 * tailwater's rise along the box; all four corners are raised by as much.
 */
class BoxColumn {
  private readonly byHead: readonly BoxValues[];
  private readonly m: number;
  /** Place of the lowest level among the nodes of head, at the box's lower end. */
  private readonly place: number;
  /** By how many nodes the head falls along the box. */
  private readonly fall: number;

  constructor(byHead: readonly BoxValues[], m: number, place: number, fall: number) {
    this.byHead = byHead;
    this.m = m;
    this.place = place;
    this.fall = fall;
  }

  /** Raises the bounds between levels k and k + 1 (at `here` and `next`) to what this box can make there. */
  raise(k: number, lower: Float64Array, upper: Float64Array, here: number, next: number): void {
    const left = [this.at('lower', this.place + k), this.at('lower', this.place + k + 1)] as const;
    const right = [
      this.at('upper', this.place + k - this.fall),
      this.at('upper', this.place + k + 1 - this.fall),
    ] as const;
    const first = Math.max(0, Math.floor(this.place + k - this.fall));
    const last = Math.min(this.byHead.length - 1, Math.ceil(this.place + k + 1));
    const above = this.bend(first, last);
    const knownLeft = this.greatest('lower', first, last);
    const knownRight = this.greatest('upper', first, last);
    if (knownLeft === -Infinity) return;
    const [low, lowNext] = left;
    const [high, highNext] = right;
    lower[here] = Math.max(lower[here]!, (low === -Infinity ? knownLeft : low) + above);
    lower[next] = Math.max(lower[next]!, (lowNext === -Infinity ? knownLeft : lowNext) + above);
    upper[here] = Math.max(upper[here]!, (high === -Infinity ? knownRight : high) + above);
    upper[next] = Math.max(upper[next]!, (highNext === -Infinity ? knownRight : highNext) + above);
  }

  private node(end: 'lower' | 'upper', j: number): number {
    return this.byHead[Math.max(0, Math.min(this.byHead.length - 1, j))]![end][this.m]!;
  }

  private at(end: 'lower' | 'upper', place: number): number {
    const j = Math.floor(place);
    const a = this.node(end, j);
    const b = this.node(end, j + 1);
    if (a === -Infinity) return place === j ? a : b;
    if (b === -Infinity) return a;
    return a + (place - j) * (b - a);
  }

  private greatest(end: 'lower' | 'upper', first: number, last: number): number {
    let most = -Infinity;
    for (let j = first; j <= last; j++) most = Math.max(most, this.node(end, j));
    return most;
  }

  /**
   * What the bound may have over the straight between its corners, nodes first … last being touched:
   * what each end's line may have over the chord between two levels, for a node of head lies between
   * them; and what the head that falls along the box makes of lines that rise differently at its ends.
   */
  private bend(first: number, last: number): number {
    let kink = 0;
    let least = Infinity;
    let most = 0;
    for (let j = first; j < last; j++) {
      const rise = this.rise('lower', j);
      const riseAfter = this.rise('upper', j);
      least = Math.min(least, rise);
      most = Math.max(most, riseAfter);
      if (j === first) continue;
      kink = Math.max(
        kink,
        this.rise('lower', j - 1) - rise,
        this.rise('upper', j - 1) - riseAfter,
      );
    }
    return (kink + this.fall * Math.max(0, most - least)) / 4;
  }

  /** From node j to the next, MW; 0 where either is not known. */
  private rise(end: 'lower' | 'upper', j: number): number {
    const rise = this.node(end, j + 1) - this.node(end, j);
    return Number.isFinite(rise) ? rise : 0;
  }
}
