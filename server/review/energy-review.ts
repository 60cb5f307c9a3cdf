import type { Worker } from 'node:worker_threads';
import { consumerTree, electricRoots } from '#shared/energy/consumer-tree.ts';
import type { AdvicePage, ConsumersPage } from '#shared/energy/review/page.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { feederTag } from '#shared/wire/tag-path.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Planning } from '../planning/planning.ts';
import type { Store } from '../store/store.ts';
import { adviceDay } from './advice-day.ts';
import { createDayCloser, type DayCloser } from './day-closer.ts';
import type { EnergyBook } from './energy-book.ts';
import { createEnergyDeeds, type EnergyDeeds } from './energy-deeds.ts';
import { createEnergyPages, type EnergyPages } from './energy-pages.ts';
import { measureConsumption, WHOLE_STATION } from './measured-consumption.ts';

/** Use case: where yesterday's consumption went, and why. */
export interface EnergyReview {
  readonly pages: EnergyPages;
  readonly book: EnergyBook;
  readonly closer: DayCloser;
  /** Ids of all consumers, the whole station first. */
  readonly consumers: readonly string[];
  consumersPage(station: string): Promise<ConsumersPage>;
  readonly deeds: EnergyDeeds;
  advice(station: string, date: string): Promise<AdvicePage>;
  /**
   * Closes what is over, now and from time to time.
   * @param first what is to be done before the first closing
   */
  start(first?: Promise<void>): void;
  stop(): Promise<void>;
}

export interface EnergyReviewParts {
  readonly system: System;
  readonly site: Site;
  readonly store: Pick<Store, 'readings' | 'consumption'>;
  readonly planning: Pick<Planning, 'between' | 'note'>;
  readonly book: EnergyBook;
  readonly clock: Clock;
  readonly log: Log;
  readonly spawnFit: () => Worker;
}

/** Beat of the closing, real ms. */
const CLOSING_BEAT_MS = 5 * MS_PER_MINUTE;

export function createEnergyReview(parts: EnergyReviewParts): EnergyReview {
  const { system, site, store, planning, book, clock } = parts;
  const { timeZone } = system;
  const tree = consumerTree(site.feeders);
  const consumers = [WHOLE_STATION, ...tree.keys()];
  const closer = createDayCloser({
    stations: system.stations.map(({ id }) => id),
    timeZone,
    consumers: [...tree.keys()],
    roots: electricRoots(site.feeders),
    mediumPrices: mediumPrices(site),
    measure: (id, date) => {
      const station = system.stations.find((one) => one.id === id)!;
      return measureConsumption({ station, site, timeZone, readings: store.readings }, date);
    },
    planning,
    store: store.consumption,
    book,
  });
  const advice = (station: string, date: string): Promise<AdvicePage> =>
    adviceDay({ site, timeZone, planning, store: store.consumption, book }, station, date);

  return {
    book,
    closer,
    consumers,
    pages: createEnergyPages({ tree, timeZone, store: store.consumption, book }),
    consumersPage: async (station) => consumersPage(parts, tree, station),
    deeds: createEnergyDeeds({ ...parts, tree, timeZone, consumers, closer, advice }),
    advice,
    ...closing(closer, clock, parts.log),
  };
}

/** Feeders that are not metered in kWh, and what a unit of each costs. */
function mediumPrices({ feeders, energy }: Site): ReadonlyMap<string, number | null> {
  return new Map(
    feeders.flatMap(({ id, unit }) =>
      unit === 'kWh' ? [] : [[id, energy?.pricePerUnit?.[unit] ?? null] as const],
    ),
  );
}

/** Runs the closer, one run at a time. */
function closing(closer: DayCloser, clock: Clock, log: Log): Pick<EnergyReview, 'start' | 'stop'> {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  const run = (): void => {
    running ??= closer
      .run(clock.now())
      .then((versions) => {
        if (versions > 0) log.info({ versions }, 'days of consumption closed or restated');
      })
      .catch((error: unknown) => {
        log.error({ err: error }, 'days of consumption could not be closed; it is tried again');
      })
      .finally(() => {
        running = null;
      });
  };
  return {
    start(first = Promise.resolve()) {
      timer ??= setInterval(run, CLOSING_BEAT_MS);
      running = first
        .catch((error: unknown) => {
          log.error({ err: error }, 'the past of consumption could not be taken up');
        })
        .finally(() => {
          running = null;
          if (timer) run();
        });
    },
    async stop() {
      if (timer) clearInterval(timer);
      timer = null;
      await running;
    },
  };
}

async function consumersPage(
  { system, store }: EnergyReviewParts,
  tree: ReturnType<typeof consumerTree>,
  id: string,
): Promise<ConsumersPage> {
  const station = system.stations.find((one) => one.id === id)!;
  const { timeZone, currency } = system;
  return {
    station: id,
    timeZone,
    currency,
    span: await store.consumption.span(id),
    consumers: [
      { id: WHOLE_STATION, name: station.name, unit: 'kWh', parent: null, tag: null },
      ...[...tree.values()].map(({ feeder, parent }) => ({
        id: feeder.id,
        name: feeder.name,
        unit: feeder.unit,
        parent: parent ?? WHOLE_STATION,
        tag: feederTag(id, feeder.id, feeder.unit),
      })),
    ],
  };
}
