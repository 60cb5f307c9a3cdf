import { curveAt } from '#shared/hydraulics/curve.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import { spacingInRow } from '../kept-tables.ts';
import { HeadNodes } from './head-nodes.ts';

const MOST_INTERVALS = 200;
const LEAST_INTERVALS = 3;
const LEAST_SPACING_M = 1e-3;
/** A set's flows are looked at in about this many boxes, the more the finer heads are told apart. */
const BOXES = 28;
const LEAST_BOXES = 20;
const MOST_BOXES = 56;
/** Heads told apart by this share of the head, and more finely, are worth more boxes; by that share, and more coarsely, the fewest. */
const FINE_HEADS = 0.0015;
const COARSE_HEADS = 0.004;
/** Intervals of head looked at beside those that a set may come to: flows may pass their range by a tolerance. */
export const BESIDE = 2;

/** What a table of upper bounds must cover, and how finely. */
export interface TableSpan {
  /** The tailwater rises no higher than at this, m³/s. */
  readonly mostOutflowM3s: number;
  /** Heads that a greater one leaves are told apart less finely, m³/s; no less than the units' largest flows. */
  readonly usualOutflowM3s: number;
  /** Lowest and highest mean level of a step, m. */
  readonly levels: readonly [number, number];
  /** Heads are looked at in intervals of this share of the head. */
  readonly headShare: number;
}

/** Nodes of a table of upper bounds. */
export interface TableNodes {
  /** Rising, evenly spaced, m. */
  readonly levelsM: Float64Array;
  readonly heads: HeadNodes;
  /** About how many boxes of flow a set has. */
  readonly boxes: number;
  /** Alike for one plant's nodes that are the same. */
  readonly name: string;
}

/**
 * Levels are multiples of their spacing, and spacings those of a row: a day planned again, and others of the
 * station, come to the same nodes, whose table can then be kept.
 */
export function tableNodes(
  plant: Plant,
  { mostOutflowM3s, usualOutflowM3s, levels: [lowest, highest], headShare }: TableSpan,
): TableNodes {
  const [tailLow, tailHigh] = [plant.tailwater.y[0]!, curveAt(plant.tailwater, mostOutflowM3s)];
  const middle = (lowest + highest) / 2 - (tailLow + tailHigh) / 2;
  const span = Math.max(highest - lowest, LEAST_SPACING_M);
  const fine = Math.min(headShare * Math.max(1, middle), span / LEAST_INTERVALS);
  const spacing = Math.max(
    spacingInRow(fine, Math.floor),
    spacingInRow(Math.max(LEAST_SPACING_M, span / MOST_INTERVALS), Math.ceil),
  );
  const first = Math.floor(lowest / spacing);
  const intervals = Math.max(1, Math.ceil(highest / spacing) - first);
  const boxes = boxesFor(headShare);
  const below = Math.ceil((tailHigh - tailLow) / spacing) + 1;
  const levelsM = Float64Array.from({ length: intervals + 1 }, (_, k) => (first + k) * spacing);
  const heads = new HeadNodes(
    levelsM[0]! - tailLow - below * spacing,
    levelsM[0]! - curveAt(plant.tailwater, usualOutflowM3s) - BESIDE * spacing,
    spacing,
    intervals + below + 2,
  );
  const counts = [first, intervals, below, heads.evenFrom, heads.headsM.length, boxes];
  return { levelsM, heads, boxes, name: `${spacing} ${counts.join(' ')}` };
}

function boxesFor(headShare: number): number {
  if (headShare >= COARSE_HEADS) return LEAST_BOXES;
  return Math.round(Math.min(MOST_BOXES, BOXES * Math.max(1, FINE_HEADS / headShare)));
}
