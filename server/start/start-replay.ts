import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Site } from '#shared/station/site-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { localDay } from '#shared/units/time-grid.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { BadInput } from '../bad-input.ts';
import { scaledClock } from '../clock.ts';
import { readStation } from '../input-files.ts';
import { csvRecord } from '../sources/replay/csv-record.ts';
import { glenCanyonRecord } from '../sources/replay/glen-canyon-record.ts';
import type { PlayableRecord } from '../sources/replay/record.ts';
import { createReplay, REPLAY_TICK_MS } from '../sources/replay/replay.ts';
import { compose } from './compose.ts';
import type { ReplayOptions, Started } from './options.ts';
import type { StartParts } from './start-parts.ts';

/** Times between readings that divide a quarter-hour, ms. */
const PERIODS_MS = [5000, 15_000, MS_PER_MINUTE, 5 * MS_PER_MINUTE, 15 * MS_PER_MINUTE];

/** A replay of a record on its own clock and in a folder of its own, begun afresh every time. */
export async function startReplay(parts: StartParts, options: ReplayOptions): Promise<Started> {
  const { config, log } = parts;
  const { system, site } = await readStation(config);
  const record = await openRecord(options, system);
  const folder = join(config.dataFolder, 'replay', basename(options.recordFolder));
  await rm(folder, { recursive: true, force: true });
  const house = {
    mode: 'replay',
    system,
    site: siteOf(record, site, config.siteFile !== null || config.systemFile === null),
    folder,
    clockOf: () => Promise.resolve(scaledClock(record.startMs, options.speed)),
    lacks: record.lacks,
    endAt: record.endAt,
    isFollowed: false,
  } as const;

  return compose(
    parts,
    house,
    async ({ store }) => {
      for (const forecast of record.forecasts) await store.forecasts.add(forecast);
    },
    ({ readings, planning, clock }) => {
      const replay = createReplay({ record, accept: readings.accept, clock, log });
      // After the last reading there is nothing to plan from.
      replay.ended.catch(() => undefined).finally(() => void planning.stop());
      replay.start();
      log.info({ record: record.about, speed: options.speed }, 'replay begun');
      return replay;
    },
  );
}

function openRecord(
  { recordFolder: path, format, from, to, speed }: ReplayOptions,
  system: System,
): Promise<PlayableRecord> {
  const fromMs = from === null ? null : dayOf(from, '--from', system.timeZone).startMs;
  const toMs = to === null ? null : dayOf(to, '--to', system.timeZone).endMs;
  if (format === 'csv') return csvRecord({ path, fromMs, toMs });
  const beatMs = REPLAY_TICK_MS * speed;
  const everyMs = PERIODS_MS.find((period) => period >= beatMs) ?? PERIODS_MS.at(-1)!;
  return glenCanyonRecord({ folder: path, system, fromMs, toMs, everyMs });
}

/** @throws BadInput where it is no date */
function dayOf(text: string, option: string, timeZone: string): ReturnType<typeof localDay> {
  try {
    return localDay(text, timeZone);
  } catch {
    throw new BadInput([`${option}: "${text}" is no date, YYYY-MM-DD is needed`]);
  }
}

/** The site with the record's prices and tags; the example's meters and tags are not the recorded station's. */
function siteOf(record: PlayableRecord, site: Site, isOwn: boolean): Site {
  const prices = record.hourlyPricePerMwh;
  return {
    ...site,
    feeders: isOwn ? site.feeders : [],
    tariff: prices === null ? site.tariff : { hourlyPricePerMwh: [...prices] },
    tags: [...(isOwn ? site.tags : []), ...record.extraTags],
  };
}
