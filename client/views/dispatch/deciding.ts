import type { Action } from '#shared/wire/access.ts';
import { confirmedBy, PLAN_STEPS } from '#shared/wire/plan-life.ts';
import type { WireSchedule } from '#shared/wire/what-if.ts';
import type { Outcome } from '#client/stores/desk/outcome-store.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Sheet } from './sheet.ts';

/** Steps that a person takes at the desk. */
export type StepName = 'accept' | 'amend' | 'reject' | 'confirm' | 'order' | 'close';

const STEPS: readonly StepName[] = ['accept', 'confirm', 'order', 'reject', 'close'];

export interface PossibleStep {
  readonly name: StepName;
  readonly action: Action;
  readonly wantsReason: boolean;
}

function stepOf(name: StepName): PossibleStep[] {
  const { action, wantsReason } = PLAN_STEPS[name];
  return action === null ? [] : [{ name, action, wantsReason }];
}

/** Steps that the life of a plan allows with a sheet now; whose they are is another matter. */
export function possibleSteps(sheet: Sheet, secondPerson: boolean): PossibleStep[] {
  if (sheet.kind === 'what-if') return stepOf('amend');
  const { version } = sheet;
  if (!version) return [];
  return STEPS.filter((name) => {
    if (!PLAN_STEPS[name].from.includes(version.state)) return false;
    const isConfirmed = confirmedBy(version) !== null;
    if (name === 'confirm') return secondPerson && !isConfirmed;
    return name !== 'order' || !secondPerson || isConfirmed;
  }).flatMap(stepOf);
}

/** All of a plan's flows, with one station's as a what-if has them. */
export function amendedSchedule(version: PlanVersion, outcome: Outcome): WireSchedule {
  const stations = { ...version.plan.stations, ...outcome.stations };
  return {
    stations: Object.fromEntries(
      Object.entries(stations).map(([id, { spillM3s, units }]) => [
        id,
        {
          spillM3s,
          units: Object.fromEntries(
            Object.entries(units).map(([unit, { flowM3s }]) => [unit, { flowM3s }]),
          ),
        },
      ]),
    ),
  };
}
