import type { MessagePort } from 'node:worker_threads';
import { say, toFault, type Call } from '#server/threads/thread-calls.ts';
import type { ReaderCalls } from './store-calls.ts';
import { StoreReader } from './store-reader.ts';
import type { StoreSetup } from './store-setup.ts';

/** Answers calls one after another until it is closed. */
export function serveReader(port: MessagePort, setup: StoreSetup): void {
  const reader = new StoreReader(setup);
  port.on('message', ({ id, method, args }: Call) => {
    try {
      const work = reader[method as keyof ReaderCalls] as (...args: unknown[]) => unknown;
      say(port, { kind: 'answer', id, value: work.apply(reader, [...args]) });
    } catch (error) {
      say(port, { kind: 'refusal', id, fault: toFault(error) });
    }
    if (method === 'close') port.close();
  });
  say(port, { kind: 'ready' });
}
