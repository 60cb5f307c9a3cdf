import { join } from 'node:path';
import type { Site } from '#shared/station/site-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { RunMode } from '#shared/wire/protocol.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { openAccess } from '../access/access.ts';
import type { AccessSettings } from '../access/identify.ts';
import { openAlarms } from '../alarms/alarms.ts';
import { createApp } from '../app.ts';
import { BadInput } from '../bad-input.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { isLoopback } from '../loopback.ts';
import { createOutlooks, type Outlooks } from '../outlook/outlooks.ts';
import { createDesk, type Desk } from '../planning/desk.ts';
import { failedPlansIn } from '../planning/failed-plans.ts';
import type { PlanningParts } from '../planning/plan-maker.ts';
import { createPlanning, type Planning } from '../planning/planning.ts';
import { createSolver } from '../planning/solver.ts';
import { createCalculation } from '../readings/calculated/calculation.ts';
import { startPruning } from '../readings/pruning.ts';
import { createReadings, type Readings } from '../readings/readings.ts';
import { createWaterBalance } from '../readings/water-balance.ts';
import { createEnergyBook } from '../review/energy-book.ts';
import { createEnergyReview, type EnergyReview } from '../review/energy-review.ts';
import { flexibleLoadsMw } from '../review/taken-loads.ts';
import { StoreError } from '../store/store-error.ts';
import type { Store } from '../store/store.ts';
import { spawnThread } from '../threads/spawn-thread.ts';
import { buildName, CLIENT_FOLDER } from './client-folder.ts';
import { listen } from './listen.ts';
import { pacedTags } from './paced-tags.ts';
import type { Started } from './options.ts';
import type { StartParts } from './start-parts.ts';

/** The station that a server runs for, and where it keeps what it learns. */
export interface House {
  readonly mode: RunMode;
  readonly system: System;
  readonly site: Site;
  readonly folder: string;
  /** The clock, once the store is open: what is stored may say where time stands. */
  readonly clockOf: (store: Store, tags: readonly Tag[]) => Promise<Clock>;
  /** Paths of tags that never come here, and are left off the list. */
  readonly lacks?: readonly string[];
  readonly endAt?: PlanningParts['endAt'];
  readonly isFollowed?: boolean;
  /** What was consumed before the record begins, for a demo to look back on. */
  readonly pastConsumption?: (composed: Composed, isStopping: () => boolean) => Promise<void>;
}

/** The parts before anybody listens. */
export interface Composed {
  readonly store: Store;
  readonly readings: Readings;
  readonly planning: Planning;
  readonly desk: Desk;
  readonly energy: EnergyReview;
  readonly outlooks: Outlooks;
  readonly clock: Clock;
  /** The system's tags with their own periods, before any pacing. */
  readonly tags: readonly Tag[];
}

/** Something that feeds the readings and can be stopped. */
export interface RunningSource {
  stop(): Promise<void>;
}

/**
 * Puts the parts together and listens: store, readings, planning, what `prepare` does before the doors
 * open, the doors, and the source that `feed` starts. What was opened is closed again where a step fails.
 */
