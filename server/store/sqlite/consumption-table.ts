import type { DayFacts, MeterDay, SlotState } from '#shared/energy/review/day-facts.ts';
import type { AuditEntry } from '../audit-store.ts';
import type { ClosedDay, EnergyEntry, LongMeter, StationFacts } from '../consumption-store.ts';
import { appendAudit } from './audit-table.ts';
import type { Connection } from './connection.ts';

interface DayRow {
  readonly station: string;
  readonly version: number;
  readonly closed_at: number;
  readonly meter: string;
  readonly document: string;
  readonly baseline: string | null;
  readonly restated: string;
}

const DAY = 'station, version, closed_at, meter, document, baseline, restated';
const HEAD = `station, version, closed_at, '' as meter, document, baseline, restated`;
const NEWEST = `version = (select max(version) from consumption_day newer
  where newer.station = day.station and newer.consumer = day.consumer and newer.date = day.date)`;

const LETTERS: Readonly<Record<SlotState, string>> = {
  metered: 'm',
  corrected: 'c',
  spread: 's',
  missing: '-',
};
const STATES = new Map(Object.entries(LETTERS).map(([state, letter]) => [letter, state]));

/** Quarter-hours as text: 64-bit numbers in base 64, then a letter for each slot's state. */
function packMeter({ kwh, states }: MeterDay): string {
  const numbers = Float64Array.from(kwh, (value) => value ?? NaN);
  const letters = states.map((state) => LETTERS[state]).join('');
  return `${Buffer.from(numbers.buffer).toString('base64')} ${letters}`;
}

