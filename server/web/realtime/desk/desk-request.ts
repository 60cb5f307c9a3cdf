import type { z } from 'zod';
import type { Action } from '#shared/wire/access.ts';
import type { PlanRequests } from '#shared/wire/plan-requests.ts';
import type { RequestError } from '#shared/wire/protocol.ts';
import type { Actor } from '../../../access/actor.ts';
import type { Desk } from '../../../planning/desk.ts';
import { PlanFault } from '../../../planning/plan-fault.ts';
import { StoreConflictError } from '../../../store/store-error.ts';
import type { SocketRequest } from '../socket-request.ts';

/** One request of the desk: what it wants, whose it is, and what is done. */
export interface DeskRequest<Name extends keyof PlanRequests> {
  readonly event: Name;
  readonly action: Action;
  readonly schema: z.ZodType<PlanRequests[Name]['request']>;
  readonly handle: (
    desk: Desk,
    request: PlanRequests[Name]['request'],
    actor: Actor,
  ) => Promise<PlanRequests[Name]['answer']>;
}

/** A line for the table of socket requests: validate, do, acknowledge; telling the rooms is desk-news.ts's. */
export type DeskHandler = (desk: Desk) => SocketRequest;

export function deskRequest<Name extends keyof PlanRequests>(of: DeskRequest<Name>): DeskHandler {
  return (desk) => ({
    event: of.event,
    action: of.action,
    async handle(raw, { actor }) {
      const request = of.schema.safeParse(raw);
      if (!request.success) return { ok: false, error: badRequest(of.event, request.error) };
      try {
        return { ok: true, value: await of.handle(desk, request.data, actor) };
      } catch (error) {
        const told = errorOf(error);
        if (!told) throw error;
        return { ok: false, error: told };
      }
    },
  });
}

function badRequest(event: string, error: z.ZodError): RequestError {
  const issues = error.issues.map(({ path, message }) => `${path.join('.') || event}: ${message}`);
  return { code: 'bad-request', message: issues.slice(0, 5).join('; ') };
}

/** What of an error the asker is told; null: it is not of the asker's making. */
function errorOf(error: unknown): RequestError | null {
  if (error instanceof PlanFault) {
    const { code, message, conflict } = error;
    return { code, message, ...(conflict ? { conflict } : {}) };
  }
  if (error instanceof StoreConflictError) return { code: 'conflict', message: error.message };
  return null;
}
