import { randomUUID } from 'node:crypto';
import type { Baseline } from '#shared/energy/model/baseline.ts';
import { type Budget, budgetFault, budgetFaultWords } from '#shared/energy/review/budget.ts';
import type {
  Correction,
  EnergyAction,
  EnergyEvent,
  Finding,
  Noted,
  TakenAdvice,
} from '#shared/energy/review/notes.ts';
import { type Actor, mustBeAllowed } from '../access/actor.ts';
import { entryOf } from '../access/audit.ts';
import type { Action } from '#shared/wire/access.ts';
import type { ConsumptionStore, EnergyEntry } from '../store/consumption-store.ts';

/** The frozen models of a consumer, one entry for each freeze. */
export interface FrozenBaselines {
  readonly consumer: string;
  readonly daily: Baseline | null;
  readonly hourly: Baseline | null;
  /** Why they were frozen anew; absent: nobody said. */
  readonly reason?: string;
}

/** A consumer's budget of a year. */
export interface ConsumerBudget extends Budget {
  readonly consumer: string;
}

/** What people set and said, by kind. */
export interface EntryDocuments {
  readonly baseline: FrozenBaselines;
  readonly budget: ConsumerBudget;
  readonly event: EnergyEvent;
  readonly correction: Correction;
  readonly finding: Finding;
  readonly action: EnergyAction;
  readonly advice: TakenAdvice;
}
export type EntryKind = keyof EntryDocuments;

/** Whose each kind is. */
const ACTION_OF: Readonly<Record<EntryKind, Action>> = {
  baseline: 'energy.baseline',
  budget: 'energy.target',
  event: 'energy.explain',
  correction: 'energy.correct',
  finding: 'energy.explain',
  action: 'energy.action',
  advice: 'energy.review',
};

/** It cannot be set so; the message says why and what would do. */
export class EnergyRefusal extends Error {
  override readonly name = 'EnergyRefusal';
}

/** Ids of which a consumer or day has one; of the others each entry is its own. */
function ownId<K extends EntryKind>(kind: K, document: EntryDocuments[K]): string {
  if (kind === 'baseline') return (document as FrozenBaselines).consumer;
  if (kind === 'budget') {
    const { consumer, year } = document as ConsumerBudget;
    return `${consumer}/${year}`;
  }
  if (kind === 'finding') {
    const { consumer, date } = document as Finding;
    return `${consumer}/${date}`;
  }
  if (kind === 'advice') return (document as TakenAdvice).date;
  return randomUUID();
}

/** Use case: keeps every version of what people set and said, with who and when. */
export interface EnergyBook {
  /**
   * @param id of an event or action that is changed; null: a new one
   * @throws NotAllowed
   * @throws EnergyRefusal
   */
  set<K extends EntryKind>(
    actor: Actor,
    station: string,
    kind: K,
    document: EntryDocuments[K],
    id?: string | null,
  ): Promise<Noted<EntryDocuments[K]>>;
  all<K extends EntryKind>(station: string, kind: K): Promise<readonly Noted<EntryDocuments[K]>[]>;
  /** Every version of one id, oldest first. */
  versions<K extends EntryKind>(
    station: string,
    kind: K,
    id: string,
  ): Promise<readonly Noted<EntryDocuments[K]>[]>;
  /** The frozen models of one consumer; null: none. */
  baseline(station: string, consumer: string): Promise<Noted<FrozenBaselines> | null>;
  /** Keeps the models of a freeze together. @throws NotAllowed */
  freeze(actor: Actor, station: string, models: readonly FrozenBaselines[]): Promise<void>;
}

/** @param now real time, ms */
export function createEnergyBook(
  store: Pick<ConsumptionStore, 'add' | 'entries' | 'entry' | 'entryVersions'>,
  now: () => number,
): EnergyBook {
  const noted = <K extends EntryKind>(entry: EnergyEntry): Noted<EntryDocuments[K]> => ({
    id: entry.id,
    at: entry.at,
    by: entry.by.name,
    ...(entry.document as EntryDocuments[K]),
  });

  return {
    async set<K extends EntryKind>(
      actor: Actor,
      station: string,
      kind: K,
      document: EntryDocuments[K],
      id: string | null = null,
    ) {
      if (actor.kind !== 'server') mustBeAllowed(actor, ACTION_OF[kind]);
      if (kind === 'budget') {
        const fault = budgetFault(document as Budget);
        if (fault !== null)
          throw new EnergyRefusal(`budget: ${budgetFaultWords(fault)}; change one of them`);
      }
      const at = now();
      const own = id ?? ownId(kind, document);
      const by = { id: actor.id, name: actor.name };
      const entry: EnergyEntry = { id: own, kind, station, at, by, document };
      const before = (await store.entry(station, kind, own))?.document ?? null;
      const deed = { action: ACTION_OF[kind], subject: `${station}/${kind}/${own}` };
      await store.add([entry], entryOf(actor, { ...deed, before, after: document }, at));
      return noted<K>(entry);
    },
    async baseline(station, consumer) {
      const entry = await store.entry(station, 'baseline', consumer);
      return entry && noted<'baseline'>(entry);
    },
    async freeze(actor, station, models) {
      if (actor.kind !== 'server') mustBeAllowed(actor, ACTION_OF.baseline);
      const at = now();
      const by = { id: actor.id, name: actor.name };
      const entries = models.map((document) => {
        const id = ownId('baseline', document);
        return { id, kind: 'baseline', station, at, by, document };
      });
      // A model is hundreds of figures: the audit names whose were frozen, the book keeps them.
      const [first] = models;
      const consumers = models.map((model) => model.consumer);
      const after = { window: first?.daily?.window, reason: first?.reason ?? null, consumers };
      const deed = { action: ACTION_OF.baseline, subject: `${station}/baseline`, after };
      await store.add(entries, entryOf(actor, deed, at));
    },
    async versions<K extends EntryKind>(station: string, kind: K, id: string) {
      const entries = await store.entryVersions(station, kind, id);
      return entries.map((entry) => noted<K>(entry));
    },
    async all<K extends EntryKind>(station: string, kind: K) {
      return (await store.entries(station, kind)).map((entry) => noted<K>(entry));
    },
  };
}
