import { Router } from 'express';
import type { Store } from '../store/store.ts';

/** The image must have ticked within this, ms. */
const TICK_FRESH_MS = 5000;

/** The store must answer within this, ms. */
const PING_MS = 2000;

export interface HealthParts {
  readonly store: Pick<Store, 'ping'>;
  /** ms of real time since the last image. */
  readonly tickAgeMs: () => number;
}

function within(ms: number, work: Promise<void>): Promise<void> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms).unref();
  });
  return Promise.race([work, late]);
}

/** `/health/live`: the process answers. `/health/ready`: the store answers and the image ticks. */
export function healthRoutes({ store, tickAgeMs }: HealthParts): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  router.get('/health/ready', async (_request, response) => {
    const faults: string[] = [];
    await within(PING_MS, store.ping()).catch((error: unknown) => {
      faults.push(`store: ${error instanceof Error ? error.message : String(error)}`);
    });
    const age = tickAgeMs();
    if (age > TICK_FRESH_MS) faults.push(`image: the last one was ${Math.round(age)} ms ago`);
    response
      .status(faults.length === 0 ? 200 : 503)
      .json(faults.length === 0 ? { status: 'ready' } : { status: 'not-ready', faults });
  });
  return router;
}
