import { localDate, localMinute, localTimeMs } from '#shared/units/time-grid.ts';
import type { Outage, OutageSpan } from '#shared/wire/outage.ts';

/** Where an outage stands: the unit is out, will be, or was. */
export type OutageStand = 'now' | 'later' | 'over';

export function standOf({ from, until, ended }: Outage, now: number): OutageStand {
  if (ended !== null || (until !== null && until <= now)) return 'over';
  return from <= now ? 'now' : 'later';
}

/** Units that are out of service at an instant. */
export function unitsOut(outages: readonly Outage[], now: number): ReadonlySet<string> {
  return new Set(outages.filter((one) => standOf(one, now) === 'now').map(({ unit }) => unit));
}

/** What is typed of an outage, times as the station's clock shows them. */
export interface OutageDraft {
  readonly unit: string;
  readonly from: string;
  /** Empty: until further notice. */
  readonly until: string;
  readonly reason: string;
}

export type DraftFault = 'from' | 'until' | 'order' | 'over' | 'reason';

const WRITTEN = /^(?:(\d{4}-\d{2}-\d{2})[ T])?([01]?\d|2[0-3])[:：]([0-5]\d)$/;

/**
 * An instant as somebody writes it: `2026-03-05 14:00`, or `14:00` of the day that `now` is in.
 * @returns ms; NaN where it is no time
 */
export function momentOf(text: string, timeZone: string, now: number): number {
  const [, date = localDate(now, timeZone), hour, minute] = WRITTEN.exec(text.trim()) ?? [];
  if (hour === undefined) return NaN;
  return localTimeMs(date, `${hour.padStart(2, '0')}:${minute}`, timeZone);
}

export const writtenMoment = (at: number, timeZone: string): string => localMinute(at, timeZone);

/** A draft as a span, or what is wrong with it first. */
export function spanOf(
  draft: OutageDraft,
  timeZone: string,
  now: number,
): OutageSpan | { readonly fault: DraftFault } {
  const from = momentOf(draft.from, timeZone, now);
  const until = draft.until.trim() === '' ? null : momentOf(draft.until, timeZone, now);
  const reason = draft.reason.trim();
  if (Number.isNaN(from)) return { fault: 'from' };
  if (until !== null) {
    if (Number.isNaN(until)) return { fault: 'until' };
    if (until <= from) return { fault: 'order' };
    if (until <= now) return { fault: 'over' };
  }
  return reason === '' ? { fault: 'reason' } : { from, until, reason };
}
