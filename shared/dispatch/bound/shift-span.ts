import { tolerances } from '../tolerances.ts';
import type { BoundTask } from './bound-task.ts';
import type { UpperSet } from './upper-table.ts';

/** One set in one step: how much it may let go, and by how many cells storage may fall with it. */
export interface ShiftSpan {
  /** Turbine water, m³/s. */
  readonly least: number;
  readonly most: number;
  /** Shifts from … to, whole cells of storage downwards. */
  readonly from: number;
  readonly to: number;
}

/** How finely storage is looked at, and how far it may shift for it to stay within reach. */
export interface ShiftReach {
  /** Outflow that lowers storage by one cell in a step, m³/s. */
  readonly cellM3s: number;
  readonly mostSpillM3s: number;
  /** Cells downwards. */
  readonly fewest: number;
  readonly farthest: number;
}

/** null where the set can let go nothing that the limits of outflow allow. */
export function shiftSpan(
  model: BoundTask,
  t: number,
  set: number,
  { flowM3s }: UpperSet,
  { cellM3s, mostSpillM3s, fewest, farthest }: ShiftReach,
): ShiftSpan | null {
  const boxes = flowM3s.length - 1;
  const { plant } = model.task.station;
  const off = tolerances.operating;
  if (boxes < 1 || model.readyMw[set]! < plant.reserveMw - off) return null;
  const fixed = orderedFlow(model, t, set);
  if (fixed === 'another set') return null;
  const equal = plant.units.length * tolerances.equalFlowM3s;
  const [lowest, highest] =
    fixed === 'free' ? [flowM3s[0]!, flowM3s[boxes]!] : [fixed - equal, fixed + equal];
  const besides = model.startM3s[set]! + mostSpillM3s;
  const [leastOut, mostOut] = [plant.outflowMinM3s - off, plant.outflowMaxM3s + off];
  const least = Math.max(0, lowest, leastOut - besides);
  const most = Math.min(highest, mostOut);
  if (least > most || most + besides < leastOut) return null;
  const inflow = model.task.inflowM3s[t]!;
  const from = Math.floor((Math.max(least, leastOut) - inflow) / cellM3s);
  const to = Math.ceil((Math.min(most + besides, mostOut) - inflow) / cellM3s);
  const span = {
    least,
    most,
    // As whole numbers, not as doubles that happen to be whole: the innermost loops count by them.
    from: Math.max(fewest, from) | 0,
    to: Math.min(farthest, to) | 0,
  };
  return span.from > span.to ? null : span;
}

/** Σ flow already ordered where every unit has an order for the step and they make up this set. */
function orderedFlow(model: BoundTask, t: number, set: number): number | 'free' | 'another set' {
  const { units } = model.task.station;
  let sum = 0;
  for (const unit of units) {
    const flow = unit.fixedFlowM3s[t]!;
    if (Number.isNaN(flow)) return 'free';
    sum += flow;
  }
  if (model.pools) return sum;
  const { counts } = model.sets[set]!;
  const same = model.classes.every(({ members }, c) => {
    let on = 0;
    for (const u of members) if (units[u]!.fixedFlowM3s[t]! > 0) on++;
    return on === counts[c];
  });
  return same ? sum : 'another set';
}
