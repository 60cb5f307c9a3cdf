import type { Problem, StationProblem } from '../problem.ts';
import type { Schedule, StationSchedule } from '../schedule.ts';

/**
 * A set point moved by more than this share of the unit's largest flow is a change: less is what a
 * dispatcher leaves to the governor.
 */
export const DEAD_BAND = 0.05;

/** How a unit differs from the plan in force: runs where it rested, rests where it ran, takes more or less. */
export type ChangeKind = 'on' | 'off' | 'more' | 'less';

/** Steps in a row in which a unit differs from the plan in force in one way. */
export interface PlanChange {
  readonly station: string;
  readonly unit: string;
  readonly kind: ChangeKind;
  readonly fromStep: number;
  /** Exclusive. */
  readonly toStep: number;
}

/**
 * A plan in force as the horizon's steps find it: flows of every unit, m³/s; where it says nothing of a
 * step (it ended before) the series is shorter.
 */
export type InForce = Schedule;

/**
 * What a plan changes of the one in force, unit by unit: a start or stop that is moved, added or left out is
 * one change, however many steps it is moved by; so is a run of steps with a set point beyond the dead band.
 * Ordered steps and those the plan in force says nothing of are no changes. With a load to follow, set
 * points are the load's, and only starts and stops count.
 */
export function planChanges(problem: Problem, inForce: InForce, plan: Schedule): PlanChange[] {
  return problem.stations.flatMap((station) => {
    const before = inForce.stations[station.id];
    const after = plan.stations[station.id];
    return before && after ? stationChanges(problem, station, before, after) : [];
  });
}

function stationChanges(
  problem: Problem,
  station: StationProblem,
  before: StationSchedule,
  after: StationSchedule,
): PlanChange[] {
  return station.units.flatMap((unit, u) => {
    const was = before.units[unit.id]?.flowM3s ?? [];
    const is = after.units[unit.id]!.flowM3s;
    const band = DEAD_BAND * Math.max(...station.plant.units[u]!.flowMax.y);
    const changes: { kind: ChangeKind; fromStep: number; toStep: number }[] = [];
    for (let t = 0; t < Math.min(was.length, problem.steps); t++) {
      if (!Number.isNaN(unit.fixedFlowM3s[t]!)) continue;
      const kind = kindOf(was[t]!, is[t]!, problem.loadMw ? Infinity : band);
      if (kind === null) continue;
      const last = changes.at(-1);
      if (last?.kind === kind && last.toStep === t) last.toStep = t + 1;
      else changes.push({ kind, fromStep: t, toStep: t + 1 });
    }
    return changes.map((change) => ({ station: station.id, unit: unit.id, ...change }));
  });
}

function kindOf(was: number, is: number, band: number): ChangeKind | null {
  if (was > 0 !== is > 0) return is > 0 ? 'on' : 'off';
  if (Math.abs(is - was) <= band) return null;
  return is > was ? 'more' : 'less';
}
