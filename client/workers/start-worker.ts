import type { AskedWorker } from './ask-what-if.ts';

/** A thread of the browser in which what-ifs are reckoned. */
export function startWhatIfWorker(): AskedWorker {
  return new Worker(new URL('./what-if-worker.ts', import.meta.url), { type: 'module' });
}
