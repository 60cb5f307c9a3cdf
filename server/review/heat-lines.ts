import type { ConsumerDay } from '#shared/energy/review/close-day.ts';
import type { DayPage, SpanPage } from '#shared/energy/review/page.ts';

type HeatLine = DayPage['heat'][number];

/** Actual less expected of each hour of a day. */
export const heatLine = ({ date, hours }: ConsumerDay): HeatLine => ({
  date,
  hours: hours.map(({ hour, actualKwh, expectedKwh }) => ({
    hour,
    residualKwh: actualKwh === null || expectedKwh === null ? null : actualKwh - expectedKwh,
  })),
});

/** By days, or the mean day of each month: a year of days would be too fine to see. */
export function heatOf(days: readonly ConsumerDay[], by: SpanPage['by']): HeatLine[] {
  if (by === 'day') return days.map(heatLine);
  const months = new Map<string, HeatLine[]>();
  for (const day of days) {
    const month = day.date.slice(0, 7);
    const lines = months.get(month);
    if (lines) lines.push(heatLine(day));
    else months.set(month, [heatLine(day)]);
  }
  return [...months].map(([date, lines]) => ({ date, hours: meanHours(lines) }));
}

const HOURS = 24;

function meanHours(lines: readonly HeatLine[]): HeatLine['hours'] {
  const sums = new Float64Array(HOURS);
  const counts = new Float64Array(HOURS);
  for (const { hours } of lines)
    for (const { hour, residualKwh } of hours) {
      if (residualKwh === null) continue;
      sums[hour]! += residualKwh;
      counts[hour]!++;
    }
  return Array.from(sums, (sum, hour) => ({
    hour,
    residualKwh: counts[hour]! > 0 ? sum / counts[hour]! : null,
  }));
}
