import { join } from 'node:path';
import { dayStartMs } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { BadInput } from '../bad-input.ts';
import { scaledClock, systemClock } from '../clock.ts';
import { readStation } from '../input-files.ts';
import { type PlantFault, readFaults } from '../sources/simulator/fault-list.ts';
import { createSimulator, type Simulator } from '../sources/simulator/simulator.ts';
import type { Store } from '../store/store.ts';
import { faultLine } from '#shared/station/fault.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { compose, type Composed } from './compose.ts';
import { liveReview } from './lived-review.ts';
import { livePast } from './live-past.ts';
import type { DemoOptions, Started } from './options.ts';
import type { StartParts } from './start-parts.ts';

/** The seed where none is given: every demo has the same years. */
const USUAL_SEED = 1;

/** A gap in a demo's record up to this is lived through; a longer one begins anew. */
const LONGEST_GAP_MS = 48 * MS_PER_HOUR;

/**
 * The server with a simulated plant, in a folder of its own. A first start lives through yesterday and
 * today before the doors open; a later one goes on from where the last one ended.
 */
export async function startDemo(parts: StartParts, options: DemoOptions): Promise<Started> {
  const { config, log } = parts;
  const { system, site } = await readStation(config);
  const { speed } = options;
  const seed = options.seed ?? USUAL_SEED;
  const faults = faultsOf(options.faults, seed, tagList(system, site));
  let simulator: Simulator | null = null;

  const prepare = async (composed: Composed): Promise<void> => {
    const { store, readings, planning, clock, tags } = composed;
    const nowMs = clock.now();
    const lastMs = await newestMs(store, tags);
    const goesOn = lastMs !== null && nowMs - lastMs <= LONGEST_GAP_MS;
    const startMs = goesOn ? lastMs : dayStartMs(nowMs - 24 * MS_PER_HOUR, system.timeZone);
    simulator = createSimulator({
      system,
      site,
      tags,
      accept: readings.accept,
      orderedAt: planning.orderedAt,
      clock,
      log,
      seed,
      faults,
      startMs,
      lastKnown: readings.live.value,
    });
    const begun = performance.now();
    await planning.takeUp(startMs);
    await livePast(simulator, planning, nowMs, system.timeZone);
    // What passed meanwhile, too: else the record would have a gap where the running plant goes on.
    await livePast(simulator, planning, clock.now(), system.timeZone);
    const hours = Math.round((nowMs - startMs) / MS_PER_HOUR);
    log.info({ hours, ms: Math.round(performance.now() - begun) }, 'the plant lived up to now');
  };

  const house = {
    mode: 'demo',
    system,
    site,
    folder: join(config.dataFolder, 'demo'),
    clockOf: async (store: Store, tags: readonly Tag[]) => {
      const lastMs = (await newestMs(store, tags)) ?? 0;
      if (options.atMs !== null) return scaledClock(Math.max(lastMs, options.atMs), speed);
      // A demo that ran faster than time has left a record that reaches into the future.
      const ahead = lastMs > Date.now();
      return speed === 1 && !ahead ? systemClock : scaledClock(Math.max(lastMs, Date.now()), speed);
    },
    pastConsumption: ({ energy, clock }: Composed, isStopping: () => boolean) =>
      liveReview({ system, site, energy, seed, nowMs: clock.now(), isStopping }),
  } as const;

  return compose(parts, house, prepare, () => {
    simulator?.start();
    return simulator;
  });
}

/** Newest stored measurement of any tag, ms; null for an empty store. */
async function newestMs(store: Store, tags: readonly Tag[]): Promise<number | null> {
  const latest = await store.readings.latest(tags.map((tag) => tag.tag));
  const times = [...latest.values()].map((reading) => reading.at);
  return times.length > 0 ? Math.max(...times) : null;
}

/** @throws BadInput with every fault of the list */
function faultsOf(text: string | null, seed: number, tags: readonly Tag[]): readonly PlantFault[] {
  if (text === null) return [];
  const measured = tags.filter((tag) => tag.origin === 'measured').map((tag) => tag.tag);
  const read = readFaults(text, measured, seed);
  if (!read.ok) throw new BadInput(read.faults.map((fault) => `--${faultLine(fault)}`));
  return read.value;
}
