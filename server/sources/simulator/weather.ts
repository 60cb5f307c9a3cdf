import { localHour } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { seededRandom } from './random.ts';

const MS_PER_DAY = 24 * MS_PER_HOUR;
/** Mean of the year, swing of the year and of the day, and of the weather between days, °C. */
const MEAN_C = 16;
const YEAR_SWING_C = 11;
const DAY_SWING_C = 4.5;
const WEATHER_SWING_C = 4;
const WARMEST_DAY = 205;
const WARMEST_HOUR = 15;

/** Departure of a day from its season, °C; the same for the same seed and day. */
function departureC(seed: number, day: number): number {
  return WEATHER_SWING_C * (2 * seededRandom(seed * 104_729 + day)() - 1);
}

/** Air temperature at an instant, °C: season, hour of the local day, and days that are warmer or colder. */
export function airTemperatureC(atMs: number, zone: string, seed: number): number {
  const days = atMs / MS_PER_DAY;
  const day = Math.floor(days);
  const share = days - day;
  const yearDay = (atMs - Date.UTC(new Date(atMs).getUTCFullYear(), 0, 1)) / MS_PER_DAY;
  const hour = localHour(atMs, zone) + ((atMs / MS_PER_HOUR) % 1);
  const season = Math.cos((2 * Math.PI * (yearDay - WARMEST_DAY)) / 365.25);
  const daily = Math.cos((2 * Math.PI * (hour - WARMEST_HOUR)) / 24);
  const weather = (1 - share) * departureC(seed, day) + share * departureC(seed, day + 1);
  return MEAN_C + YEAR_SWING_C * season + DAY_SWING_C * daily + weather;
}
