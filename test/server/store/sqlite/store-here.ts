import {
  setupOf,
  storeOf,
  type ReaderLink,
  type SqliteStoreOptions,
  type WriterLink,
} from '#server/store/sqlite/open-sqlite-store.ts';
import type { ReadingBatch } from '#server/store/sqlite/reading-batch.ts';
import { StoreReader } from '#server/store/sqlite/store-reader.ts';
import { StoreWriter } from '#server/store/sqlite/store-writer.ts';
import type { Store } from '#server/store/store.ts';

type Calls = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** A link to what runs in this thread. @param instead calls that are answered otherwise */
function linkTo(half: object, instead: Calls = {}): unknown {
  const calls = half as Calls;
  return {
    call: async (method: string, ...args: unknown[]) =>
      Promise.resolve((instead[method] ?? calls[method]!).apply(half, args)),
    end: (closing: () => Promise<unknown>) => closing(),
  };
}

/**
 * The store on a real file in a folder that exists, without its threads: for tests of what stands on
 * a store, since a thread takes longer to start from source than most of them take. The threads have
 * tests of their own.
 */
export function openStoreHere(options: Omit<SqliteStoreOptions, 'log'>): Store {
  const setup = setupOf(options);
  const writer = new StoreWriter(setup);
  const reader = new StoreReader(setup);
  // Batches that lie side by side are merged by the thread; here each is a transaction of its own.
  const writing = linkTo(writer, {
    append: (batch) => writer.append([batch as ReadingBatch])[0],
  });
  return storeOf(writing as WriterLink, linkTo(reader) as ReaderLink);
}
