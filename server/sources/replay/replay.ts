import type { IngestResult, Reading } from '#shared/wire/reading.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { PlayableRecord } from './record.ts';

/** A source of readings: a recorded history on its own clock. */
export interface Replay {
  start(): void;
  stop(): Promise<void>;
  /** Resolves when the record is over; rejects where it cannot be read on. */
  readonly ended: Promise<void>;
}

export interface ReplayParts {
  readonly record: PlayableRecord;
  readonly accept: (batch: readonly Reading[]) => Promise<IngestResult>;
  /** The record's clock: begun at its start. */
  readonly clock: Clock;
  readonly log: Log;
}

/** Beat of a replay, real ms: two batches a second at most. */
export const REPLAY_TICK_MS = 500;
/** Readings handed over at once. */
const BATCH = 5000;

/** Plays a record: every tick hands over what its clock has passed. */
export function createReplay({ record, accept, clock, log }: ReplayParts): Replay {
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let busy = false;
  let settle: { resolve(): void; reject(error: unknown): void };
  const ended = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  async function play(): Promise<void> {
    const readings = await record.next(clock.now());
    if (readings === null) {
      halt();
      log.info(
        { at: new Date(clock.now()).toISOString() },
        'the record is over; the server stays up',
      );
      settle.resolve();
      return;
    }
    for (let from = 0; from < readings.length; from += BATCH) {
      const { refused } = await accept(readings.slice(from, from + BATCH));
      const [first] = refused;
      if (first) log.warn({ refused: refused.length, first: first.message }, 'readings refused');
    }
  }

  function tick(): void {
    if (busy) return;
    busy = true;
    working = play()
      .catch((error: unknown) => {
        halt();
        log.error({ err: error }, 'the replay stops here');
        settle.reject(error);
      })
      .finally(() => {
        busy = false;
      });
  }

  function halt(): void {
    if (timer) clearInterval(timer);
    timer = null;
  }

  return {
    ended,
    start() {
      timer ??= setInterval(tick, REPLAY_TICK_MS);
      tick();
    },
    async stop() {
      halt();
      await working;
      await record.close();
    },
  };
}
