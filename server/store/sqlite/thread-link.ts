import type { Worker } from 'node:worker_threads';
import type { Log } from '#server/log.ts';
import { spawnThread } from '#server/threads/spawn-thread.ts';
import type { Call, Fault, Said } from '#server/threads/thread-calls.ts';
import { StoreBusyError, storeError, type StoreErrorCode } from '../store-error.ts';
import type { StoreThreadData } from './store-calls.ts';

/** Before a thread that died is started again. */
const RESTART_AFTER_MS = 500;

type Method = (...args: never[]) => unknown;

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * One store thread as seen from the main thread. When it dies, what was asked of it is refused (it
 * was not acknowledged), and it is started again; calls until it is ready are refused as busy.
 */
export class ThreadLink<Calls extends { [M in keyof Calls]: Method }> {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;
  #closed = false;
  #restart: NodeJS.Timeout | undefined;

  constructor(
    readonly data: StoreThreadData,
    readonly log: Log,
  ) {}

  /** Starts the thread; rejects with what kept it from being ready. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = spawnThread('store-thread', this.data);
      let fault: Error | undefined;
      worker.on('message', (said: Said) => {
        if (said.kind === 'ready' && this.#closed) void worker.terminate();
        else if (said.kind === 'ready') {
          this.#worker = worker;
          resolve();
        } else this.#hear(said);
      });
      worker.on('error', (error) => (fault = error));
      worker.on('exit', () => {
        const wasReady = this.#worker === worker;
        reject(fault ?? new Error(`The store's ${this.data.role} thread ended while starting.`));
        if (wasReady) this.#died(fault);
      });
    });
  }

  call<M extends keyof Calls & string>(
    method: M,
    ...args: Parameters<Calls[M]>
  ): Promise<ReturnType<Calls[M]>> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      if (worker === undefined) {
        reject(new StoreBusyError(`The store's ${this.data.role} thread is starting: try again.`));
        return;
      }
      const call: Call = { id: (this.#lastId += 1), method, args };
      this.#pending.set(call.id, {
        resolve: (value) => resolve(value as ReturnType<Calls[M]>),
        reject,
      });
      worker.postMessage(call);
    });
  }

  /** Ends the thread after what was asked before; `closing` is the last call to it. */
  async end(closing: () => Promise<unknown>): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === undefined) return;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    await closing();
    await gone;
  }

  /** The running thread, for tests that kill it. */
  get worker(): Worker | undefined {
    return this.#worker;
  }

  #hear(said: Exclude<Said, { kind: 'ready' }>): void {
    if (said.kind === 'fault') {
      this.log.error(
        { fault: said.fault },
        'The store could not mend its aggregates; it tries again',
      );
      return;
    }
    const pending = this.#pending.get(said.id);
    this.#pending.delete(said.id);
    if (said.kind === 'answer') pending?.resolve(said.value);
    else pending?.reject(toError(said.fault));
  }

  #died(fault: Error | undefined): void {
    this.#worker = undefined;
    const { role } = this.data;
    const why = fault?.message ?? 'it was ended';
    for (const { reject } of this.#pending.values())
      reject(
        storeError('stopped', `The store's ${role} thread stopped (${why}): send again.`, fault),
      );
    this.#pending.clear();
    if (this.#closed) return;
    this.log.error({ role, err: fault }, 'A store thread stopped; it is started again');
    this.#startAgain();
  }

  #startAgain(): void {
    this.#restart = setTimeout(() => {
      this.start().catch((error: unknown) => {
        if (this.#closed) return;
        this.log.error({ role: this.data.role, err: error }, 'A store thread does not start');
        this.#startAgain();
      });
    }, RESTART_AFTER_MS);
  }
}

const CODES: readonly string[] = [
  'full',
  'busy',
  'stopped',
  'refused',
  'conflict',
] satisfies readonly StoreErrorCode[];

function toError({ code, message }: Fault): Error {
  return code !== null && CODES.includes(code)
    ? storeError(code as StoreErrorCode, message)
    : new Error(message);
}
