import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { OrderedSlot, PlanView } from '#shared/wire/plan-view.ts';

/** Slots of a view are quarter-hours (shared/wire/plan-view.ts). */
const SLOT_MS = 15 * MS_PER_MINUTE;

/** What is ordered for an instant; undefined where no plan that was or is in force speaks of it. */
export function orderedSlot({ ordered }: PlanView, at: number): OrderedSlot | undefined {
  return ordered.find((slot) => slot.at <= at && at < slot.at + SLOT_MS);
}
