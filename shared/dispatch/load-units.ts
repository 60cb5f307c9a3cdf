import { curveAt } from '#shared/hydraulics/curve.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import { type Loading, shareLoad } from './share-load.ts';

/** What a station is asked for in one step, and under which levels. */
export type LoadUnitsOrder = LoadUnitsConditions &
  ({ readonly outflowM3s: number } | { readonly exportMw: number });

export interface LoadUnitsConditions {
  /** z̄, m. */
  readonly meanLevelM: number;
  /** Level of the reservoir below where its backwater reaches the station, m. */
  readonly downstreamLevelM?: number;
  /** Loads the day names, besides fixed and auxiliary service, MW. */
  readonly serviceLoadMw?: number;
  /** Units that may run, in the plant's order; absent: all. */
  readonly available?: ArrayLike<number | boolean>;
}

/** Flows of one step. `Σ flowsM3s + remainderM3s` is the outflow asked for, exactly. */
export interface UnitLoading {
  /** q of each unit in the plant's order, m³/s; 0 is off. */
  readonly flowsM3s: Float64Array;
  /** What no unit takes of an outflow asked for: below the smallest unit's range, or above all. ≥ 0. */
  readonly remainderM3s: number;
  /** Σ P less auxiliaries, fixed service and service loads, MW. */
  readonly exportMw: number;
  /** Whether the flow goes wholly through the units, or the export is reached. */
  readonly met: boolean;
}

/**
 * Splits one step's outflow, or export, over the units that may run: which of them run, and at what
 * flow, so that an outflow makes most power or an export takes least water. Every unit stays in its
 * flow range, its output limits and outside its forbidden zones. What is out of reach is answered by
 * the nearest that is not; an outflow is never overshot.
 */
export function loadUnits(plant: Plant, order: LoadUnitsOrder): UnitLoading {
  const { available } = order;
  const units = plant.units.map((_, u) => u).filter((u) => !available || Boolean(available[u]));
  const service = plant.fixedServiceMw + (order.serviceLoadMw ?? 0);
  const headAt = (outflowM3s: number): number =>
    order.meanLevelM -
    Math.max(curveAt(plant.tailwater, outflowM3s), order.downstreamLevelM ?? -Infinity);
  const candidates = units.map((unit) => ({ unit, mayRest: true }));
  if ('exportMw' in order) {
    const loading =
      shareLoad(plant, candidates, headAt, { powerMw: order.exportMw + service }) ?? atRest(plant);
    return {
      flowsM3s: loading.flowsM3s,
      remainderM3s: 0,
      exportMw: loading.powerMw - service,
      met: loading.met,
    };
  }
  const { outflowM3s } = order;
  const headM = headAt(outflowM3s);
  const loading = notAbove(plant, candidates, headM, outflowM3s);
  return {
    flowsM3s: loading.flowsM3s,
    remainderM3s: Math.max(0, outflowM3s - loading.turbineFlowM3s),
    exportMw: loading.powerMw - service,
    met: loading.met,
  };
}

function atRest(plant: Plant): Loading {
  const flowsM3s = new Float64Array(plant.units.length);
  return { flowsM3s, turbineFlowM3s: 0, powerMw: 0, allowed: true, met: false };
}

/** The loading nearest to an outflow; where that is above it, the nearest with fewer units. */
function notAbove(
  plant: Plant,
  candidates: readonly { unit: number; mayRest: boolean }[],
  headM: number,
  outflowM3s: number,
): Loading {
  let target = outflowM3s;
  // Reachable flows have gaps; each try below a gap's upper edge lands on its lower one or further down.
  for (let tries = 0; tries < MOST_GAPS && target > 0; tries++) {
    const loading = shareLoad(plant, candidates, () => headM, { flowM3s: target });
    if (!loading) break;
    if (loading.turbineFlowM3s <= outflowM3s + 1e-6) return loading;
    target -= loading.turbineFlowM3s - target + 1e-6 * outflowM3s;
  }
  return { ...atRest(plant), met: outflowM3s === 0 };
}

const MOST_GAPS = 40;
