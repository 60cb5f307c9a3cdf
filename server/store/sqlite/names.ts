import type { Connection } from './connection.ts';

/** Texts kept once under an integer: tag paths, origins. Remembers what it has seen. */
export class Names {
  readonly #ids = new Map<string, number>();
  readonly #select: string;
  readonly #insert: string;

  constructor(
    readonly connection: Connection,
    kind: 'tag' | 'origin',
  ) {
    const column = kind === 'tag' ? 'path' : 'document';
    this.#select = `select id from ${kind} where ${column} = ?`;
    this.#insert = `insert into ${kind} (${column}) values (?)`;
  }

  /** The number of a text, or undefined where the store has never seen it. */
  find(text: string): number | undefined {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const row = this.connection.get<{ id: number }>(this.#select, text);
    if (row !== undefined) this.#ids.set(text, row.id);
    return row?.id;
  }

  /** The number of a text, given now if it is new. Only inside a transaction of the writer. */
  intern(text: string): number {
    const known = this.find(text);
    if (known !== undefined) return known;
    this.connection.run(this.#insert, text);
    return this.intern(text);
  }

  /** Forgets what it has seen: after a transaction was undone, numbers given in it are no more. */
  forget(): void {
    this.#ids.clear();
  }
}
