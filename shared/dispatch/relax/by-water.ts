import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { limits } from '../limit-codes.ts';
import type { StationModel } from '../station-model.ts';
import type { LimitWeights } from './flow-course.ts';

/** Weights by which limits of all units count as much as the water that keeps them, in m³/s of a step. */
export function byWater(model: StationModel): LimitWeights {
  const { problem, station } = model.task;
  const { x, y } = station.plant.volumeAtLevel;
  const perMm3 = (x[x.length - 1]! - x[0]!) / (y[y.length - 1]! - y[0]!);
  const hours = problem.seconds / SECONDS_PER_HOUR;
  const levelPerM3s = perMm3 * model.perFlow;
  const perM3s: Partial<Record<string, number>> = { m: levelPerM3s, 'm/h': levelPerM3s / hours };
  return (limit) => 1 / (perM3s[limits[limit].unit] ?? 1);
}
