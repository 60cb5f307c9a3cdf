import type { AlarmRecord, DoneBy } from '#shared/alarms/journal.ts';
import type { AlarmDeed } from '#shared/alarms/states.ts';
import type { Action } from '#shared/wire/access.ts';
import type { AlarmDone } from '#shared/wire/alarms.ts';
import { mustBeAllowed, NotAllowed, type Actor } from '../access/actor.ts';
import { entryOf } from '../access/audit.ts';
import type { AlarmBook, Applied, EventDetails } from './alarm-book.ts';
import { AlarmFault } from './alarm-fault.ts';
import { alarmView } from './alarm-view.ts';

/** The right that each deed needs. */
export const RIGHTS: Readonly<Record<AlarmDeed, Action>> = {
  acknowledge: 'alarm.acknowledge',
  reset: 'alarm.acknowledge',
  shelve: 'alarm.shelve',
  unshelve: 'alarm.shelve',
  'take-out': 'alarm.service',
  'put-back': 'alarm.service',
};

type Why = Pick<EventDetails, 'reason' | 'until'>;

/** How a deed is done to the book, whichever it is. */
export interface Doing {
  /** @throws NotAllowed, AlarmFault where no such alarm has ever rung */
  known(actor: Actor, id: string, deed: AlarmDeed): AlarmRecord;
  /** At once and in the audit; null where it is not possible now. */
  apply(actor: Actor, record: AlarmRecord, deed: AlarmDeed, why?: Why): Applied | null;
  /** Waits for the store, for a while. */
  answer(applied: readonly Applied[], left: readonly string[]): Promise<AlarmDone>;
  /** All of it for one alarm. */
  one(actor: Actor, id: string, deed: AlarmDeed, why?: Why): Promise<AlarmDone>;
}

export interface DoingParts {
  readonly book: AlarmBook;
  /** Real time for the audit, ms. */
  readonly realNow: () => number;
  /** How long an answer waits for the store, ms: what is not durable by then is kept on trying. */
  readonly patienceMs: number;
}

export const doneBy = ({ id, name }: Actor): DoneBy => ({ id, name });

/** @throws NotAllowed */
export function mustSee(actor: Actor, station: string, action: Action): void {
  mustBeAllowed(actor, action);
  if (actor.station !== null && actor.station !== station) throw new NotAllowed(actor, action);
}

export function createDoing({ book, realNow, patienceMs }: DoingParts): Doing {
  const doing: Doing = {
    known(actor, id, deed) {
      const record = book.find(id);
      if (!record) throw new AlarmFault('not-found', `no alarm "${id}" has ever rung here`);
      mustSee(actor, record.station, RIGHTS[deed]);
      return record;
    },
    apply: (actor, record, deed, why = {}) =>
      book.apply(record, deed, {
        ...why,
        by: doneBy(actor),
        audit: (before, after) =>
          entryOf(
            actor,
            {
              action: `alarm.${deed}`,
              subject: record.id,
              before: { state: before?.standing.state ?? 'normal' },
              after: { state: after.standing.state, ...why },
            },
            realNow(),
          ),
      }),
    async answer(applied, left) {
      const kept = await inTime(Promise.all(applied.map((one) => one.kept)), patienceMs);
      return { alarms: applied.map(({ record }) => alarmView(record)), left, kept };
    },
    async one(actor, id, deed, why) {
      const record = doing.known(actor, id, deed);
      const applied = doing.apply(actor, record, deed, why);
      if (applied) return doing.answer([applied], []);
      const { state } = record.standing;
      throw new AlarmFault('wrong-state', `${deed} is not for an alarm that is ${state}`);
    },
  };
  return doing;
}

/** Whether something is done within a time. */
function inTime(done: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), ms);
    void done.then(() => {
      clearTimeout(late);
      resolve(true);
    });
  });
}
