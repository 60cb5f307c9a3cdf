import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { EnergyBook } from './energy-book.ts';

/** The steps of a day that is to be planned. */
export interface LoadSteps {
  readonly startMs: number;
  readonly stepMinutes: number;
  readonly steps: number;
}

/** The loads of advice that was taken, MW by step of a day to plan; null where none was for any of it. */
export async function takenLoadsMw(
  book: Pick<EnergyBook, 'all'>,
  station: string,
  { startMs, stepMinutes, steps }: LoadSteps,
): Promise<number[] | null> {
  const taken = await book.all(station, 'advice');
  let isAny = false;
  const loads = Array.from({ length: steps }, (_, step) => {
    const atMs = startMs + step * stepMinutes * MS_PER_MINUTE;
    for (const advice of taken) {
      const place = Math.floor((atMs - advice.startMs) / (advice.stepMinutes * MS_PER_MINUTE));
      const load = place >= 0 ? advice.serviceLoadsMw[place] : undefined;
      if (load === undefined) continue;
      isAny = true;
      return load;
    }
    return 0;
  });
  return isAny ? loads : null;
}
