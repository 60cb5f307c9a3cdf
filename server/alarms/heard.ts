import type { JudgedReading } from '#shared/wire/reading.ts';
import type { LiveState, LiveValue } from '../readings/live-state.ts';

/**
 * The newest values as they were heard, durable or not: when the store cannot write, the plant goes on,
 * and so must its alarms (a locked database is no loss of data).
 */
export interface Heard {
  take(reading: JudgedReading): void;
  value(tag: string): LiveValue | undefined;
  /** The number an alarm may be rung by: a doubtful or bad one rings none and clears none. */
  believed(tag: string): number | null;
  /**
   * How old a tag's value is, ms of the server's clock: by its own instant, and by how long nothing has
   * come; the older counts, so that a clock that was set back hides no silence. undefined: never heard.
   */
  ageMs(tag: string, now: number): number | undefined;
  /** Whether a tag has been heard since ages are counted: before that nobody knows whether it will be. */
  hasSpoken(tag: string): boolean;
  /** The source of a tag's newest reading is ahead of this server by so much, ms. */
  aheadMs(source: string): number;
  /** Counts all ages from now: after a start or a step of the clock nobody knows them. */
  forgetAges(): void;
}

export interface HeardParts {
  readonly live: Pick<LiveState, 'value'>;
  /** Clock seconds per real second. */
  readonly rate: number;
  /** Real time that is never set, ms. */
  readonly steadyNow: () => number;
}

interface Arrival {
  readonly reading: LiveValue;
  readonly heardAt: number;
}

/** How fast a source's lead over our clock is forgotten, per reading. */
const LEAD_MEMORY = 0.98;

export function createHeard({ live, rate, steadyNow }: HeardParts): Heard {
  const arrivals = new Map<string, Arrival>();
  const leadsMs = new Map<string, number>();
  let begunAt = steadyNow();

  const value = (tag: string): LiveValue | undefined => {
    const heard = arrivals.get(tag)?.reading;
    const durable = live.value(tag);
    if (!heard) return durable;
    return durable && durable.at > heard.at ? durable : heard;
  };

  return {
    take(reading) {
      const { tag, at, source, receivedAt } = reading;
      const before = arrivals.get(tag);
      if (before && at < before.reading.at) return;
      arrivals.set(tag, { reading, heardAt: steadyNow() });
      const faded = (leadsMs.get(source) ?? 0) * LEAD_MEMORY;
      leadsMs.set(source, Math.max(faded, at - receivedAt));
    },
    value,
    believed(tag) {
      const known = value(tag);
      if (!known || known.quality === 'bad' || known.quality === 'doubtful') return null;
      return known.value;
    },
    ageMs(tag, now) {
      const known = value(tag);
      if (!known) return undefined;
      const silentMs = (steadyNow() - Math.max(begunAt, arrivals.get(tag)?.heardAt ?? 0)) * rate;
      const sinceBegunMs = (steadyNow() - begunAt) * rate;
      // What was measured before the beginning counts as measured then: the source gets its time to speak.
      return Math.max(silentMs, Math.min(now - known.at, sinceBegunMs));
    },
    hasSpoken: (tag) => (arrivals.get(tag)?.heardAt ?? -Infinity) >= begunAt,
    aheadMs: (source) => leadsMs.get(source) ?? 0,
    forgetAges() {
      begunAt = steadyNow();
      leadsMs.clear();
    },
  };
}
