import { randomBytes } from 'node:crypto';
import type { IngestResult, JudgedReading, Reading } from '#shared/wire/reading.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { listeners } from '../listeners.ts';
import type { AppendResult, ReadingStore } from '../store/reading-store.ts';
import { createBatchJudge } from './judge-batch.ts';
import type { Calculation } from './calculated/calculation.ts';
import { createLiveImages, type LiveImages } from './live-image.ts';
import { createLiveState, type LiveState } from './live-state.ts';
import type { WaterBalance } from './water-balance.ts';

/** Readings that may wait to be made durable before more are turned away. */
const MOST_WAITING = 200_000;

/** The store cannot take readings now; the sender keeps them and comes again. */
export class TooBusyError extends Error {
  readonly retryAfterS = 1;
}

export interface AcceptOptions {
  /** Which tags the sender may write; absent: all. */
  readonly allowed?: (tag: string) => boolean;
}

/** What became of a batch, for the metrics. */
export interface Taken {
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  /** From the door to durable. */
  readonly seconds: number;
}

/** Use case: takes readings in. */
export interface Readings {
  /**
   * Judges a batch, makes it durable, then lets it be seen. Resolves when durable; rejects with
   * nothing taken when the store fails or is too far behind (`TooBusyError`).
   */
  accept(batch: readonly Reading[], options?: AcceptOptions): Promise<IngestResult>;
  readonly tags: readonly Tag[];
  readonly live: LiveState;
  readonly images: LiveImages;
  /** Fills the live state with what the store holds. */
  warmUp(): Promise<void>;
  /** Readings judged and not yet durable. */
  waiting(): number;
  onTaken(listener: (taken: Taken) => void): () => void;
  /** Calls back with every batch as it was judged, before it is durable: alarms do not wait for the store. */
  onHeard(listener: (readings: readonly JudgedReading[]) => void): () => void;
}

export interface ReadingsParts {
  readonly tags: readonly Tag[];
  readonly store: ReadingStore;
  readonly clock: Clock;
  readonly log: Log;
  /** What is calculated with the image; absent: nothing is. */
  readonly calculate?: Calculation | undefined;
  /** Speaks against levels that rest while water comes and goes; absent: nothing does. */
  readonly balance?: WaterBalance | undefined;
}

export function createReadings({
  tags,
  store,
  clock,
  log,
  calculate,
  balance,
}: ReadingsParts): Readings {
  const measured = tags.filter((tag) => tag.origin === 'measured').map((tag) => tag.tag);
  const judge = createBatchJudge(tags, measured, balance);
  const live = createLiveState(tags);
  const epoch = randomBytes(6).toString('hex');
  const images = createLiveImages({ tags, live, clock, calculation: calculate, epoch });
  if (calculate) live.onNewest((reading) => calculate.observe(reading));
  const taking = listeners<Taken>();
  const hearing = listeners<readonly JudgedReading[]>();
  let waiting = 0;

  return {
    tags,
    live,
    images,
    waiting: () => waiting,
    onTaken: taking.add,
    onHeard: hearing.add,
    async accept(batch, options) {
      if (waiting + batch.length > MOST_WAITING) {
        throw new TooBusyError(`${waiting} readings are waiting to be made durable`);
      }
      const begun = performance.now();
      const { taken, refused } = judge.judge(batch, clock.now(), options?.allowed);
      const done = ({ accepted, duplicate }: AppendResult): IngestResult => {
        const seconds = (performance.now() - begun) / 1000;
        taking.tell({ accepted, duplicate, refused: refused.length, seconds });
        return { accepted, duplicate, refused };
      };
      if (taken.length === 0) return done({ accepted: 0, duplicate: 0 });
      hearing.tell(taken);
      waiting += taken.length;
      try {
        const result = await store.append(taken);
        live.apply(taken);
        if (calculate) taken.forEach(calculate.count);
        return done(result);
      } finally {
        waiting -= taken.length;
      }
    },
    async warmUp() {
      await calculate?.warmUp(store, clock.now());
      const latest = await store.latest(measured);
      const readings = [...latest.values()];
      readings.forEach(judge.remember);
      live.apply(readings);
      log.info({ tags: readings.length, of: measured.length }, 'live state filled from the store');
    },
  };
}
