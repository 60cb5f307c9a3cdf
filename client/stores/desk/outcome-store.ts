import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { OVERTAKEN, type WhatIfDesk, whatIfDesk } from '#client/workers/ask-what-if.ts';
import { startWhatIfWorker } from '#client/workers/start-worker.ts';
import type {
  BestOutcome,
  Outcome,
  Rows,
  WhatIfQuestion,
} from '#client/workers/what-if-messages.ts';

export type {
  BestOutcome,
  BrokenLimit,
  Outcome,
  Rows,
  ShortCell,
  StationRows,
} from '#client/workers/what-if-messages.ts';

/** What is known of a sheet's consequences. */
export interface Reckoned {
  /** null before the first answer. */
  readonly outcome: Outcome | null;
  /** A newer question is under way: the outcome is of the set points before. */
  readonly pending: boolean;
  /** Why it could not be reckoned; null: it could. */
  readonly failed: string | null;
  /** From the question to the answer, ms; null before the first. */
  readonly tookMs: number | null;
}

const UNKNOWN: Reckoned = { outcome: null, pending: true, failed: null, tookMs: null };

/** Time in which a plan around what is fixed is to be found, ms. */
const BEST_MS = 4000;

/** A day of the desk: what a question is about. */
export interface DeskDay {
  readonly key: string;
  readonly system: System;
  readonly day: Day;
}

/**
 * Consequences by sheet. Set points are tried in one thread, plans sought in another: a search never keeps
 * a typed number waiting.
 */
export const useOutcomeStore = defineStore('outcome', () => {
  const reckoned = shallowRef<ReadonlyMap<string, Reckoned>>(new Map());
  /** What would mend the plan that was found last for a sheet. */
  const mends = shallowRef<ReadonlyMap<string, BestOutcome['mends']>>(new Map());
  /** Sheets for which a plan is being sought. */
  const seeking = shallowRef<ReadonlySet<string>>(new Set());
  let quick: WhatIfDesk | null = null;
  let slow: WhatIfDesk | null = null;

  const of = (sheet: string): Reckoned => reckoned.value.get(sheet) ?? UNKNOWN;
  function put(sheet: string, next: Partial<Reckoned>): void {
    reckoned.value = new Map(reckoned.value).set(sheet, { ...of(sheet), ...next });
  }

  async function ask(sheet: string, day: DeskDay, question: WhatIfQuestion): Promise<void> {
    const askedAt = performance.now();
    put(sheet, { pending: true });
    quick ??= whatIfDesk(startWhatIfWorker);
    try {
      const outcome = await quick.ask(sheet, day, question);
      if (outcome === OVERTAKEN) return;
      put(sheet, { outcome, pending: false, failed: null, tookMs: performance.now() - askedAt });
    } catch (error) {
      put(sheet, { pending: false, failed: wordOf(error) });
    }
  }

  /**
   * @returns null where a newer search has taken its place
   * @throws Error with the thread's own word
   */
  async function seek(sheet: string, day: DeskDay, rows: Rows): Promise<BestOutcome | null> {
    slow ??= whatIfDesk(startWhatIfWorker);
    seeking.value = new Set(seeking.value).add(sheet);
    try {
      const found = await slow.ask(sheet, day, { kind: 'best', rows, budgetMs: BEST_MS });
      if (found === OVERTAKEN || !('mends' in found)) return null;
      mends.value = new Map(mends.value).set(sheet, found.mends);
      return found;
    } finally {
      seeking.value = new Set([...seeking.value].filter((other) => other !== sheet));
    }
  }

  function close(): void {
    quick?.close();
    slow?.close();
    quick = null;
    slow = null;
  }

  return {
    reckoned,
    seeking,
    mends,
    of,
    seek,
    close,
    tryRows: (sheet: string, day: DeskDay, rows: Rows) => ask(sheet, day, { kind: 'try', rows }),
    ruleCurve: (sheet: string, day: DeskDay) => ask(sheet, day, { kind: 'rule' }),
  };
});

const wordOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
