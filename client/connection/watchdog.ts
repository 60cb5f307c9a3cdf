import { reloadWhenReachable } from './reload.ts';
import type { WatchdogMessage } from './watchdog-beats.ts';

/** Watches over the loop of a page from a thread of its own. */
export interface Watchdog {
  /** The loop has turned. */
  turned(): void;
  end(): void;
}

/** @param reload loads the page anew */
export function startWatchdog(reload: () => void): Watchdog {
  const worker = new Worker(new URL('./watchdog-worker.ts', import.meta.url), { type: 'module' });
  const tell = (message: WatchdogMessage): void => worker.postMessage(message);
  const seen = (): void => tell({ kind: 'seen', isSeen: !document.hidden });
  let isReloading = false;
  worker.onmessage = () => {
    if (isReloading) return;
    isReloading = true;
    void reloadWhenReachable(reload);
  };
  document.addEventListener('visibilitychange', seen);
  seen();
  return {
    turned: () => tell({ kind: 'turned' }),
    end() {
      document.removeEventListener('visibilitychange', seen);
      worker.terminate();
    },
  };
}
