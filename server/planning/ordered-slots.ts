import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { OrderedSlot, PlanVersion } from '#shared/wire/plan-view.ts';
import type { WireSchedule } from '#shared/wire/what-if.ts';

/** Step of `version` that holds `atMs`; −1 where it has none. */
export function stepAt(version: PlanVersion, atMs: number): number {
  const step = Math.floor((atMs - version.startsAt) / (version.stepMinutes * MS_PER_MINUTE));
  return step >= 0 && step < version.steps ? step : -1;
}

/** A version's flows and spill from a step of it on. */
export function scheduleFrom({ plan }: PlanVersion, step: number): WireSchedule {
  return {
    stations: Object.fromEntries(
      Object.entries(plan.stations).map(([id, { spillM3s, units }]) => [
        id,
        {
          spillM3s: spillM3s.slice(step),
          units: Object.fromEntries(
            Object.entries(units).map(([unit, { flowM3s }]) => [
              unit,
              { flowM3s: flowM3s.slice(step) },
            ]),
          ),
        },
      ]),
    ),
  };
}

/** When a version was closed before its end, ms; null: it was not. */
function closedAt({ moves }: PlanVersion): number | null {
  return moves.findLast(({ step }) => step === 'close')?.at ?? null;
}

/**
 * The version that ordered the step begun at `atMs`: of those that came into force before it ended, the
 * one that did so last. A step that has begun is kept by every later plan as long as the plant follows it
 * (kept-orders.ts), so the later one says the same; one decided by hand begins with the next step.
 */
export function versionFor(
  versions: readonly PlanVersion[],
  atMs: number,
): PlanVersion | undefined {
  return versions
    .filter((version) => {
      const endMs = atMs + version.stepMinutes * MS_PER_MINUTE;
      return (
        version.inForceFrom !== null &&
        version.inForceFrom < endMs &&
        stepAt(version, atMs) >= 0 &&
        atMs < (closedAt(version) ?? Infinity)
      );
    })
    .reduce<PlanVersion | undefined>(
      (newest, version) =>
        newest && newest.inForceFrom! > version.inForceFrom! ? newest : version,
      undefined,
    );
}

/**
 * What was and is ordered for a station from `fromMs` on, oldest first: each past step by the plan that
 * was in force when it ran, the rest by the newest one. Steps that no plan ordered are left out.
 */
export function orderedSlots(
  versions: readonly PlanVersion[],
  station: string,
  fromMs: number,
  toMs: number,
  stepMinutes: number,
): OrderedSlot[] {
  const slots: OrderedSlot[] = [];
  for (let at = fromMs; at < toMs; at += stepMinutes * MS_PER_MINUTE) {
    const version = versionFor(versions, at);
    const slot = version && slotOf(version, station, at);
    if (slot) slots.push(slot);
  }
  return slots;
}

function slotOf(version: PlanVersion, station: string, at: number): OrderedSlot | null {
  const step = stepAt(version, at);
  const planned = version.plan.stations[station];
  if (!planned) return null;
  return {
    at,
    planId: version.id,
    pricePerMwh: version.pricePerMwh[step]!,
    generationMw: planned.generationMw[step]!,
    exportMw: planned.exportMw[step]!,
    units: Object.fromEntries(
      Object.entries(planned.units).map(([id, unit]) => [id, unit.mw[step]!]),
    ),
  };
}
