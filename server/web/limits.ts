import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { HttpFault } from '../door.ts';

const WINDOW_MS = 60_000;

/** Requests a minute from one address. Ingest is wide open: a gateway may send single readings. */
export interface RequestLimits {
  readonly ingest: number;
  readonly read: number;
  /** Requests with a missing or wrong token. */
  readonly denied: number;
}

export const REQUEST_LIMITS: RequestLimits = { ingest: 120_000, read: 3000, denied: 60 };

function limited(limit: number): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => {
      const reset = Number(response.getHeader('Retry-After')) || WINDOW_MS / 1000;
      throw new HttpFault(429, 'too-many', `more than ${limit} requests a minute`, reset);
    },
  });
}

/** One limiter each. `denied` counts only requests that were turned away: who has a token is never locked out by others. */
export function requestLimits(
  limits: RequestLimits,
): Readonly<Record<keyof RequestLimits, RequestHandler>> {
  return {
    ingest: limited(limits.ingest),
    read: limited(limits.read),
    denied: limited(limits.denied),
  };
}
