import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  M3S_PER_CFS,
  MM3_PER_ACRE_FOOT,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  flowM3s,
} from '#shared/units/physics.ts';
import { numberIn, readTable, type TableRow } from './csv-table.ts';
import { RecordError } from './record-error.ts';

/** A month of Glen Canyon as recorded, in our units. */
export interface GlenCanyonMonth {
  /** Start of its first day, ms. */
  readonly startMs: number;
  readonly days: number;
  /** Flow at the river gauge below the dam, m³/s, means of quarter-hours. */
  readonly gaugeM3s: readonly number[];
  /** Inflow and evaporation by day, m³/s. */
  readonly inflowM3s: readonly number[];
  readonly evaporationM3s: number;
  /** Storage at the start, Mm³. */
  readonly startVolumeMm3: number;
  /** USD per MWh by hour of the day. */
  readonly hourlyPricePerMwh: readonly number[];
  /** Generation by day, MWh. */
  readonly energyMwh: readonly number[];
}

const QUARTER_MS = 15 * MS_PER_MINUTE;
const DAY_MS = 24 * MS_PER_HOUR;
/** The record's clock is Mountain Standard Time all year. */
const MST = '-07:00';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DISCHARGE_FILE = /^discharge_15min_(?<month>[A-Z][a-z]{2})(?<year>\d{4})\.csv$/;

/** A month's name in the files, and when it starts. */
interface MonthName {
  readonly suffix: string;
  readonly startMs: number;
}

async function monthsIn(folder: string): Promise<MonthName[]> {
  const files = await readdir(folder).catch((error: Error) => {
    throw new RecordError(folder, `cannot be read (${error.message})`, 'a folder is needed');
  });
  const months = files.flatMap((file) => {
    const { month, year } = DISCHARGE_FILE.exec(file)?.groups ?? {};
    const number = MONTHS.indexOf(month ?? '') + 1;
    if (number === 0) return [];
    const first = `${year}-${String(number).padStart(2, '0')}-01`;
    return [{ suffix: `${month}${year}`, startMs: Date.parse(`${first}T00:00:00${MST}`) }];
  });
  if (months.length === 0)
    throw new RecordError(
      folder,
      'no month in it',
      'files discharge_15min_<Mon><year>.csv are needed',
    );
  return months.toSorted((a, b) => a.startMs - b.startMs);
}

/** Reads the month that holds `fromMs`; null: the newest one. */
export async function readGlenCanyonMonth(
  folder: string,
  fromMs: number | null,
): Promise<GlenCanyonMonth> {
  const months = await monthsIn(folder);
  const month = fromMs === null ? months.at(-1) : months.findLast((one) => one.startMs <= fromMs);
  const has = months.map((one) => one.suffix).join(', ');
  if (!month) throw new RecordError(folder, 'nothing that early', `it has ${has}`);
  const { suffix, startMs } = month;
  const file = (name: string): string => join(folder, `${name}_${suffix}.csv`);
  const gaugeM3s = await readDischarge(file('discharge_15min'), startMs);
  const days = Math.floor((gaugeM3s.length * QUARTER_MS) / DAY_MS);
  if (fromMs !== null && fromMs >= startMs + days * DAY_MS)
    throw new RecordError(folder, 'nothing for that day', `it has ${has}`);
  const inputs = await readInputs(file('inputs'), days);
  return {
    startMs,
    days,
    gaugeM3s,
    ...inputs,
    hourlyPricePerMwh: await readPrices(file('hourly_rate')),
    energyMwh: await readEnergy(file('daily_energy_MWh'), startMs, days),
  };
}

async function readDischarge(file: string, startMs: number): Promise<number[]> {
  const rows = await readTable(file, ['time_MST', 'discharge_cfs_USGS_09380000']);
  return rows.map(({ place, cells }, index) => {
    const [time = '', flow = ''] = cells;
    const expectedMs = startMs + index * QUARTER_MS;
    if (Date.parse(`${time.replace(' ', 'T')}${MST}`) !== expectedMs) {
      const expected = new Date(expectedMs - 7 * MS_PER_HOUR).toISOString();
      const right = `${expected.slice(0, 10)} ${expected.slice(11, 19)} (MST, no row left out, none twice) is needed`;
      throw new RecordError(place, `"${time}" is out of order`, right);
    }
    const cfs = numberIn(place, flow, 'discharge in ft³/s');
    if (cfs < 0) throw new RecordError(place, `${cfs} ft³/s`, 'a flow of 0 or more is needed');
    return cfs * M3S_PER_CFS;
  });
}

async function readInputs(
  file: string,
  days: number,
): Promise<Pick<GlenCanyonMonth, 'inflowM3s' | 'evaporationM3s' | 'startVolumeMm3'>> {
  const rows = await readTable(file, ['key', 'value']);
  const byKey = new Map(rows.map((row) => [row.cells[0]!, row]));
  const value = (key: string): number => {
    const row: TableRow | undefined = byKey.get(key);
    if (!row) throw new RecordError(file, `"${key}" is missing`, 'a row with it is needed');
    return numberIn(row.place, row.cells[1]!, key);
  };
  return {
    inflowM3s: Array.from(
      { length: days },
      (_, day) => value(`inflow_cfs_d${day + 1}`) * M3S_PER_CFS,
    ),
    evaporationM3s: flowM3s(value('evap_acft_per_day') * MM3_PER_ACRE_FOOT, DAY_MS / 1000),
    startVolumeMm3: value('initstorage') * MM3_PER_ACRE_FOOT,
  };
}

async function readPrices(file: string): Promise<number[]> {
  const rows = await readTable(file, ['hour', 'rate_usd_per_MWh']);
  if (rows.length !== 24) throw new RecordError(file, `${rows.length} hours`, '24 are needed');
  return rows.map(({ place, cells }, hour) => {
    if (Number(cells[0]) !== hour)
      throw new RecordError(place, `hour "${cells[0]}"`, `hour ${hour} is needed`);
    return numberIn(place, cells[1]!, 'price');
  });
}

async function readEnergy(file: string, startMs: number, days: number): Promise<number[]> {
  const rows = await readTable(file, ['date', 'energy_MWh']);
  if (rows.length < days)
    throw new RecordError(
      file,
      `${rows.length} days`,
      `${days} are needed, as many as of discharge`,
    );
  return rows.slice(0, days).map(({ place, cells }, day) => {
    const [date = '', energy = ''] = cells;
    if (Date.parse(`${date}T00:00:00${MST}`) !== startMs + day * DAY_MS)
      throw new RecordError(place, `"${date}" is out of order`, 'the days are needed one by one');
    return numberIn(place, energy, 'energy in MWh');
  });
}
