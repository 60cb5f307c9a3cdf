import type { Express, Request, RequestHandler, Response } from 'express';
import type { Access, Action, Verdict } from '../access/access.ts';
import { HttpFault, type Door } from '../door.ts';

type Denial = Extract<Verdict, { allowed: false }>['why'];

/** What a caller who may not pass is told, and how it is mended. */
const DENIALS: Readonly<Record<Denial, readonly [status: number, code: string, message: string]>> =
  {
    shut: [
      403,
      'door-shut',
      'this server takes no data over HTTP: set FOREBAY_INGEST_TOKEN and start it again',
    ],
    'no-token': [401, 'no-token', 'send a token as "Authorization: Bearer TOKEN"'],
    'wrong-token': [401, 'wrong-token', 'the token is not one of this server'],
    'not-this-role': [403, 'not-allowed', 'the token is of another role'],
  };

/**
 * Lets pass who may; turns others away before a body is read.
 * @param limitDenied counts those turned away for their token, so that nobody guesses at full speed
 */
export function guard(access: Access, action: Action, limitDenied: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const verdict = access.judgeHeader(action, request.get('authorization'));
    if (verdict.allowed) {
      next();
      return;
    }
    const [status, code, message] = DENIALS[verdict.why];
    const fault = new HttpFault(status, code, message);
    if (status !== 401) throw fault;
    response.set('WWW-Authenticate', 'Bearer realm="forebay"');
    void limitDenied(request, response, (error?: unknown) => next(error ?? fault));
  };
}

/**
 * Mounts the doors, each behind its guard.
 * @param before what runs between guard and handler, by method: limits, the body's reader
 */
export function mountDoors(
  app: Express,
  doors: readonly Door[],
  guardOf: (action: Action) => RequestHandler,
  before: Readonly<Record<Door['method'], readonly RequestHandler[]>>,
): void {
  for (const door of doors) {
    app[door.method](
      door.path,
      guardOf(door.action),
      ...before[door.method],
      (request: Request, response: Response) => door.handle(request, response),
    );
  }
}
