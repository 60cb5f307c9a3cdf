import type { AlarmLoad, AlarmSheet, JournalPage } from '#shared/wire/alarms.ts';
import { requestHttp } from './http-request.ts';

/** What of the journal is asked for; empty: of all. */
export interface JournalFilter {
  readonly code: string;
  readonly event: string;
  readonly priority: string;
  readonly by: string;
  /** Local days `YYYY-MM-DD` as instants, ms; null: unbounded. */
  readonly from: number | null;
  readonly to: number | null;
}

/** @param before number of the oldest entry that is there; null: from the newest. @throws HttpError */
export function requestJournal(
  station: string,
  filter: JournalFilter,
  before: number | null,
): Promise<JournalPage> {
  const asked = Object.entries({ ...filter, before }).filter(
    ([, value]) => value !== null && value !== '',
  );
  const query = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
  query.set('station', station);
  return requestHttp(`/api/v1/alarms/journal?${query}`);
}

/** @throws HttpError */
export function requestLoad(station: string, from: number, to: number): Promise<AlarmLoad> {
  const [first, last] = [Math.round(from), Math.round(to)];
  const query = new URLSearchParams({ station, from: String(first), to: String(last) });
  return requestHttp(`/api/v1/alarms/load?${query}`);
}

/** @throws HttpError */
export function requestSheet(station: string): Promise<AlarmSheet> {
  return requestHttp(`/api/v1/alarms/sheet?${new URLSearchParams({ station })}`);
}
