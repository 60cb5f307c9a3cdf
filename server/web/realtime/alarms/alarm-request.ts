import type { z } from 'zod';
import type { Action } from '#shared/wire/access.ts';
import type { AlarmRequests } from '#shared/wire/alarms.ts';
import type { Actor } from '../../../access/actor.ts';
import { AlarmFault } from '../../../alarms/alarm-fault.ts';
import type { Alarms } from '../../../alarms/alarms.ts';
import type { SocketRequest } from '../socket-request.ts';

/** One request about alarms: what it wants, whose it is, and what is done. */
interface AlarmRequest<Name extends keyof AlarmRequests> {
  readonly event: Name;
  readonly action: Action;
  readonly schema: z.ZodType<AlarmRequests[Name]['request']>;
  readonly handle: (
    alarms: Alarms,
    request: AlarmRequests[Name]['request'],
    actor: Actor,
  ) => Promise<AlarmRequests[Name]['answer']>;
}

/** A line for the table of socket requests; telling the rooms is fan-out.ts's. */
export type AlarmHandler = (alarms: Alarms) => SocketRequest;

export function alarmRequest<Name extends keyof AlarmRequests>(
  of: AlarmRequest<Name>,
): AlarmHandler {
  return (alarms) => ({
    event: of.event,
    action: of.action,
    async handle(raw, { actor }) {
      const request = of.schema.safeParse(raw);
      if (!request.success) {
        const issues = request.error.issues.map(
          ({ path, message }) => `${path.join('.') || of.event}: ${message}`,
        );
        const message = issues.slice(0, 5).join('; ');
        return { ok: false, error: { code: 'bad-request', message } };
      }
      try {
        return { ok: true, value: await of.handle(alarms, request.data, actor) };
      } catch (error) {
        if (!(error instanceof AlarmFault)) throw error;
        return { ok: false, error: { code: error.code, message: error.message } };
      }
    },
  });
}
