import { consumerTree, type ConsumerTree } from '#shared/energy/consumer-tree.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { Station, System } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { type LocalDay, localDate, localDay } from '#shared/units/time-grid.ts';
import type {
  DayFigures,
  EnergyOutlook,
  SpillOutlook,
  StationOutlook,
} from '#shared/wire/outlook.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { stationTag } from '#shared/wire/tag-path.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Clock } from '../clock.ts';
import { listeners } from '../listeners.ts';
import type { Log } from '../log.ts';
import { orderedSlots } from '../planning/ordered-slots.ts';
import type { Planning } from '../planning/planning.ts';
import type { LiveState } from '../readings/live-state.ts';
import { createDayTargets, type DayTargets } from '../review/day-targets.ts';
import type { EnergyBook } from '../review/energy-book.ts';
import { childrenOf } from '../review/energy-pages.ts';
import { measureConsumption, WHOLE_STATION } from '../review/measured-consumption.ts';
import type { Store } from '../store/store.ts';
import { type ConsumerModel, energyOutlook, projectedFacts } from './energy-outlook.ts';
import { indexFigures } from './index-figures.ts';
import { spillOutlook } from './spill-outlook.ts';
import { stationIndices } from './station-indices.ts';

/** Use case: what a station's day comes to, for those who look on: indices, consumption, chance of spill. */
export interface Outlooks {
  /** The newest; null before the first. */
  view(station: string): StationOutlook | null;
  onChange(listener: (outlook: StationOutlook) => void): () => void;
  start(): void;
  stop(): Promise<void>;
}

export interface OutlookParts {
  readonly system: System;
  readonly site: Pick<Site, 'feeders' | 'tariff' | 'energy'>;
  readonly tags: readonly Tag[];
  readonly store: Pick<Store, 'readings' | 'forecasts' | 'consumption'>;
  readonly planning: Pick<Planning, 'between' | 'view' | 'inputs'>;
  readonly book: Pick<EnergyBook, 'all'>;
  readonly live: Pick<LiveState, 'value'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Beat at which it is looked whether an outlook is due, ms of real time. */
const BEAT_MS = 1000;

/** On a fast clock outlooks are not made more often than this, ms of real time. */
const LEAST_MS = 10_000;

const SLOT_MS = 15 * MS_PER_MINUTE;
const SLOT_MINUTES = 15;

interface Context extends OutlookParts {
  readonly tree: ConsumerTree;
  readonly targets: DayTargets;
}

export function createOutlooks(parts: OutlookParts): Outlooks {
  const { system, clock, log, store } = parts;
  const context: Context = {
    ...parts,
    tree: consumerTree(parts.site.feeders),
    targets: createDayTargets(store.consumption),
  };
  const changes = listeners<StationOutlook>();
  const newest = new Map<string, StationOutlook>();
  let madeMinute = -Infinity;
  let madeAt = -Infinity;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const make = async (): Promise<void> => {
    for (const station of system.stations) {
      const outlook = await outlookOf(context, station, clock.now());
      newest.set(station.id, outlook);
      changes.tell(outlook);
    }
  };
  const look = (): void => {
    const minute = Math.floor(clock.now() / MS_PER_MINUTE);
    const isDue = minute > madeMinute && performance.now() >= madeAt + LEAST_MS;
    if (running || !isDue) return;
    madeMinute = minute;
    madeAt = performance.now();
    running = make()
      .catch((error: unknown) => log.error({ err: error }, 'no outlook could be made'))
      .finally(() => {
        running = null;
      });
  };
  return {
    view: (station) => newest.get(station) ?? null,
    onChange: changes.add,
    start() {
      timer ??= setInterval(look, BEAT_MS);
      look();
    },
    async stop() {
      if (timer) clearInterval(timer);
      timer = null;
      await running;
    },
  };
}

/** The parts stand alone: one that fails leaves the others. */
async function outlookOf(context: Context, station: Station, now: number): Promise<StationOutlook> {
  const { system, planning, log } = context;
  const day = localDay(localDate(now, system.timeZone), system.timeZone);
  const versions = await planning.between(day.startMs, day.endMs);
  const part = async <T>(name: string, work: Promise<T>): Promise<T | null> =>
    work.catch((error: unknown) => {
      log.error({ err: error, station: station.id, part: name }, 'a part of an outlook failed');
      return null;
    });
  const over = Math.floor((now - day.startMs) / SLOT_MS);
  return {
    station: station.id,
    at: now,
    until: day.startMs + over * SLOT_MS,
    indices: await part('indices', indicesOf(context, station, day, versions, now)),
    energy: await part('energy', energyOf(context, station, day, versions, over)),
    spill: await part('spill', spillOf(context, station, now)),
  };
}

async function indicesOf(
  { system, tags, store }: Context,
  { id }: Station,
  day: LocalDay,
  versions: readonly PlanVersion[],
  now: number,
): Promise<DayFigures> {
  const parts = { system, tags, store: store.readings };
  const { coveredPercent, indices, planned } = await stationIndices(parts, id, day, versions, now);
  return { coveredPercent, figures: indices ? indexFigures(indices, planned) : [] };
}

async function energyOf(
  { site, system, store, book, tree, targets }: Context,
  station: Station,
  day: LocalDay,
  versions: readonly PlanVersion[],
  over: number,
): Promise<EnergyOutlook | null> {
  if (site.feeders.length === 0) return null;
  const { timeZone } = system;
  const date = localDate(day.startMs, timeZone);
  const parts = { station, site, timeZone, readings: store.readings };
  const { facts, meters } = await measureConsumption(parts, date);
  const frozen = await book.all(station.id, 'baseline');
  const model = (id: string, name: Station['name']): ConsumerModel => {
    const own = frozen.find(({ consumer }) => consumer === id);
    const { daily = null, hourly = null } = own ?? {};
    return { id, name, meter: meters.get(id)!, daily, hourly };
  };
  const groups = childrenOf(tree, WHOLE_STATION)
    .map((id) => tree.get(id)!.feeder)
    .filter(({ unit }) => unit === 'kWh');
  const budgets = await book.all(station.id, 'budget');
  const ordered = orderedSlots(versions, station.id, day.startMs, day.endMs, SLOT_MINUTES);
  return energyOutlook({
    facts: projectedFacts(facts, over, ordered),
    over,
    station: model(WHOLE_STATION, station.name),
    groups: groups.map(({ id, name }) => model(id, name)),
    targetKwh: await targets.of(station.id, budgets, WHOLE_STATION, date),
  });
}

async function spillOf(
  { system, store, planning, live }: Context,
  { id }: Station,
  now: number,
): Promise<SpillOutlook | null> {
  const forecast = await store.forecasts.newest(id, now);
  const version = planning.view(id).inForce;
  if (!forecast?.members || !version) return null;
  const inputs = await planning.inputs(version.id);
  if (!inputs) return null;
  const levelM = (station: string): number | null => {
    const level = live.value(stationTag(station, 'forebayLevel'));
    return level && level.quality !== 'bad' ? level.value : null;
  };
  const { day } = inputs;
  return spillOutlook({ system, station: id, version, day, forecast, levelM, now });
}
