import { meanDrawKw } from '#shared/energy/advice/flexible-task.ts';
import type { Site } from '#shared/station/site-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { EnergyBook } from './energy-book.ts';

/** The steps of a day that is to be planned. */
export interface LoadSteps {
  readonly startMs: number;
  readonly stepMinutes: number;
  readonly steps: number;
}

const KW_PER_MW = 1000;

/**
 * What the flexible consumers of a station draw together, MW by step of a day to plan: as advised where advice was
 * taken, elsewhere their mean. `service.fixedMw` of the system is what the station draws without them, so that
 * nothing counts twice. Null: the site has none.
 */
export async function flexibleLoadsMw(
  book: Pick<EnergyBook, 'all'>,
  { feeders }: Pick<Site, 'feeders'>,
  station: string,
  { startMs, stepMinutes, steps }: LoadSteps,
): Promise<number[] | null> {
  const flexible = feeders.flatMap((feeder) => feeder.flexible ?? []);
  if (flexible.length === 0) return null;
  const meanMw = flexible.reduce((sum, one) => sum + meanDrawKw(one), 0) / KW_PER_MW;
  const taken = await book.all(station, 'advice');
  return Array.from({ length: steps }, (_, step) => {
    const atMs = startMs + step * stepMinutes * MS_PER_MINUTE;
    for (const advice of taken) {
      const place = Math.floor((atMs - advice.startMs) / (advice.stepMinutes * MS_PER_MINUTE));
      const load = place >= 0 ? advice.serviceLoadsMw[place] : undefined;
      if (load !== undefined) return load;
    }
    return meanMw;
  });
}
