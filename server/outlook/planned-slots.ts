import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { stepAt, versionFor } from '../planning/ordered-slots.ts';

/** What was ordered for some quarter-hours together. */
export interface PlannedSum {
  readonly generationMwh: number;
  readonly serviceMwh: number;
  readonly turbinedM3: number;
}

/**
 * Sums what the plans in force said of the given quarter-hours, each by the plan of its time.
 * @param slots starts, ms
 * @returns null where a plan speaks of none of them
 */
export function plannedSum(
  versions: readonly PlanVersion[],
  station: string,
  slots: readonly number[],
  seconds: number,
): PlannedSum | null {
  const hours = seconds / 3600;
  let known = 0;
  let generationMwh = 0;
  let serviceMwh = 0;
  let turbinedM3 = 0;
  for (const at of slots) {
    const version = versionFor(versions, at);
    const plan = version?.plan.stations[station];
    if (!version || !plan) continue;
    const step = stepAt(version, at);
    known += 1;
    generationMwh += plan.generationMw[step]! * hours;
    serviceMwh += plan.serviceMw[step]! * hours;
    for (const { flowM3s } of Object.values(plan.units)) turbinedM3 += flowM3s[step]! * seconds;
  }
  return known === 0 ? null : { generationMwh, serviceMwh, turbinedM3 };
}
