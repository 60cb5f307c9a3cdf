import type { Mend, Reason, StationPlan } from '#shared/station/plan-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { BrokenLimit, Reckoned, ShortCell } from '#client/stores/desk/outcome-store.ts';
import { cellMw, type Trial } from '#client/stores/desk/trial.ts';

/** Which plan a sheet shows; `what-if` is none. */
export type SheetKind = 'in-force' | 'decided' | 'offered' | 'what-if';

/** One sheet of the desk: a plan or a what-if, with all that follows from it. */
export interface Sheet {
  readonly id: string;
  readonly kind: SheetKind;
  readonly name: string;
  /** Of a what-if, from 0. */
  readonly colour: number;
  readonly version: PlanVersion | null;
  readonly trial: Trial | null;
  readonly startsAt: number;
  readonly stepMinutes: number;
  readonly steps: number;
  readonly pricePerMwh: readonly number[];
  /** null while it is being reckoned for the first time. */
  readonly plan: StationPlan | null;
  readonly reasons: readonly Reason[];
  readonly broken: readonly BrokenLimit[];
  readonly short: readonly ShortCell[];
  /** Each a change of the day with which no limit would have to give way. */
  readonly mends: readonly Mend[];
}

/** Limits that a plan gives way on, in the form of those that a what-if breaks. */
function relaxedLimits(version: PlanVersion): BrokenLimit[] {
  return version.plan.relaxations.map((relaxation) => ({
    station: relaxation.station,
    unit: null,
    limit: relaxation.limit as BrokenLimit['limit'],
    rank: 2,
    fromStep: relaxation.fromStep,
    toStep: relaxation.toStep,
    amount: relaxation.amount,
    amountUnit: relaxation.unit,
  }));
}

export function sheetOfPlan(
  kind: Exclude<SheetKind, 'what-if'>,
  version: PlanVersion,
  station: string,
  name: string,
): Sheet {
  const { startsAt, stepMinutes, steps, pricePerMwh, plan } = version;
  return {
    ...{ id: kind, kind, name, colour: 0, version, trial: null },
    ...{ startsAt, stepMinutes, steps, pricePerMwh },
    plan: plan.stations[station] ?? null,
    reasons: plan.reasons.filter((reason) => reason.station === station),
    broken: relaxedLimits(version),
    short: [],
    mends: plan.relaxations.find((relaxation) => relaxation.station === station)?.mends ?? [],
  };
}

export function sheetOfTrial(trial: Trial, { outcome }: Reckoned, mends: readonly Mend[]): Sheet {
  const { id, name, colour, startsAt, stepMinutes, steps, station } = trial;
  return {
    ...{ id, kind: 'what-if', name, colour, version: null, trial },
    ...{ startsAt, stepMinutes, steps, pricePerMwh: trial.day.pricePerMwh },
    plan: outcome?.stations[station] ?? null,
    reasons: outcome?.reasons.filter((reason) => reason.station === station) ?? [],
    broken: outcome?.broken ?? [],
    short: outcome?.short ?? [],
    mends,
  };
}

/** The step of a sheet that begins at an instant; −1 where it has none. */
export function stepAt(
  sheet: Pick<Sheet, 'startsAt' | 'stepMinutes' | 'steps'>,
  at: number,
): number {
  const step = (at - sheet.startsAt) / (sheet.stepMinutes * MS_PER_MINUTE);
  return Number.isInteger(step) && step >= 0 && step < sheet.steps ? step : -1;
}

/** MW of a unit in a step: as typed, at once; all others as they come of it. */
export function sheetMw(sheet: Sheet, unit: string, step: number): number | null {
  if (step < 0) return null;
  if (!sheet.trial) return sheet.plan?.units[unit]?.mw[step] ?? null;
  const typed = sheet.trial.state.fixed[unit]?.[step] ?? null;
  return typed ?? sheet.plan?.units[unit]?.mw[step] ?? cellMw(sheet.trial, unit, step);
}
