import type { Site } from '#shared/station/site-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { IngestResult, Reading } from '#shared/wire/reading.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { type FaultEffects, faultEffects } from './fault-effects.ts';
import type { PlantFault } from './fault-list.ts';
import { seededRandom } from './random.ts';
import { sensorPanel } from './sensor-panel.ts';
import {
  fullDischargeM3s,
  simulatedStation,
  type SimulatedStation,
  type SimulatedStationParts,
  type StationOrder,
} from './simulated-station.ts';

/** A source of readings: the plant of the system, made up. */
export interface Simulator {
  /** Runs to `toMs` without waiting, with readings every `everyMs`; resolves when they are durable. */
  runTo(toMs: number, everyMs: number): Promise<void>;
  /** Runs on the clock from where it stands. */
  start(): void;
  stop(): Promise<void>;
  /** Where it stands, clock ms. */
  readonly atMs: number;
}

export interface SimulatorParts {
  readonly system: System;
  readonly site: Pick<Site, 'feeders'>;
  readonly tags: readonly Tag[];
  readonly accept: (batch: readonly Reading[]) => Promise<IngestResult>;
  /** Orders of all stations at an instant; null: none. */
  readonly orderedAt: (atMs: number) => {
    readonly stations: Readonly<Record<string, StationOrder>>;
  } | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly seed: number;
  readonly faults: readonly PlantFault[];
  /** The instant it begins at, clock ms. */
  readonly startMs: number;
  /** What was last measured; absent: the plant begins. */
  readonly lastKnown?: SimulatedStationParts['lastKnown'];
}

/** Beat of the running simulator, real ms: two batches a second at most. */
export const TICK_MS = 500;
/** Steps of the physics, s: fine on the clock, coarse where hours are caught up. */
const FINE_STEP_S = 5;
const COARSE_STEP_S = 60;
const FINE_SPAN_MS = MS_PER_HOUR;
/** After a longer stall (the machine slept) the plant stands still for the rest. */
const LONGEST_STALL_MS = 6 * MS_PER_HOUR;
const BATCH = 5000;

export function createSimulator(parts: SimulatorParts): Simulator {
  const { system, clock, log, seed } = parts;
  const random = seededRandom(seed + Math.floor(parts.startMs / 1000));
  const { feeders } = parts.site;
  const fullM3s = Math.max(...system.stations.map((one) => fullDischargeM3s(plantOf(one))));
  const effects = faultEffects(parts.faults, parts.clock.now(), fullM3s);
  const stations = stationsOf(parts, effects);
  const panel = sensorPanel(stations, feeders, parts.tags, random);
  const speak = (atLeastMs: number): Reading[] => effects.apply(panel.speak(atMs, atLeastMs));
  let atMs = parts.startMs;
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> = Promise.resolve();
  let busy = false;

  function advanceTo(toMs: number, stepS: number): void {
    for (const station of stations) station.runTo(toMs, stepS);
    atMs = toMs;
  }

  async function send(batch: readonly Reading[]): Promise<void> {
    const { refused } = await parts.accept(batch);
    const [first] = refused;
    if (first) log.warn({ refused: refused.length, first: first.message }, 'readings refused');
  }

  function tick(): void {
    const nowMs = clock.now();
    const stallMs = nowMs - atMs;
    // While a batch is on its way to the store nothing more is sent; the next tick catches up.
    if (busy || stallMs <= 0) return;
    if (stallMs > LONGEST_STALL_MS) {
      log.warn({ stallMs }, 'the simulated plant stood still for a while');
      for (const station of stations) station.skipTo(nowMs - LONGEST_STALL_MS);
    }
    advanceTo(nowMs, stallMs > FINE_SPAN_MS ? COARSE_STEP_S : FINE_STEP_S);
    const batch = speak(0);
    if (batch.length === 0) return;
    busy = true;
    sending = send(batch)
      .catch((error: unknown) => log.warn({ err: error }, 'readings lost'))
      .finally(() => {
        busy = false;
      });
  }

  return {
    get atMs() {
      return atMs;
    },
    async runTo(toMs, everyMs) {
      let batch: Reading[] = speak(everyMs);
      while (atMs < toMs) {
        advanceTo(Math.min(toMs, atMs + everyMs), Math.min(COARSE_STEP_S, everyMs / 1000));
        batch.push(...speak(everyMs));
        if (batch.length < BATCH && atMs < toMs) continue;
        await send(batch);
        batch = [];
      }
      if (batch.length > 0) await send(batch);
    },
    start() {
      timer ??= setInterval(tick, TICK_MS);
    },
    async stop() {
      if (timer) clearInterval(timer);
      timer = null;
      await sending;
    },
  };
}

/** What is left of an order while units have tripped. */
function withoutTripped(
  order: StationOrder,
  station: string,
  effects: FaultEffects,
  atMs: number,
): StationOrder {
  const units = Object.entries(order.units).map(([unit, flowM3s]) => [
    unit,
    effects.isTripped(station, unit, atMs) ? 0 : flowM3s,
  ]);
  return { ...order, units: Object.fromEntries(units) as StationOrder['units'] };
}

function stationsOf(parts: SimulatorParts, effects: FaultEffects): SimulatedStation[] {
  const { system, site, seed, startMs, lastKnown } = parts;
  return system.stations.map((station) =>
    simulatedStation({
      station,
      feeders: site.feeders,
      timeZone: system.timeZone,
      seed,
      orderedAt: (atMs) => {
        const order = parts.orderedAt(atMs)?.stations[station.id] ?? null;
        return order && withoutTripped(order, station.id, effects, atMs);
      },
      floodM3s: effects.floodM3s,
      startMs,
      ...(lastKnown ? { lastKnown } : {}),
    }),
  );
}
