import { Worker } from 'node:worker_threads';

/** Where each thread's file lies in the source tree; in the built server all lie beside `main.js`. */
const THREADS = {
  'store-thread': '../store/sqlite/store-thread.ts',
  'plan-thread': '../planning/plan-thread.ts',
  'fit-thread': '../review/fit-thread.ts',
} as const;

export type ThreadName = keyof typeof THREADS;

/**
 * Starts a worker thread by name, from the built server (`<name>.js` beside the bundle) or from source.
 * The worker reports a fault in its file by its `error` event, as every worker does.
 */
export function spawnThread(name: ThreadName, workerData: unknown): Worker {
  return import.meta.url.endsWith('.ts')
    ? spawnSource(new URL(THREADS[name], import.meta.url), workerData)
    : new Worker(new URL(`./${name}.js`, import.meta.url), { workerData });
}

/**
 * Runs a TypeScript file as a worker. On Node 20 a worker does not take the loader hooks of
 * `--import tsx`, neither inherited nor in its own `execArgv`; hooks registered by a first module
 * inside the worker do hold for what that module then imports.
 */
export function spawnSource(file: URL, workerData: unknown): Worker {
  const tsx = import.meta.resolve('tsx/esm/api');
  const first = `import { register } from ${JSON.stringify(tsx)};
register();
await import(${JSON.stringify(file.href)});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(first)}`), { workerData });
}
