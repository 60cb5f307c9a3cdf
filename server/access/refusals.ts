import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Log } from '../log.ts';
import type { AuditStore } from '../store/audit-store.ts';
import { SERVER_ACTOR, type Actor } from './actor.ts';
import { entryOf, type Deed } from './audit.ts';

/** Of one caller and one deed so many are written down one by one … */
export const EACH = 5;
/** … within this, ms; the rest is counted, and written down as a number when it is over. */
export const WINDOW_MS = 10 * MS_PER_MINUTE;
/** Of all callers together so many in a minute; past that they are counted together. */
export const ALL_A_MINUTE = 60;

/** Use case: what was refused stands in the audit too, and nobody fills the disk by asking again. */
export interface Refusals {
  /** Resolves when it is written down or counted; never rejects, since the refusal holds without it. */
  note(actor: Actor, deed: Deed): Promise<void>;
  /** Writes down what was only counted and is over. @param all whether it is over or not: the server stops */
  sweep(all?: boolean): Promise<void>;
}

interface Counted {
  readonly actor: Actor;
  readonly deed: Deed;
  readonly since: number;
  told: number;
  /** Not written down one by one. */
  more: number;
}

/** @param now real time, ms */
export function createRefusals(audit: AuditStore, log: Log, now: () => number): Refusals {
  const counts = new Map<string, Counted>();
  let minute = { since: -Infinity, told: 0, more: 0 };

  const append = async (actor: Actor, deed: Deed): Promise<void> => {
    await audit.append(entryOf(actor, deed, now())).catch((error: unknown) => {
      log.error({ err: error, action: deed.action }, 'a refusal could not be written down');
    });
  };
  const passes = (): boolean => {
    if (minute.told >= ALL_A_MINUTE) return false;
    minute.told += 1;
    return true;
  };
  const summed = ({ actor, deed, more }: Counted): Promise<void> =>
    append(actor, { ...deed, after: { ...Object(deed.after), more } });

  async function sweep(all = false): Promise<void> {
    const at = now();
    const over = [...counts].filter(([, { since }]) => all || at - since >= WINDOW_MS);
    for (const [key, one] of over) {
      counts.delete(key);
      if (one.more > 0) await summed(one);
    }
    if (!all && at - minute.since < MS_PER_MINUTE) return;
    const { more } = minute;
    minute = { since: at, told: 0, more: 0 };
    if (more > 0) await append(SERVER_ACTOR, { action: 'access.flooded', after: { more } });
  }

  return {
    async note(actor, deed) {
      await sweep();
      const { kind, id, from } = actor;
      const key = JSON.stringify([kind, id, from, deed.action, deed.subject]);
      const known = counts.get(key);
      if (known && known.told >= EACH) {
        known.more += 1;
        return;
      }
      if (!passes()) {
        minute.more += 1;
        return;
      }
      if (known) known.told += 1;
      else counts.set(key, { actor, deed, since: now(), told: 1, more: 0 });
      await append(actor, deed);
    },
    sweep,
  };
}
