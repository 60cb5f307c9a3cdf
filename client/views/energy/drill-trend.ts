import type { ConsumerLine, DayPage } from '#shared/energy/review/page.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { MOST_TREND_TAGS } from '#shared/wire/trend.ts';

const SLOT_MS = 15 * MS_PER_MINUTE;

/** Before and after a quarter-hour, ms: what it stands out from. */
const AROUND_MS = 2 * MS_PER_HOUR;

/** A consumer's own meter, or those that it is the sum of. */
function metersOf(consumer: string, consumers: readonly ConsumerLine[]): string[] {
  const own = consumers.find(({ id }) => id === consumer);
  if (own?.tag != null) return [own.tag];
  const parts = consumers.filter(({ parent, unit }) => parent === consumer && unit === own?.unit);
  return parts.flatMap(({ tag }) => tag ?? []).slice(0, MOST_TREND_TAGS);
}

/**
 * The trend of a consumer's meters over the day, or around one of its quarter-hours, as parameters of the page; null:
 * nothing meters it.
 * @param chosen place of the quarter-hour; null: the day
 */
export function drillTrend(
  { consumer, startMs, meter }: Pick<DayPage, 'consumer' | 'startMs' | 'meter'>,
  consumers: readonly ConsumerLine[],
  chosen: number | null,
) {
  const tag = metersOf(consumer, consumers);
  if (tag.length === 0) return null;
  const at = startMs + (chosen ?? 0) * SLOT_MS;
  const [first, last] =
    chosen === null
      ? [startMs, startMs + meter.kwh.length * SLOT_MS]
      : [at - AROUND_MS, at + SLOT_MS + AROUND_MS];
  const [from, to] = [first, last].map((one) => new Date(one).toISOString());
  return { tag, range: undefined, from, to };
}
