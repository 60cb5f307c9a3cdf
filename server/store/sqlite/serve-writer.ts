import type { MessagePort } from 'node:worker_threads';
import { say, toFault, type Call } from '#server/threads/thread-calls.ts';
import { StoreBusyError } from '../store-error.ts';
import type { ReadingBatch } from './reading-batch.ts';
import type { WriterCalls } from './store-calls.ts';
import type { StoreSetup } from './store-setup.ts';
import { StoreWriter } from './store-writer.ts';

/** Readings in one transaction at most: bounds how long a batch waits for those beside it. */
const GROUP_READINGS = 20_000;

/** Between the end of one round of mending and the next. */
const MEND_EVERY_MS = 5000;

/** Between slices of a round while readings keep coming. */
const MEND_PAUSE_MS = 100;

/** Answers calls in their order, and mends aggregates in between. */
export function serveWriter(port: MessagePort, setup: StoreSetup): void {
  new WriterService(port, new StoreWriter(setup)).start();
}

class WriterService {
  readonly #queue: Call[] = [];
  #mendTimer: NodeJS.Timeout | undefined;
  #appendedSinceSlice = false;

  constructor(
    readonly port: MessagePort,
    readonly writer: StoreWriter,
  ) {}

  start(): void {
    this.port.on('message', (call: Call) => {
      this.#queue.push(call);
      // All messages that lie in the port are handed in before this runs: they form one group.
      if (this.#queue.length === 1) setImmediate(() => this.#drain());
    });
    this.#mendAfter(0);
    say(this.port, { kind: 'ready' });
  }

  #drain(): void {
    const calls = this.#queue.splice(0);
    for (let i = 0; i < calls.length;) {
      const group = appendGroup(calls, i);
      if (group.length > 0) this.#append(group);
      else this.#answer(calls[i] as Call);
      i += Math.max(group.length, 1);
    }
  }

  /**
   * One transaction for the group; where it fails, each batch alone, so that none suffers for another.
   * A file that another process holds is held for all of them: each alone would wait for it anew.
   */
  #append(group: readonly Call[]): void {
    this.#appendedSinceSlice = true;
    try {
      const results = this.writer.append(group.map(batchOf));
      group.forEach(({ id }, i) => say(this.port, { kind: 'answer', id, value: results[i] }));
    } catch (error) {
      if (group.length === 1 || error instanceof StoreBusyError)
        for (const call of group) this.#refuse(call, error);
      else for (const call of group) this.#append([call]);
    }
  }

  #answer(call: Call): void {
    try {
      const method = call.method as Exclude<keyof WriterCalls, 'append'>;
      const work = this.writer[method] as (...args: unknown[]) => unknown;
      say(this.port, {
        kind: 'answer',
        id: call.id,
        value: work.apply(this.writer, [...call.args]),
      });
    } catch (error) {
      this.#refuse(call, error);
    }
    if (call.method === 'close') {
      clearTimeout(this.#mendTimer);
      this.port.close();
    }
  }

  #refuse({ id }: Call, error: unknown): void {
    say(this.port, { kind: 'refusal', id, fault: toFault(error) });
  }

  #mendAfter(ms: number): void {
    this.#mendTimer = setTimeout(() => this.#mend(), ms);
  }

  #mend(): void {
    try {
      const more = this.writer.mend();
      this.#mendAfter(!more ? MEND_EVERY_MS : this.#appendedSinceSlice ? MEND_PAUSE_MS : 0);
    } catch (error) {
      say(this.port, { kind: 'fault', fault: toFault(error) });
      this.#mendAfter(MEND_EVERY_MS);
    }
    this.#appendedSinceSlice = false;
  }
}

const batchOf = (call: Call): ReadingBatch => call.args[0] as ReadingBatch;

/** The appends that follow one another from `start`, as many as one transaction may hold. */
function appendGroup(calls: readonly Call[], start: number): readonly Call[] {
  let end = start;
  for (let size = 0; calls[end]?.method === 'append'; end += 1) {
    size += batchOf(calls[end] as Call).size;
    if (size > GROUP_READINGS && end > start) break;
  }
  return calls.slice(start, end);
}
