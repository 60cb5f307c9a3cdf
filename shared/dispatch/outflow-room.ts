import { levelM, spillCapacityM3s, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { M3_PER_MM3, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import type { Problem, StationProblem } from './problem.ts';

/** Outflow that a step's limits leave, m³/s; `atLeastM3s` may exceed `atMostM3s`, then they conflict. */
export interface OutflowRoom {
  readonly atLeastM3s: number;
  readonly atMostM3s: number;
}

/** Kept clear of level limits, m, so that rounding never breaks one. */
const LEVEL_MARGIN_M = 1e-7;

/**
 * The outflows that keep floor and ceiling, outflow ramps, and the level limits and ramps at the
 * step's end. Storage that the curve cannot hold counts as a limit as well.
 * @param outflowBeforeM3s NaN where the day does not tell
 */
export function outflowRoom(
  problem: Problem,
  station: StationProblem,
  t: number,
  volume: number,
  level: number,
  inflowM3s: number,
  outflowBeforeM3s: number,
): OutflowRoom {
  const { plant } = station;
  const hours = problem.seconds / SECONDS_PER_HOUR;
  const highest = Math.min(
    station.levelMaxM[t + 1]! - LEVEL_MARGIN_M,
    level + plant.levelRampMPerHour.up * hours - LEVEL_MARGIN_M,
  );
  const wanted = t === problem.steps - 1 ? station.end.levelM : -Infinity;
  const lowest = Math.max(
    station.levelMinM[t + 1]! + LEVEL_MARGIN_M,
    level - plant.levelRampMPerHour.down * hours + LEVEL_MARGIN_M,
    wanted + LEVEL_MARGIN_M,
  );
  const toMm3 = (m: number): number => volumeMm3(plant, m);
  const outflowTo = (volumeAfter: number): number =>
    inflowM3s + ((volume - volumeAfter) * M3_PER_MM3) / problem.seconds;
  let atLeastM3s = Math.max(0, plant.outflowMinM3s, outflowTo(toMm3(highest)));
  let atMostM3s = Math.min(plant.outflowMaxM3s, outflowTo(toMm3(lowest)));
  if (!Number.isNaN(outflowBeforeM3s)) {
    atLeastM3s = Math.max(atLeastM3s, outflowBeforeM3s - plant.outflowRampM3sPerStep.down);
    atMostM3s = Math.min(atMostM3s, outflowBeforeM3s + plant.outflowRampM3sPerStep.up);
  }
  return { atLeastM3s, atMostM3s };
}

/**
 * The spill that lifts a release to `wantedM3s`, as far as the gates pass it at the step's mean
 * level; the mean level itself falls as they open, so the two are settled in turn.
 */
export function gatedSpillM3s(
  problem: Problem,
  station: StationProblem,
  volume: number,
  level: number,
  inflowM3s: number,
  releaseM3s: number,
  wantedM3s: number,
): number {
  const { plant } = station;
  const short = wantedM3s - releaseM3s;
  if (short <= 0) return 0;
  const capacityWith = (spill: number): number => {
    const net = inflowM3s - releaseM3s - spill;
    const after = levelM(plant, volume + (net * problem.seconds) / M3_PER_MM3);
    return spillCapacityM3s(plant, (level + after) / 2);
  };
  if (short <= capacityWith(short)) return short;
  let low = 0;
  let high = short;
  for (let i = 0; i < SPILL_HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (middle <= capacityWith(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const SPILL_HALVINGS = 50;
