import type { MeterDay } from '#shared/energy/review/day-facts.ts';
import type { ConsumptionStore } from '../store/consumption-store.ts';
import { sumOfMeters } from '#shared/energy/review/meter-slots.ts';
import { type MeasuredConsumption, WHOLE_STATION } from './measured-consumption.ts';

export interface ClosedConsumptionParts {
  /** Consumers beside the whole station, and those of them that it is the sum of. */
  readonly consumers: readonly string[];
  readonly roots: readonly string[];
  readonly measure: (station: string, date: string) => Promise<MeasuredConsumption>;
  readonly store: Pick<ConsumptionStore, 'facts' | 'versions'>;
}

/**
 * A closed day as its meters said it, before anything was corrected by hand: out of the stored readings where they
 * still tell as much as when it was closed, else as it was closed. A demo's past was lived without readings, and
 * those of a real plant are kept for a time.
 * @returns null where the day is not closed
 */
export async function closedConsumption(
  { consumers, roots, measure, store }: ClosedConsumptionParts,
  station: string,
  date: string,
): Promise<MeasuredConsumption | null> {
  const [facts] = await store.facts(station, date, date);
  if (!facts) return null;
  const measured = await measure(station, date);
  const meters = new Map<string, MeterDay>(measured.meters);
  let isMeasured = false;
  for (const consumer of consumers) {
    const said = await asMetered(store, station, consumer, date);
    const now = meters.get(consumer);
    const isKept = now !== undefined && (!said || hasReadings(now));
    if (isKept) isMeasured = true;
    else if (said) meters.set(consumer, said);
  }
  const parts = roots.map((id) => meters.get(id)!);
  meters.set(WHOLE_STATION, sumOfMeters(parts, facts.hours.length));
  return { facts: isMeasured && hasDrivers(measured) ? measured.facts : facts, meters };
}

const hasReadings = ({ kwh }: MeterDay): boolean => kwh.some((value) => value !== null);

const hasDrivers = ({ facts }: MeasuredConsumption): boolean =>
  facts.generationMwh.some((value) => value !== null);

/** The newest version of a meter's day that nobody has corrected by hand; null: none. */
async function asMetered(
  store: Pick<ConsumptionStore, 'versions'>,
  station: string,
  consumer: string,
  date: string,
): Promise<MeterDay | null> {
  const versions = await store.versions(station, consumer, date);
  return (
    versions.findLast(({ restated }, place) =>
      versions.slice(0, place + 1).every(() => !restated.some(({ cause }) => cause === 'by-hand')),
    )?.meter ?? null
  );
}
