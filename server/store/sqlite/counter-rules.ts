import type { CounterRule } from '../counter-use.ts';
import type { Connection } from './connection.ts';

/** Which tags are counters, by their number in the store. */
export class CounterRules {
  readonly #rules = new Map<number, CounterRule | undefined>();

  constructor(
    readonly connection: Connection,
    readonly byPath: ReadonlyMap<string, CounterRule>,
  ) {}

  /** The rule of a counter, undefined for any other tag. */
  of(tag: number): CounterRule | undefined {
    if (this.#rules.has(tag)) return this.#rules.get(tag);
    const row = this.connection.get<{ path: string }>('select path from tag where id = ?', tag);
    const rule = row === undefined ? undefined : this.byPath.get(row.path);
    if (row !== undefined) this.#rules.set(tag, rule);
    return rule;
  }

  /** Forgets what it has seen: after a transaction was undone, a number may go to another path. */
  forget(): void {
    this.#rules.clear();
  }
}