export async function compose(
  parts: StartParts,
  house: House,
  prepare: (composed: Composed) => Promise<void>,
  feed: (composed: Composed) => RunningSource | null,
): Promise<Started> {
  const { config, log } = parts;
  const { system, site, folder } = house;
  const tags = tagList(system, site).filter(({ tag }) => !house.lacks?.includes(tag));
  const timeZone = system.timeZone;
  const opening = { folder, retention: site.retention, timeZone, tags, log };
  const store = await parts.openStore(opening).catch((error: unknown) => {
    throw error instanceof StoreError ? unusableFolder(folder, error) : error;
  });
  const closing: (() => Promise<void>)[] = [() => store.close()];
  const close = async (): Promise<void> => {
    for (const one of closing.splice(0).toReversed()) await one();
  };
  try {
    const clock = await house.clockOf(store, tags);
    const build = await buildName(CLIENT_FOLDER);
    const composed = await composeUseCases(parts, house, build, store, clock, tags);
    closing.push(() => composed.planning.stop());
    await prepare(composed);
    const access = await openAccess({
      stores: store,
      settings: accessSettings(config, house.mode),
      stations: system.stations.map((station) => station.id),
      tags: tags.map(({ tag }) => tag),
      log,
    });
    // After the past was lived through: what rang in it was not heard by anybody.
    const alarms = await openAlarms({ ...composed, system, site, log });
    closing.push(() => alarms.stop());
    const app = createApp({
      ...composed,
      alarms,
      system,
      access,
      log,
      mode: house.mode,
      build,
      clientDir: CLIENT_FOLDER,
    });
    closing.push(() => app.close());
    const url = await listen(app.server, config.host, config.port);
    await composed.planning.start();
    let isStopping = false;
    composed.energy.start(house.pastConsumption?.(composed, () => isStopping));
    closing.push(async () => {
      isStopping = true;
      await composed.energy.stop();
    });
    composed.outlooks.start();
    closing.push(() => composed.outlooks.stop());
    composed.desk.following.start();
    closing.push(() => composed.desk.following.stop());
    closing.push(startPruning(store.readings, clock, log));
    const source = feed(composed);
    if (source) closing.push(() => source.stop());
    log.info({ url, mode: house.mode, folder }, 'listening');
    const first = house.mode === 'replay' ? null : access.passwords.firstLink();
    return { url, close, setupUrl: first === null ? null : `${url}/setup#${first}` };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Who has not signed in, and looks from this machine, sees a demo whole and a server until it has an account. */
function accessSettings({ ingestToken, viewToken, host }: Config, mode: RunMode): AccessSettings {
  const openness = { serve: 'first-account', demo: 'desk', replay: 'look' } as const;
  return {
    ingest: ingestToken === null ? [] : [{ token: ingestToken }],
    viewToken,
    open: isLoopback(host) ? openness[mode] : 'shut',
  };
}

function unusableFolder(folder: string, { message }: StoreError): BadInput {
  return new BadInput([
    `FOREBAY_DATA: the store in ${folder} cannot be opened (${message}), a folder that can be written is needed, empty or with a sound store`,
  ]);
}

async function composeUseCases(
  { log }: StartParts,
  house: House,
  build: string,
  store: Store,
  clock: Clock,
  tags: readonly Tag[],
): Promise<Composed> {
  const { system, site, folder, endAt, isFollowed } = house;
  const readings = createReadings({
    tags: pacedTags(tags, clock.rate),
    store: store.readings,
    clock,
    log,
    calculate: createCalculation(system),
    balance: createWaterBalance(system),
  });
  await readings.warmUp();
  const book = createEnergyBook(store.consumption, () => Date.now());
  const planning = createPlanning({
    system,
    site,
    live: readings.live,
    readings: store.readings,
    plans: store.plans,
    outages: store.outages,
    forecasts: store.forecasts,
    loadCurves: store.loadCurves,
    serviceLoadsMw: (station, horizon) => flexibleLoadsMw(book, site, station, horizon),
    build,
    clock,
    solver: createSolver(() => spawnThread('plan-thread', null), log),
    failed: failedPlansIn(join(folder, 'failed-plans')),
    log,
    ...(endAt ? { endAt } : {}),
    ...(isFollowed === undefined ? {} : { isFollowed }),
  });
  readings.live.onUnitChange(planning.unitChanged);
  const desk = createDesk({ system, site, store, planning, clock, log });
  const energy = createEnergyReview({
    system,
    site,
    store,
    planning,
    book,
    clock,
    log,
    spawnFit: () => spawnThread('fit-thread', null),
  });
  const outlooks = createOutlooks({
    system,
    site,
    tags: readings.tags,
    store,
    planning,
    book,
    live: readings.live,
    clock,
    log,
  });
  return { store, readings, planning, desk, energy, outlooks, clock, tags };
}
