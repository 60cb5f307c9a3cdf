import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { localDay } from '#shared/units/time-grid.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { feederTag, stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { createLog } from '#server/log.ts';
import { createEnergyBook } from '#server/review/energy-book.ts';
import { createEnergyReview, type EnergyReview } from '#server/review/energy-review.ts';
import { openSqliteStore } from '#server/store/sqlite/open-sqlite-store.ts';
import type { Store } from '#server/store/store.ts';
import { spawnThread } from '#server/threads/spawn-thread.ts';

export const station = exampleSystem.stations[0]!;
export const ZONE = exampleSystem.timeZone;
const QUARTER_MS = 15 * 60_000;

export interface ReviewHouse {
  readonly store: Store;
  readonly energy: EnergyReview;
}

/** The review over a real store in a temporary folder; no plans are made here. */
export async function openHouse(now: () => number): Promise<ReviewHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'forebay-review-'));
  const log = createLog('silent');
  const tags = tagList(exampleSystem, exampleSite);
  const { retention } = exampleSite;
  const store = await openSqliteStore({ folder, retention, timeZone: ZONE, tags, log });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const book = createEnergyBook(store.consumption, now);
  const energy = createEnergyReview({
    system: exampleSystem,
    site: exampleSite,
    store,
    planning: { between: () => Promise.resolve([]), note: () => undefined },
    book,
    clock: { now, rate: 1 },
    log,
    spawnFit: () => spawnThread('fit-thread', null),
  });
  return { store, energy };
}

const reading = (tag: string, at: number, value: number): JudgedReading => ({
  tag,
  at,
  value,
  quality: 'good',
  source: 'test',
  receivedAt: at,
});

/** Readings every quarter-hour of a day and at its end: every counter rises, every gauge stands. */
export function dayOfReadings(date: string, perSlotKwh = 10): JudgedReading[] {
  const { startMs, endMs } = localDay(date, ZONE);
  const slots = Math.round((endMs - startMs) / QUARTER_MS);
  return Array.from({ length: slots + 1 }, (_, t): JudgedReading[] => {
    const at = startMs + t * QUARTER_MS;
    return [
      ...exampleSite.feeders.map(({ id, unit }) =>
        reading(feederTag(station.id, id, unit), at, 5000 + t * perSlotKwh),
      ),
      reading(stationTag(station.id, 'forebayLevel'), at, 446),
      reading(stationTag(station.id, 'tailraceLevel'), at, 358),
      reading(stationTag(station.id, 'airTemperature'), at, 20),
      ...station.units.flatMap(({ id }, u) => [
        reading(unitTag(station.id, id, 'mw'), at, u === 0 ? 40 : 0),
        reading(unitTag(station.id, id, 'hours'), at, u === 0 ? 100 + t / 4 : 100),
        reading(unitTag(station.id, id, 'starts'), at, 7),
      ]),
    ];
  }).flat();
}
