import type { StationPlan, UnitPlan } from '#shared/station/plan-schema.ts';
import { M3_PER_MM3, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { outflowBefore } from './cascade.ts';
import type { Problem, StationProblem } from './problem.ts';
import { type UnitTimes, unitTimes } from './step-cause-times.ts';
import { type StepSlopes, stepSlopes } from './water-worth-slopes.ts';

/** A station's finished plan with what its reasons are derived from. */
export interface StationFacts {
  readonly problem: Problem;
  readonly station: StationProblem;
  readonly plan: StationPlan;
  /** The plan's units in the station's order. */
  readonly units: readonly UnitPlan[];
  readonly times: readonly UnitTimes[];
  /** n. */
  readonly slopes: readonly StepSlopes[];
  /** Δ, h. */
  readonly hours: number;
  /** What a m³/s of a step is in Mm³. */
  readonly perFlow: number;
  /** Σ of the units' largest flows, m³/s. */
  readonly mostFlowM3s: number;
  /** Outflow and generation before the first step; NaN where the day does not tell. */
  readonly outflowBeforeM3s: number;
  readonly generationBeforeMw: number;
}

export function stationFacts(
  problem: Problem,
  station: StationProblem,
  plan: StationPlan,
): StationFacts {
  const units = station.units.map(({ id }) => plan.units[id]!);
  const history = station.outflowHistoryM3s;
  return {
    problem,
    station,
    plan,
    units,
    times: units.map((series, u) => unitTimes(problem, station.units[u]!, series)),
    slopes: Array.from({ length: problem.steps }, (_, t) =>
      stepSlopes(problem, station, plan, units, t),
    ),
    hours: problem.seconds / SECONDS_PER_HOUR,
    perFlow: problem.seconds / M3_PER_MM3,
    mostFlowM3s: station.plant.units.reduce(
      (sum, unit) => sum + unit.flowMax.y.reduce((a, b) => Math.max(a, b), 0),
      0,
    ),
    outflowBeforeM3s: history.length > 0 ? outflowBefore(history, 1) : NaN,
    generationBeforeMw: station.generationBeforeMw ?? NaN,
  };
}

/** Whether a unit runs in step t; −1 is the state before the horizon. */
export const runs = ({ units, station }: StationFacts, u: number, t: number): boolean =>
  t < 0 ? station.units[u]!.onBefore : units[u]!.on[t] === 1;

/** Money per MW of a step: price · Δ/3600. */
export const moneyPerMw = ({ problem, hours }: StationFacts, t: number): number =>
  problem.pricePerMwh[t]! * hours;

/** Σ q of a step, m³/s. */
export function turbineFlowM3s({ units }: StationFacts, t: number): number {
  let sum = 0;
  for (const { flowM3s } of units) sum += flowM3s[t]!;
  return sum;
}
