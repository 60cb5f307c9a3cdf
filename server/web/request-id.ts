import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Log } from '../log.ts';

const GIVEN_ID = /^[\w-]{8,64}$/;

/** Gives each request an id (the caller's own where it sent a sound one) and logs its end at debug. */
export function requestId(log: Log): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id') ?? '';
    const id = GIVEN_ID.test(given) ? given : randomUUID();
    response.locals['id'] = id;
    response.set('X-Request-Id', id);
    if (log.isLevelEnabled('debug')) {
      const begun = performance.now();
      response.on('finish', () => {
        const ms = Math.round(performance.now() - begun);
        const { method, path } = request;
        log.debug({ id, method, path, status: response.statusCode, ms }, 'request');
      });
    }
    next();
  };
}
