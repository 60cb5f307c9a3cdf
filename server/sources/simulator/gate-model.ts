import type { Plant } from '#shared/hydraulics/plant.ts';
import { spillCapacityM3s } from '#shared/hydraulics/reservoir.ts';

/** Below the highest level by this much the operator begins to open the gates, m. */
const MARGIN_M = 0.15;
/** Gates go from shut to their full capacity in this time. */
const FULL_STROKE_SECONDS = 1200;

/**
 * Spill through the gates `seconds` later: what the plan spills, and near the flood limit as much of the
 * surplus as holds the level, no faster than the gates move.
 * @param surplusM3s inflow less turbine flow
 */
export function gateSpillM3s(
  plant: Plant,
  levelM: number,
  spillM3s: number,
  plannedM3s: number,
  surplusM3s: number,
  seconds: number,
): number {
  const capacity = spillCapacityM3s(plant, levelM);
  const rise = (levelM - (plant.levelMaxM - MARGIN_M)) / MARGIN_M;
  const held = Math.max(0, surplusM3s) * Math.min(1.5, Math.max(0, rise));
  const target = Math.min(capacity, Math.max(plannedM3s, held));
  const top = plant.spillCapacity.y[plant.spillCapacity.y.length - 1]!;
  const stroke = (top * seconds) / FULL_STROKE_SECONDS;
  const moved = spillM3s + Math.max(-stroke, Math.min(stroke, target - spillM3s));
  return Math.min(capacity, Math.max(0, moved));
}
