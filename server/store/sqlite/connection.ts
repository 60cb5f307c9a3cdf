import Database from 'libsql';
import { StoreBusyError, StoreError, StoreFullError } from '../store-error.ts';

export type SqlValue = number | string | null;

/** Waiting for another process that holds the file, ms; after that the call is refused as busy. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * One connection to a database file: prepared statements kept by their text, errors turned into
 * those of the store. Synchronous: it belongs into a thread of its own.
 */
export class Connection {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  private constructor(readonly file: string) {
    this.#db = new Database(file);
  }

  /**
   * Opens a file, made if absent. WAL lets readers and the writer work side by side; `synchronous =
   * FULL` syncs the log at every commit, so that a commit survives loss of power.
   */
  static open(file: string): Connection {
    return translate(file, () => {
      const connection = new Connection(file);
      connection.exec(`
        pragma busy_timeout = ${BUSY_TIMEOUT_MS};
        pragma journal_mode = wal;
        pragma synchronous = full;
        pragma foreign_keys = on;
        pragma cache_size = -65536;
        pragma wal_autocheckpoint = 4000;
        pragma temp_store = memory;`);
      return connection;
    });
  }

  exec(sql: string): void {
    translate(this.file, () => {
      this.#db.exec(sql);
    });
  }

  /** Runs a statement; returns how many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number {
    return translate(this.file, () => this.#prepared(sql).run(values).changes);
  }

  /** First row, or undefined. `Row` must be what the statement selects: SQL has no types to check. */
  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return translate(this.file, () => this.#prepared(sql).get(values) as Row | undefined);
  }

  all<Row>(sql: string, ...values: SqlValue[]): Row[] {
    return translate(this.file, () => this.#prepared(sql).all(values) as Row[]);
  }

  /** Rows one after another, for answers too long to hold; nothing else may be written meanwhile. */
  each<Row>(sql: string, values: readonly SqlValue[], take: (row: Row) => void): void {
    translate(this.file, () => {
      for (const row of this.#prepared(sql).iterate([...values])) take(row as Row);
    });
  }

  /** All of `work` or nothing of it; durable on return. */
  write<T>(work: () => T): T {
    return this.#transaction('begin immediate', work);
  }

  /** All reads of `work` see the same state of the store. */
  read<T>(work: () => T): T {
    return this.#transaction('begin', work);
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #transaction<T>(begin: string, work: () => T): T {
    this.exec(begin);
    try {
      const result = work();
      this.exec('commit');
      return result;
    } catch (error) {
      if (this.#db.inTransaction) this.exec('rollback');
      throw error;
    }
  }

  #prepared(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Whether an error is a row that is already there. */
export function isAlreadyThere(error: unknown): boolean {
  return error instanceof StoreError && /^SQLITE_CONSTRAINT/.test(sqliteCode(error.cause));
}

function translate<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(file, error);
  }
}

/** libsql gives an error while opening no code; SQLite's own, 14 for a file it cannot open, ends the text. */
const CANNOT_OPEN = /^ConnectionFailed\(.*: 14"\)$/s;

function toStoreError(file: string, error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const code = sqliteCode(error);
  const options = { cause: error };
  if (code === 'SQLITE_FULL')
    return new StoreFullError(`No room left for ${file}: free some space on its disk.`, options);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new StoreBusyError(
      `${file} is held by another process: end that process, or wait.`,
      options,
    );
  if (CANNOT_OPEN.test(String((error as Error | null)?.message)))
    return new StoreError('refused', `${file} can neither be made nor opened`, options);
  if (code !== '')
    return new StoreError('refused', `${file}: ${String((error as Error).message)}`, options);
  return error;
}

function sqliteCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
}
