/** What a clock read, `[ms, how many times on end]`, from its first reading on. */
export type ClockReadings = readonly (readonly [ms: number, times: number])[];

/** Steps that a noted clock moves in: finer would be noted for nothing, ms. */
const GRAIN_MS = 10;

/**
 * A clock that notes what it reads. A search asks its clock only whether its time is spent, so the same
 * readings in the same order make the same plan.
 * @param now real time, ms
 */
export function notedClock(now: () => number): {
  readonly read: () => number;
  readonly readings: () => ClockReadings;
} {
  const begunMs = now();
  const noted: [number, number][] = [];
  return {
    read() {
      const ms = Math.floor((now() - begunMs) / GRAIN_MS) * GRAIN_MS;
      const last = noted.at(-1);
      if (last?.[0] === ms) last[1]++;
      else noted.push([ms, 1]);
      return ms;
    },
    readings: () => noted,
  };
}

/** A clock that reads what was noted, one after another; after the end it stands still. */
export function playedClock(readings: ClockReadings): () => number {
  let place = 0;
  let read = 0;
  return () => {
    while (place < readings.length - 1 && read >= readings[place]![1]) {
      place++;
      read = 0;
    }
    read++;
    return readings[place]?.[0] ?? 0;
  };
}
