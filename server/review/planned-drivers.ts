import { dayRow, type DayFacts } from '#shared/energy/review/day-facts.ts';
import type { DriverRow } from '#shared/energy/model/drivers.ts';
import type { OrderedSlot } from '#shared/wire/plan-view.ts';

/** What a day's ordered quarter-hours imply for consumption. */
export interface PlannedDay {
  /** Drivers as planned; head and weather as they were, for no plan decides them. Null: nothing is known of these. */
  readonly row: DriverRow | null;
  /** Consumption that the plan itself reckons with. */
  readonly serviceKwh: number;
}

const SLOT_HOURS = 0.25;
const KWH_PER_MWH = 1000;

/** Null where not every quarter-hour of the day was ordered. */
export function plannedDay(slots: readonly OrderedSlot[], facts: DayFacts): PlannedDay | null {
  if (slots.length < facts.hours.length) return null;
  const isOn = (slot: OrderedSlot, unit: string): boolean => (slot.units[unit] ?? 0) > 0;
  const units = Object.keys(slots[0]!.units);
  let generationMwh = 0;
  let serviceKwh = 0;
  let unitHours = 0;
  let starts = 0;
  slots.forEach((slot, t) => {
    generationMwh += slot.generationMw * SLOT_HOURS;
    serviceKwh += (slot.generationMw - slot.exportMw) * SLOT_HOURS * KWH_PER_MWH;
    for (const unit of units) {
      if (!isOn(slot, unit)) continue;
      unitHours += SLOT_HOURS;
      if (t > 0 && !isOn(slots[t - 1]!, unit)) starts++;
    }
  });
  const own = dayRow(facts);
  return { row: own && { ...own, generationMwh, unitHours, starts }, serviceKwh };
}
