import { randomUUID } from 'node:crypto';
import type { Station, System } from '#shared/station/system-schema.ts';
import type { Deviation, FollowedStep } from '#shared/wire/following.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { FollowingStore } from '../store/following-store.ts';
import { bandsOf, type DeviationBand, FOLLOWED_MS } from './adherence.ts';
import { deviationsAfter } from './deviations.ts';

/** Looks how the plan is followed. */
export interface FollowWatch {
  /** Judges the quarter-hour that has ended last, once. */
  look(): Promise<void>;
  start(): void;
  /** Resolves when the look under way is done. */
  stop(): Promise<void>;
}

export interface FollowWatchParts {
  readonly system: System;
  readonly band: DeviationBand;
  readonly store: FollowingStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Quarter-hours in `[from, to)` beside their plans. */
  readonly steps: (station: Station, from: number, to: number) => Promise<FollowedStep[]>;
  readonly tellDeviation: (deviation: Deviation) => void;
}

/** Real time between looks, ms. */
const LOOK_MS = 1000;

/** What the last seconds of a quarter-hour were is known this long after its end, ms. */
const SETTLED_MS = 30_000;

export function createFollowWatch(parts: FollowWatchParts): FollowWatch {
  const { system, store, clock, log } = parts;
  let judgedTo = -Infinity;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;

  /** Judges the quarter-hour that ends at `toMs`; doing so again changes nothing. */
  async function judge(toMs: number): Promise<void> {
    const from = toMs - FOLLOWED_MS;
    for (const station of system.stations) {
      const bands = bandsOf(station, parts.band);
      const [step] = await parts.steps(station, from, toMs);
      const known = await store.between(station.id, from - FOLLOWED_MS, toMs + 1);
      for (const deviation of deviationsAfter(station.id, step!, known, bands, randomUUID)) {
        await store.save(deviation, null);
        parts.tellDeviation(deviation);
      }
    }
  }

  async function look(): Promise<void> {
    const ended = Math.floor((clock.now() - SETTLED_MS) / FOLLOWED_MS) * FOLLOWED_MS;
    if (ended <= judgedTo) return;
    await judge(ended);
    judgedTo = ended;
  }

  return {
    look,
    start() {
      timer ??= setInterval(() => {
        looking ??= look()
          .catch((error: unknown) => {
            log.error({ err: error }, 'following the plan failed; it is looked at again');
          })
          .finally(() => (looking = null));
      }, LOOK_MS);
    },
    async stop() {
      if (timer) clearInterval(timer);
      timer = null;
      await looking;
    },
  };
}
