import type { Retention } from '#shared/station/site-schema.ts';
import type { CounterRule } from '../counter-use.ts';
import { Intervals } from '../intervals.ts';
import { AggregateReader } from './aggregate-reader.ts';
import { Connection } from './connection.ts';
import { CounterRules } from './counter-rules.ts';
import { Names } from './names.ts';

/** Name of the database in the store's folder. */
export const STORE_FILE = 'forebay.db';

/** What both threads of a store are started with; plain data, since it goes from thread to thread. */
export interface StoreSetup {
  readonly file: string;
  readonly timeZone: string;
  readonly retention: Retention;
  /** Tags that are counters, by path. */
  readonly counters: ReadonlyMap<string, CounterRule>;
}

/** What the writer and the reader both work with, each its own. */
export interface StoreParts {
  readonly connection: Connection;
  readonly tags: Names;
  readonly intervals: Intervals;
  readonly counters: CounterRules;
  readonly aggregates: AggregateReader;
}

export function storeParts(setup: StoreSetup): StoreParts {
  const connection = Connection.open(setup.file);
  const intervals = new Intervals(setup.timeZone);
  const counters = new CounterRules(connection, setup.counters);
  return {
    connection,
    tags: new Names(connection, 'tag'),
    intervals,
    counters,
    aggregates: new AggregateReader(connection, intervals, counters),
  };
}
