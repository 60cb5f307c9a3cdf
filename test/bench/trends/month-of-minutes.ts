import { join } from 'node:path';
import { exampleSite } from '#shared/station/example/example.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { Quality } from '#shared/wire/quality.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { ReadingStore } from '#server/store/reading-store.ts';
import { Connection } from '#server/store/sqlite/connection.ts';
import { STORE_FILE } from '#server/store/sqlite/store-setup.ts';

const MINUTE_MS = 60_000;
const MINUTES_OF_DAY = 1440;

/** Eight tags of the example, each with a mean and how far it swings. */
export const TAGS: readonly (readonly [tag: string, mean: number, swing: number])[] = [
  [stationTag('s1', 'forebayLevel'), 445, 1],
  [stationTag('s1', 'tailraceLevel'), 357, 0.5],
  [stationTag('s1', 'observedInflow'), 60, 30],
  [stationTag('s1', 'totalOutflow'), 60, 40],
  [stationTag('s1', 'airTemperature'), 15, 10],
  [stationTag('s1', 'export'), 60, 50],
  [unitTag('s1', 'u1', 'mw'), 25, 18],
  [unitTag('s1', 'u2', 'mw'), 25, 18],
];

/** The example's site, its eight tags expected every minute. */
export const siteOfMinutes: Site = {
  ...exampleSite,
  tags: [
    ...exampleSite.tags,
    ...TAGS.map(([tag]) => ({ tag, periodMs: MINUTE_MS, ratePerS: 1000 })),
  ],
};

/** Numbers 0..1 that look random and are the same in every run. */
function fixedNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One reading in two hundred is worth less than it looks. */
function qualityOf(drawn: number): Quality {
  if (drawn < 0.002) return 'bad';
  if (drawn < 0.004) return 'doubtful';
  return drawn < 0.005 ? 'substituted' : 'good';
}

/** A tag is silent for 40 minutes about every third day. */
const SILENT_MINUTES = 40;
const SILENT_EVERY = 3 * MINUTES_OF_DAY;

function dayOf(
  place: number,
  startMs: number,
  firstMinute: number,
  noise: () => number,
): JudgedReading[] {
  const [tag, mean, swing] = TAGS[place]!;
  const readings: JudgedReading[] = [];
  for (let i = 0; i < MINUTES_OF_DAY; i += 1) {
    const minute = firstMinute + i;
    if ((minute + 700 * place) % SILENT_EVERY < SILENT_MINUTES) continue;
    const at = startMs + i * MINUTE_MS;
    const day = Math.sin((2 * Math.PI * (minute + 180 * place)) / MINUTES_OF_DAY);
    const value = mean + swing * (0.8 * day + 0.4 * (noise() - 0.5));
    const quality = qualityOf(noise());
    readings.push({
      tag,
      at,
      value: Math.round(1000 * value) / 1000,
      quality,
      source: 'bench',
      receivedAt: at,
    });
  }
  return readings;
}

/** Fills a store with minutes of the eight tags, up to `toMs`. @returns how many readings there are */
export async function fillMinutes(
  store: ReadingStore,
  toMs: number,
  days: number,
): Promise<number> {
  const noise = fixedNoise(11);
  const lastMs = Math.floor(toMs / MINUTE_MS) * MINUTE_MS;
  let count = 0;
  for (let day = 0; day < days; day += 1) {
    const startMs = lastMs - (days - day) * MINUTES_OF_DAY * MINUTE_MS;
    for (let place = 0; place < TAGS.length; place += 1) {
      const readings = dayOf(place, startMs, day * MINUTES_OF_DAY, noise);
      count += (await store.append(readings)).accepted;
    }
  }
  return count;
}

/** Waits until the store has made all aggregates: those of a running plant are. */
export async function aggregated(folder: string): Promise<void> {
  const connection = Connection.open(join(folder, STORE_FILE));
  const due = (): number => connection.get<{ n: number }>('select count(*) as n from due')?.n ?? 0;
  while (due() > 0) await new Promise((resolve) => setTimeout(resolve, 200));
  connection.close();
}
