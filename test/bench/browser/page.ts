import type { WorkerAnswer, WorkerOrder } from './messages.ts';

/** The page that the benchmark drives: one worker, one plan at a time. */
const worker = new Worker(new URL('./plan-worker.ts', import.meta.url), { type: 'module' });

window.planInWorker = (order: WorkerOrder): Promise<WorkerAnswer> =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => resolve(data);
    worker.onerror = ({ message, filename, lineno }) =>
      reject(new Error(`the worker failed: ${message} (${filename}:${lineno})`));
    worker.postMessage(order);
  });
