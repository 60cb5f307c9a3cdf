import type { RequestHandler } from 'express';
import { ipKeyGenerator, MemoryStore, rateLimit, type Options } from 'express-rate-limit';
import { HttpFault, type Pace } from '../door.ts';
import { addressOf } from './caller.ts';

const WINDOW_MS = 60_000;

/** Requests a minute from one address. Intake is wide open: a gateway may send single readings. */
export interface RequestLimits extends Readonly<Record<Pace, number>> {
  /** Files of the screens, and health. */
  readonly page: number;
  /** Requests and handshakes with a missing or wrong token. */
  readonly denied: number;
  /** Handshakes of sockets: a wall of screens comes back at once. */
  readonly handshake: number;
}

export const REQUEST_LIMITS: RequestLimits = {
  intake: 120_000,
  read: 3000,
  deed: 600,
  entrance: 20,
  page: 6000,
  denied: 60,
  handshake: 3000,
};

/** One address is one caller; of an IPv6 network of 64 bits, all of it. */
const callerKey = (address: string): string => ipKeyGenerator(address, 64);

function limited(limit: number): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => callerKey(addressOf(request)),
    // Who is believed about the caller's address is settled in caller.ts.
    validate: { xForwardedForHeader: false, forwardedHeader: false, trustProxy: false },
    handler: (_request, response) => {
      const reset = Number(response.getHeader('Retry-After')) || WINDOW_MS / 1000;
      throw new HttpFault(429, 'too-many', `more than ${limit} requests a minute`, reset);
    },
  });
}

/** One limiter each. `denied` counts only requests that were turned away: who has a token is never locked out by others. */
export function requestLimits(
  limits: RequestLimits,
): Readonly<Record<Pace | 'denied' | 'page', RequestHandler>> {
  return {
    intake: limited(limits.intake),
    read: limited(limits.read),
    deed: limited(limits.deed),
    entrance: limited(limits.entrance),
    denied: limited(limits.denied),
    page: limited(limits.page),
  };
}

/** Counts something by address where no request runs through Express: handshakes of sockets. */
export interface AddressLimit {
  /** Counts one. @returns whether it is still within the limit */
  passes(address: string): Promise<boolean>;
  stop(): void;
}

export function addressLimit(limit: number): AddressLimit {
  const store = new MemoryStore();
  store.init({ windowMs: WINDOW_MS } as Options);
  return {
    passes: async (address) => (await store.increment(callerKey(address))).totalHits <= limit,
    stop: () => store.shutdown(),
  };
}
