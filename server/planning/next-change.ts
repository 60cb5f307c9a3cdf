import type { Reason, UnitPlan } from '#shared/station/plan-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { NextChange, PlanVersion } from '#shared/wire/plan-view.ts';
import { stepAt } from './ordered-slots.ts';

/** Smaller changes of a running unit's output follow the level and are no order, MW. */
const SMALLEST_CHANGE_MW = 0.5;

/** The next start, stop or change of output of a station's units after `nowMs`; null where none is planned. */
export function nextChange(
  version: PlanVersion,
  station: string,
  nowMs: number,
): NextChange | null {
  const planned = version.plan.stations[station];
  if (!planned) return null;
  const stepMs = version.stepMinutes * MS_PER_MINUTE;
  for (let step = Math.max(1, stepAt(version, nowMs) + 1); step < version.steps; step++) {
    const changes = Object.entries(planned.units).flatMap(([unit, plan]) => {
      const change = changeInto(plan, step);
      return change ? [{ unit, ...change }] : [];
    });
    const first = changes.toSorted(byWeight)[0];
    if (!first) continue;
    const reason = reasonFor(version.plan.reasons, station, first.unit, step);
    return { at: version.startsAt + step * stepMs, ...first, reason };
  }
  return null;
}

/** The same over a change of plans: what is in force counts until the ordered version begins. */
export function nextOrderedChange(
  inForce: PlanVersion | null,
  ordered: PlanVersion | null,
  station: string,
  nowMs: number,
): NextChange | null {
  const next = inForce && nextChange(inForce, station, nowMs);
  if (!ordered || ordered.inForceFrom === null) return next;
  if (next && next.at < ordered.inForceFrom) return next;
  return nextChange(ordered, station, Math.max(nowMs, ordered.inForceFrom - 1));
}

type Change = Pick<NextChange, 'kind' | 'byMw' | 'toMw'>;

function changeInto(plan: UnitPlan, step: number): Change | null {
  const toMw = plan.mw[step]!;
  const byMw = toMw - plan.mw[step - 1]!;
  const on = plan.on[step] === 1;
  if (on !== (plan.on[step - 1] === 1)) return { kind: on ? 'start' : 'stop', byMw, toMw };
  if (Math.abs(byMw) < SMALLEST_CHANGE_MW) return null;
  return { kind: byMw > 0 ? 'raise' : 'lower', byMw, toMw };
}

/** Starts and stops before changes of output, then the larger change. */
function byWeight(a: Change, b: Change): number {
  const switching = (change: Change): number =>
    change.kind === 'start' || change.kind === 'stop' ? 1 : 0;
  return switching(b) - switching(a) || Math.abs(b.byMw) - Math.abs(a.byMw);
}

function reasonFor(
  reasons: readonly Reason[],
  station: string,
  unit: string,
  step: number,
): Reason | null {
  return (
    reasons.find(
      (reason) => reason.station === station && reason.unit === unit && reason.step === step,
    ) ?? null
  );
}
