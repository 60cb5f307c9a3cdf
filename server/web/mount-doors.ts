import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { Action } from '#shared/wire/access.ts';
import type { Access, Verdict } from '../access/access.ts';
import { HttpFault, paceOf, type Door, type Pace } from '../door.ts';
import { credentialsOf, isSameOrigin } from './caller.ts';

type Denial = Extract<Verdict, { allowed: false }>['why'];

/** What a caller who may not pass is told, and how it is mended. */
const DENIALS: Readonly<Record<Denial, readonly [status: number, code: string, message: string]>> =
  {
    shut: [
      403,
      'door-shut',
      'this server takes no data over HTTP: set FOREBAY_INGEST_TOKEN and start it again, or have a token issued',
    ],
    'no-token': [401, 'no-token', 'sign in, or send a token as "Authorization: Bearer TOKEN"'],
    'wrong-token': [401, 'wrong-token', 'the token is not one of this server, or was revoked'],
    'not-this-role': [
      403,
      'not-allowed',
      'this is not for the roles of who asks; docs/access.md says whose it is',
    ],
  };

/** Largest body of what is no data of the plant. */
const SMALL_BODY = '256kb';

/** Takes a small body as it came. */
export const readSmallBody: RequestHandler = express.raw({ type: () => true, limit: SMALL_BODY });

/** What the guards of all doors stand on. */
export interface GuardParts {
  readonly access: Access;
  /** Counts those turned away for their token, so that nobody guesses at full speed. */
  readonly limitDenied: RequestHandler;
}

/** A page from elsewhere must not act by a visitor's browser; it may not even read, but that the browser sees to. */
function refuseForeign(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD' || isSameOrigin(request)) return;
  throw new HttpFault(403, 'foreign-origin', 'a page of another address may not do this');
}

/**
 * Lets pass who may, and notes who that is; turns others away before a body is read.
 * @param action null: everybody may
 */
export function guard({ access, limitDenied }: GuardParts, action: Action | null): RequestHandler {
  return (request, response, next) => {
    refuseForeign(request);
    const credentials = credentialsOf(request);
    const session = access.sessionOf(credentials);
    if (session) access.sessions.used(session);
    const verdict: Verdict =
      action === null
        ? { allowed: true, actor: access.identify(credentials) }
        : access.judge(action, credentials);
    if (verdict.allowed) {
      response.locals['actor'] = verdict.actor;
      next();
      return;
    }
    const { why } = verdict;
    if (action && (why === 'not-this-role' || why === 'wrong-token'))
      access.refused(action, credentials, why);
    const [status, code, message] = DENIALS[why];
    const fault = new HttpFault(status, code, message);
    if (status !== 401) throw fault;
    response.set('WWW-Authenticate', 'Bearer realm="forebay"');
    void limitDenied(request, response, (error?: unknown) => next(error ?? fault));
  };
}

/**
 * Mounts the doors, each behind its guard.
 * @param before what runs between guard and handler: limits, the body's reader
 */
export function mountDoors(
  app: Express,
  doors: readonly Door[],
  parts: GuardParts,
  before: Readonly<Record<Pace, readonly RequestHandler[]>>,
): void {
  for (const door of doors) {
    app[door.method](
      door.path,
      guard(parts, door.action),
      ...before[paceOf(door)],
      (request: Request, response: Response) => door.handle(request, response),
    );
  }
}
