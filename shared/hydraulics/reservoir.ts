import { M3_PER_MM3 } from '#shared/units/physics.ts';
import { curveAt } from './curve.ts';
import type { Plant } from './plant.ts';

/** level(V), m over Mm³. */
export function levelM(plant: Plant, volumeMm3: number): number {
  return curveAt(plant.levelAtVolume, volumeMm3);
}

/** V(z), Mm³ over m. */
export function volumeMm3(plant: Plant, level: number): number {
  return curveAt(plant.volumeAtLevel, level);
}

/** capacity(z̄), m³/s. */
export function spillCapacityM3s(plant: Plant, meanLevelM: number): number {
  return curveAt(plant.spillCapacity, meanLevelM);
}

/** V[t+1] = V[t] + (I + arrivals − O) Δ / 10⁶, Mm³ (model.md, step 1). */
export function volumeAfterMm3(
  volume: number,
  inflowM3s: number,
  outflowM3s: number,
  seconds: number,
): number {
  return volume + ((inflowM3s - outflowM3s) * seconds) / M3_PER_MM3;
}

/** A spill s with |s − capacity(z̄(s))| below this, m³/s, is the free overflow, where no other is asked. */
const FREE_SPILL_TOLERANCE_M3S = 1e-10;

/** Far more rounds than false position needs on curves of a few hundred points. */
const MOST_ROUNDS = 200;

/**
 * The free overflow of a step: the s with s = capacity(z̄), where z̄ itself falls as s rises
 * (model.md, step 8). s − capacity(z̄(s)) increases strictly, so false position, its stale end
 * halved, finds the one root.
 * @param inflowM3s inflow with arrivals
 * @param releaseM3s outflow other than spill: turbines and start water
 * @param toleranceM3s of |s − capacity(z̄(s))|
 */
export function freeSpillM3s(
  plant: Plant,
  volume: number,
  inflowM3s: number,
  releaseM3s: number,
  seconds: number,
  toleranceM3s = FREE_SPILL_TOLERANCE_M3S,
): number {
  const before = levelM(plant, volume);
  let low = 0;
  let excessLow = spillExcess(plant, before, volume, inflowM3s, releaseM3s, seconds, low);
  if (excessLow >= 0) return 0;
  let high = -excessLow;
  let excessHigh = spillExcess(plant, before, volume, inflowM3s, releaseM3s, seconds, high);
  for (let i = 0; i < MOST_ROUNDS && high - low > toleranceM3s; i++) {
    const at = (low * excessHigh - high * excessLow) / (excessHigh - excessLow);
    const excess = spillExcess(plant, before, volume, inflowM3s, releaseM3s, seconds, at);
    if (Math.abs(excess) < toleranceM3s || at === low || at === high) return at;
    if (excess < 0) [low, excessLow, excessHigh] = [at, excess, excessHigh / 2];
    else [high, excessHigh, excessLow] = [at, excess, excessLow / 2];
  }
  return high;
}

/** s − capacity(z̄(s)), m³/s. */
function spillExcess(
  plant: Plant,
  levelBefore: number,
  volume: number,
  inflowM3s: number,
  releaseM3s: number,
  seconds: number,
  spill: number,
): number {
  const after = levelM(plant, volumeAfterMm3(volume, inflowM3s, releaseM3s + spill, seconds));
  return spill - spillCapacityM3s(plant, (levelBefore + after) / 2);
}
