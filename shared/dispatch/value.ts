import { M3_PER_MM3, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import type { Problem, StationProblem } from './problem.ts';

/** What one station's horizon came to: what its worth is reckoned from. */
export interface StationResult {
  /** X, MW; n. */
  readonly exportMw: ArrayLike<number>;
  /** Σ startCost of all starts, currency. */
  readonly startCosts: number;
  /** V[n], Mm³. */
  readonly endVolumeMm3: number;
  /** Σ q Δ / 10⁶ of all units, Mm³. */
  readonly turbinedMm3: number;
}

/** Rank 4, currency: `total = energy − starts + endWater`. `starts` is a cost, ≥ 0. */
export interface PlanValue {
  readonly total: number;
  readonly energy: number;
  readonly starts: number;
  readonly endWater: number;
}

/**
 * Σ price · X · Δ/3600 − Σ startCost + endWaterValue · V[n] (model.md, rank 4), over all stations.
 * With a load to follow X is given: `energy` is 0, and the value is what is left, water and starts.
 */
export function valueOf(problem: Problem, results: readonly StationResult[]): PlanValue {
  let energy = 0;
  let starts = 0;
  let endWater = 0;
  problem.stations.forEach((station, s) => {
    const result = results[s]!;
    if (!problem.loadMw) energy += earnings(problem, result.exportMw, (x) => x);
    starts += result.startCosts;
    endWater += station.end.waterValuePerMm3 * result.endVolumeMm3;
  });
  return { total: energy - starts + endWater, energy, starts, endWater };
}

/** max(1, Σ |price · X| Δ/3600, endWaterValue · Σ q Δ / 10⁶), currency (model.md, gap), over all stations. */
export function turnoverOf(problem: Problem, results: readonly StationResult[]): number {
  let traded = 0;
  let water = 0;
  problem.stations.forEach((station, s) => {
    const result = results[s]!;
    traded += earnings(problem, result.exportMw, Math.abs);
    water += station.end.waterValuePerMm3 * result.turbinedMm3;
  });
  return Math.max(1, traded, water);
}

function earnings(
  problem: Problem,
  exportMw: ArrayLike<number>,
  count: (money: number) => number,
): number {
  let sum = 0;
  for (let t = 0; t < problem.steps; t++) sum += count(problem.pricePerMwh[t]! * exportMw[t]!);
  return (sum * problem.seconds) / SECONDS_PER_HOUR;
}

/** Start costs and turbined water of a station's flows (per unit, per step; on is flow > 0). */
export function startsAndWater(
  problem: Problem,
  station: StationProblem,
  flowsM3s: readonly ArrayLike<number>[],
): Pick<StationResult, 'startCosts' | 'turbinedMm3'> {
  let startCosts = 0;
  let flowSum = 0;
  station.units.forEach((unit, u) => {
    let on = unit.onBefore;
    for (let t = 0; t < problem.steps; t++) {
      const flow = flowsM3s[u]![t]!;
      if (flow > 0 && !on) startCosts += station.plant.units[u]!.startCost;
      on = flow > 0;
      flowSum += flow;
    }
  });
  return { startCosts, turbinedMm3: (flowSum * problem.seconds) / M3_PER_MM3 };
}
