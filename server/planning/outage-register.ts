import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { endOf, type Outage } from '#shared/wire/outage.ts';
import { SERVER_ACTOR, type Actor } from '../access/actor.ts';
import { entryOf } from '../access/audit.ts';
import type { Clock } from '../clock.ts';
import { listeners } from '../listeners.ts';
import type { Log } from '../log.ts';
import type { OutageStore } from '../store/outage-store.ts';

/** Outages that are not over, in memory and in the store alike. */
export interface OutageRegister {
  /** One that is not over, or has been for a day at most. */
  find(id: string): Outage | undefined;
  /** Those that are not over at `atMs`, of now and later. */
  open(atMs: number): readonly Outage[];
  /** Keeps what somebody said, with the audit's entry; null before: it is a new one. */
  keep(actor: Actor, before: Outage | null, after: Outage): Promise<void>;
  /** What the server has seen holds at once, and is kept behind it. */
  note(before: Outage | null, after: Outage): void;
  /** Reads back those that are not over at `atMs`, as after a restart. */
  takeUp(atMs: number): Promise<void>;
  onChanged(listener: (outage: Outage) => void): () => void;
}

export interface OutageRegisterParts {
  readonly store: OutageStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Real time for the audit, ms. */
  readonly realNow?: () => number;
}

/** So far back past outages are at hand. */
export const LISTED_MS = 24 * MS_PER_HOUR;

/** After every instant that a store knows. */
export const FOREVER = Number.MAX_SAFE_INTEGER;

/** What the audit keeps of an outage. */
const toldOf = ({ from, until, reason, ended }: Outage): object => ({ from, until, reason, ended });

export function createOutageRegister(parts: OutageRegisterParts): OutageRegister {
  const { store, clock, log, realNow = Date.now } = parts;
  const changed = listeners<Outage>();
  const known = new Map<string, Outage>();

  const set = (outage: Outage): void => {
    for (const [id, one] of known) if (endOf(one) < clock.now() - LISTED_MS) known.delete(id);
    known.set(outage.id, outage);
    changed.tell(outage);
  };
  const save = (actor: Actor, before: Outage | null, after: Outage): Promise<void> => {
    const deed = {
      action: actor === SERVER_ACTOR ? 'unit.trip' : 'unit.outage',
      subject: `${after.station} ${after.unit}`,
      before: before && toldOf(before),
      after: toldOf(after),
    };
    return store.save(after, entryOf(actor, deed, realNow()));
  };
  return {
    find: (id) => known.get(id),
    open: (atMs) => [...known.values()].filter((one) => endOf(one) > atMs),
    async keep(actor, before, after) {
      await save(actor, before, after);
      set(after);
    },
    note(before, after) {
      set(after);
      save(SERVER_ACTOR, before, after).catch((error: unknown) => {
        log.error({ err: error, outage: after.id }, 'an outage could not be kept');
      });
    },
    async takeUp(atMs) {
      for (const one of await store.between(atMs, FOREVER)) known.set(one.id, one);
    },
    onChanged: changed.add,
  };
}
