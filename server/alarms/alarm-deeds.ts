import type { Shelving } from '#shared/station/alarm-settings-schema.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { AlarmDone, AlarmRequests, AlarmsSilenced, SeenAlarm } from '#shared/wire/alarms.ts';
import type { Actor } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import type { Applied } from './alarm-book.ts';
import { AlarmFault } from './alarm-fault.ts';
import { createDoing, doneBy, mustSee, type DoingParts } from './doing.ts';

type Request<Name extends keyof AlarmRequests> = AlarmRequests[Name]['request'];

/** What people do with alarms. Each rejects with NotAllowed or AlarmFault. */
export interface AlarmDeeds {
  /** Those that have come anew since they were seen are left. */
  acknowledge(actor: Actor, request: Request<'acknowledge-alarms'>): Promise<AlarmDone>;
  reset(actor: Actor, request: Request<'reset-alarm'>): Promise<AlarmDone>;
  shelve(actor: Actor, request: Request<'shelve-alarm'>): Promise<AlarmDone>;
  unshelve(actor: Actor, request: Request<'unshelve-alarm'>): Promise<AlarmDone>;
  takeOut(actor: Actor, request: Request<'take-alarm-out'>): Promise<AlarmDone>;
  putBack(actor: Actor, request: Request<'put-alarm-back'>): Promise<AlarmDone>;
  silence(actor: Actor, request: Request<'silence-alarms'>): Promise<AlarmsSilenced>;
}

export interface AlarmDeedsParts extends DoingParts {
  readonly stations: readonly string[];
  readonly shelving: Shelving;
  readonly clock: Clock;
  readonly silence: (actor: Actor, silenced: AlarmsSilenced) => void;
}

/** The longest that somebody of these roles may shelve an alarm, hours; 0: not at all. */
export function shelveHours({ roles }: Pick<Actor, 'roles'>, shelving: Shelving): number {
  return Math.max(
    roles.includes('dispatcher') ? shelving.dispatcherHours : 0,
    roles.includes('engineer') ? shelving.engineerHours : 0,
  );
}

export function createAlarmDeeds(parts: AlarmDeedsParts): AlarmDeeds {
  const { book, stations, shelving, clock } = parts;
  const doing = createDoing(parts);
  const isAsSeen = ({ id, occurrence }: SeenAlarm): boolean =>
    book.find(id)?.occurrence === occurrence;

  return {
    async acknowledge(actor, { station, alarms }) {
      mustSee(actor, station, 'alarm.acknowledge');
      const applied: Applied[] = [];
      const left: string[] = [];
      for (const seen of alarms) {
        const record = book.find(seen.id);
        const isHere = record?.station === station && isAsSeen(seen);
        const one = isHere ? doing.apply(actor, record, 'acknowledge') : null;
        if (one) applied.push(one);
        else left.push(seen.id);
      }
      return doing.answer(applied, left);
    },
    async reset(actor, seen) {
      doing.known(actor, seen.id, 'reset');
      if (isAsSeen(seen)) return doing.one(actor, seen.id, 'reset');
      throw new AlarmFault('wrong-state', 'it has come anew since; look at it again');
    },
    async shelve(actor, { id, minutes, reason }) {
      doing.known(actor, id, 'shelve');
      const why = reasonIn(reason);
      const hours = shelveHours(actor, shelving);
      if (minutes * MS_PER_MINUTE > hours * MS_PER_HOUR)
        throw new AlarmFault('bad-request', `minutes: at most ${60 * hours} for who asks`);
      const until = clock.now() + minutes * MS_PER_MINUTE;
      return doing.one(actor, id, 'shelve', { reason: why, until });
    },
    unshelve: async (actor, { id }) => doing.one(actor, id, 'unshelve'),
    async takeOut(actor, { id, reason }) {
      doing.known(actor, id, 'take-out');
      return doing.one(actor, id, 'take-out', { reason: reasonIn(reason) });
    },
    putBack: async (actor, { id }) => doing.one(actor, id, 'put-back'),
    async silence(actor, { station }) {
      mustSee(actor, station, 'alarm.silence');
      if (!stations.includes(station))
        throw new AlarmFault('not-found', `there is no station "${station}"`);
      const silenced = { station, at: clock.now(), by: doneBy(actor) };
      parts.silence(actor, silenced);
      return silenced;
    },
  };
}

function reasonIn(text: string): string {
  const reason = text.trim();
  if (reason === '') throw new AlarmFault('reason-missing', 'a reason in words is needed');
  return reason;
}
