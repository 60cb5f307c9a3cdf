import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { normalDeviate, type Random, seededRandom } from './random.ts';

/** A storm's share of the inflow: it rises to its peak at `riseHours`, then recedes, fast and slow. */
interface Storm {
  readonly atMs: number;
  readonly peakM3s: number;
  readonly riseHours: number;
}

const MS_PER_DAY = 24 * MS_PER_HOUR;
const DAYS = 365.25;
/** Day of the year with the highest base flow: mid-July, in the rains. */
const WETTEST_DAY = 196;

/** Shares of the plant's full discharge: the base flow of the driest and of the wettest day. */
const DRY_BASE = 0.13;
const WET_BASE = 0.3;
/** Median peak of a storm in the dry and in the wet season, and the spread of its logarithm. */
const DRY_STORM = 0.06;
const WET_STORM = 0.4;
const STORM_SPREAD = 0.75;
const LARGEST_STORM = 5;
/** Part of a storm that comes out of the ground, and how slowly. */
const SLOW_SHARE = 0.15;
const SLOW_HOURS = 150;
/** Storms older than this have run off. */
const FORGOTTEN_DAYS = 40;

/** Season of an instant: 0 in the driest, 1 in the wettest part of the year. */
function seasonAt(atMs: number): number {
  const day = (atMs - Date.UTC(new Date(atMs).getUTCFullYear(), 0, 1)) / MS_PER_DAY;
  return 0.5 + 0.5 * Math.cos((2 * Math.PI * (day - WETTEST_DAY)) / DAYS);
}

/** The storms of one calendar year: wet spells of some days among longer dry ones. */
function stormsOf(year: number, seed: number, fullM3s: number): Storm[] {
  const random = seededRandom(seed * 7919 + year);
  const storms: Storm[] = [];
  const endMs = Date.UTC(year + 1, 0, 1);
  let atMs = Date.UTC(year, 0, 1) + random() * 10 * MS_PER_DAY;
  while (atMs < endMs) {
    const wetDays = 2 + 5 * random();
    for (let day = 0; day < wetDays; day += 0.7 + 1.5 * random()) {
      storms.push(stormAt(atMs + day * MS_PER_DAY, fullM3s, random));
    }
    const dryDays = 4 + (8 + 22 * (1 - seasonAt(atMs))) * random();
    atMs += (wetDays + dryDays) * MS_PER_DAY;
  }
  return storms;
}

function stormAt(atMs: number, fullM3s: number, random: Random): Storm {
  const season = seasonAt(atMs);
  const median = DRY_STORM + (WET_STORM - DRY_STORM) * season ** 1.5;
  const peak = Math.min(LARGEST_STORM, median * Math.exp(STORM_SPREAD * normalDeviate(random)));
  return { atMs, peakM3s: peak * fullM3s, riseHours: 5 + 8 * random() };
}

function flowOf(storm: Storm, atMs: number): number {
  const hours = (atMs - storm.atMs) / MS_PER_HOUR;
  if (hours <= 0 || hours > FORGOTTEN_DAYS * 24) return 0;
  const rise = hours / storm.riseHours;
  const fast = rise * Math.exp(1 - rise);
  const slow = SLOW_SHARE * (1 - Math.exp(-rise)) * Math.exp(-hours / SLOW_HOURS);
  return storm.peakM3s * ((1 - SLOW_SHARE) * fast + slow);
}

/**
 * Inflow of a made-up catchment at any instant, m³/s: a base by season and storms with their recession;
 * floods and dry spells come of themselves. The same seed gives the same years.
 * @param fullM3s the plant's full discharge, to which the catchment is scaled
 */
export function inflowYear(seed: number, fullM3s: number): (atMs: number) => number {
  const years = new Map<number, Storm[]>();
  const storms = (year: number): Storm[] => {
    const known = years.get(year) ?? stormsOf(year, seed, fullM3s);
    years.set(year, known);
    return known;
  };
  return (atMs) => {
    const year = new Date(atMs).getUTCFullYear();
    const base = (DRY_BASE + (WET_BASE - DRY_BASE) * seasonAt(atMs)) * fullM3s;
    return [year - 1, year].reduce(
      (sum, of) => storms(of).reduce((flow, storm) => flow + flowOf(storm, atMs), sum),
      base,
    );
  };
}