function unpackNumbers(text: string): Float64Array {
  const bytes = Buffer.from(text.slice(0, text.indexOf(' ')), 'base64');
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function unpackMeter(text: string): MeterDay {
  const letters = text.slice(text.indexOf(' ') + 1);
  return {
    kwh: Array.from(unpackNumbers(text), (value) => (Number.isNaN(value) ? null : value)),
    states: [...letters].map((letter) => STATES.get(letter) as SlotState),
  };
}

const headOf = (row: DayRow): Omit<ClosedDay, 'meter'> => ({
  station: row.station,
  version: row.version,
  closedAt: row.closed_at,
  day: JSON.parse(row.document) as ClosedDay['day'],
  baselineId: row.baseline,
  restated: JSON.parse(row.restated) as ClosedDay['restated'],
});

const dayOf = (row: DayRow): ClosedDay => ({ ...headOf(row), meter: unpackMeter(row.meter) });

/** Inside a transaction of the writer. */
export function closeConsumption(
  connection: Connection,
  days: readonly ClosedDay[],
  facts: readonly StationFacts[],
): void {
  for (const { station, version, closedAt, day, meter, baselineId, restated } of days)
    connection.run(
      `insert into consumption_day
         (station, consumer, date, version, closed_at, meter, document, baseline, restated)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      station,
      day.consumer,
      day.date,
      version,
      closedAt,
      packMeter(meter),
      JSON.stringify(day),
      baselineId,
      JSON.stringify(restated),
    );
  for (const one of facts)
    connection.run(
      `insert into consumption_facts (station, date, document) values (?, ?, ?)
       on conflict (station, date) do update set document = excluded.document`,
      one.station,
      one.facts.date,
      JSON.stringify(one.facts),
    );
}

export function consumptionVersions(
  connection: Connection,
  station: string,
  consumer: string,
  date: string,
): ClosedDay[] {
  return connection
    .all<DayRow>(
      `select ${DAY} from consumption_day where station = ? and consumer = ? and date = ?
       order by version`,
      station,
      consumer,
      date,
    )
    .map(dayOf);
}

export function consumptionDays(
  connection: Connection,
  station: string,
  consumer: string,
  from: string,
  to: string,
): Omit<ClosedDay, 'meter'>[] {
  return connection
    .all<DayRow>(
      `select ${HEAD} from consumption_day day
       where station = ? and consumer = ? and date between ? and ? and ${NEWEST} order by date`,
      station,
      consumer,
      from,
      to,
    )
    .map(headOf);
}

export function consumptionDayOf(
  connection: Connection,
  station: string,
  date: string,
): ClosedDay[] {
  return connection
    .all<DayRow>(
      `select ${DAY} from consumption_day day where station = ? and date = ? and ${NEWEST}
       order by consumer`,
      station,
      date,
    )
    .map(dayOf);
}

/** One day of some consumers, without their meters. */
export function consumptionHeadsOf(
  connection: Connection,
  station: string,
  date: string,
  consumers: readonly string[],
): Omit<ClosedDay, 'meter'>[] {
  return consumers.flatMap((consumer) => {
    const row = connection.get<DayRow>(
      `select ${HEAD} from consumption_day where station = ? and consumer = ? and date = ?
       order by version desc limit 1`,
      station,
      consumer,
      date,
    );
    return row === undefined ? [] : [headOf(row)];
  });
}

export function restatedSince(
  connection: Connection,
  station: string,
  closedAt: number,
): Omit<ClosedDay, 'meter'>[] {
  return connection
    .all<DayRow>(
      `select ${HEAD} from consumption_day day
       where station = ? and version > 1 and closed_at >= ? and ${NEWEST}
       order by date desc, consumer`,
      station,
      closedAt,
    )
    .map(headOf);
}

export function consumptionFacts(
  connection: Connection,
  station: string,
  from: string,
  to: string,
): DayFacts[] {
  return connection
    .all<{ document: string }>(
      `select document from consumption_facts where station = ? and date between ? and ?
       order by date`,
      station,
      from,
      to,
    )
    .map(({ document }) => JSON.parse(document) as DayFacts);
}

/** Only what was metered in its slot: a model learns nothing from what was spread. */
export function longMeter(
  connection: Connection,
  station: string,
  consumer: string,
  from: string,
  to: string,
): LongMeter {
  // Of each day the newest version comes last and counts.
  const newest = new Map<string, string>();
  connection.each<{ date: string; meter: string }>(
    `select date, meter from consumption_day
     where station = ? and consumer = ? and date between ? and ? order by date, version`,
    [station, consumer, from, to],
    ({ date, meter }) => newest.set(date, meter),
  );
  const starts: number[] = [];
  let length = 0;
  for (const text of newest.values()) {
    starts.push(length);
    length += slotsIn(text);
  }
  const kwh = new Float64Array(length);
  const bytes = Buffer.from(kwh.buffer);
  let day = 0;
  for (const text of newest.values()) unpackMetered(text, kwh, bytes, starts[day++]!);
  return { dates: [...newest.keys()], starts, kwh };
}

const slotsIn = (text: string): number => text.length - text.indexOf(' ') - 1;

/** Decoded where it is wanted: of many meters over years every copy counts. */
function unpackMetered(text: string, kwh: Float64Array, bytes: Buffer, start: number): void {
  const end = text.indexOf(' ');
  bytes.write(text.slice(0, end), start * Float64Array.BYTES_PER_ELEMENT, 'base64');
  for (let place = end + 1; place < text.length; place++)
    if (text[place] !== LETTERS.metered) kwh[start + place - end - 1] = NaN;
}

export function consumptionSpan(
  connection: Connection,
  station: string,
): { from: string; to: string } | null {
  const row = connection.get<{ from_date: string | null; to_date: string | null }>(
    `select min(date) as from_date, max(date) as to_date from consumption_facts where station = ?`,
    station,
  );
  if (row?.from_date == null || row.to_date === null) return null;
  return { from: row.from_date, to: row.to_date };
}

interface EntryRow {
  readonly id: string;
  readonly kind: string;
  readonly station: string;
  readonly at: number;
  readonly by_id: string;
  readonly by_name: string;
  readonly document: string;
}

/** Inside a transaction of the writer. */
export function addEnergyEntries(
  connection: Connection,
  entries: readonly EnergyEntry[],
  audit: AuditEntry | null,
): void {
  for (const entry of entries)
    connection.run(
      `insert into energy_entry (id, kind, station, at, by_id, by_name, document)
       values (?, ?, ?, ?, ?, ?, ?)`,
      entry.id,
      entry.kind,
      entry.station,
      entry.at,
      entry.by.id,
      entry.by.name,
      JSON.stringify(entry.document),
    );
  if (audit) appendAudit(connection, audit);
}

export function energyEntries(
  connection: Connection,
  station: string,
  kind: string,
): EnergyEntry[] {
  return connection
    .all<EntryRow>(
      `select id, kind, station, at, by_id, by_name, document from energy_entry entry
       where station = ? and kind = ? and number = (select max(number) from energy_entry newer
         where newer.station = entry.station and newer.kind = entry.kind and newer.id = entry.id)
       order by (select min(number) from energy_entry first
         where first.station = entry.station and first.kind = entry.kind and first.id = entry.id)`,
      station,
      kind,
    )
    .map(entryOf);
}

export function energyEntry(
  connection: Connection,
  station: string,
  kind: string,
  id: string,
): EnergyEntry | null {
  const row = connection.get<EntryRow>(
    `select id, kind, station, at, by_id, by_name, document from energy_entry
     where station = ? and kind = ? and id = ? order by number desc limit 1`,
    station,
    kind,
    id,
  );
  return row === undefined ? null : entryOf(row);
}

export function energyEntryVersions(
  connection: Connection,
  station: string,
  kind: string,
  id: string,
): EnergyEntry[] {
  return connection
    .all<EntryRow>(
      `select id, kind, station, at, by_id, by_name, document from energy_entry
       where station = ? and kind = ? and id = ? order by number`,
      station,
      kind,
      id,
    )
    .map(entryOf);
}

const entryOf = ({ by_id, by_name, document, ...entry }: EntryRow): EnergyEntry => ({
  ...entry,
  by: { id: by_id, name: by_name },
  document: JSON.parse(document) as unknown,
});
