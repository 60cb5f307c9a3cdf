import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { ReadingStore } from '../store/reading-store.ts';

/** What is too old may wait an hour, ms. */
const ROUND_MS = 3_600_000;

/**
 * Removes what is older than its retention, now and every `roundMs` of real time, as the
 * server's clock tells the time.
 * A round that fails is logged and tried again with the next.
 * @returns what ends the rounds; it resolves when the one under way is done
 */
export function startPruning(
  store: Pick<ReadingStore, 'prune'>,
  clock: Clock,
  log: Log,
  roundMs = ROUND_MS,
): () => Promise<void> {
  const round = async (): Promise<void> => {
    try {
      const rows = await store.prune(clock.now());
      if (rows > 0) log.info({ rows }, 'removed what is older than its retention');
    } catch (error) {
      log.error({ err: error }, 'could not remove what is older than its retention');
    }
  };
  let running = round();
  const timer = setInterval(() => {
    running = running.then(round);
  }, roundMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
