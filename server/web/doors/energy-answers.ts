import { z } from 'zod';
import { HttpFault, type Answer } from '../../door.ts';
import type { EnergyReview } from '../../review/energy-review.ts';

export const page = (means: string, keys: z.ZodRawShape): Answer => ({
  means,
  schema: z.looseObject(keys),
});

/** Whoever asks for what is not here is told what is. */
export function checked(review: EnergyReview, stations: readonly string[]) {
  return (station: string, consumer?: string): void => {
    if (!stations.includes(station))
      throw new HttpFault(
        404,
        'unknown-station',
        `no station "${station}"; known: ${stations.join(', ')}`,
      );
    if (consumer !== undefined && !review.consumers.includes(consumer))
      throw new HttpFault(
        404,
        'unknown-consumer',
        `no consumer "${consumer}"; known: ${review.consumers.join(', ')}`,
      );
  };
}

export type Check = ReturnType<typeof checked>;
