import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { unitTag } from '#shared/wire/tag-path.ts';
import type { ReadingStore } from '../../store/reading-store.ts';
import { combine, type CalculatedValue, type ReadLive } from './combine.ts';

/** How far back the store is asked for a unit's last start, ms. */
const LOOK_BACK_MS = 40 * 24 * MS_PER_HOUR;

/** Readings of the one hour in which the start is looked for. */
const MOST_READINGS = 10_000;

/** How long each unit has been running. */
export interface RunningSince {
  observe(reading: JudgedReading): void;
  values(read: ReadLive, at: number): readonly CalculatedValue[];
  warmUp(store: ReadingStore, now: number): Promise<void>;
}

/** Instant of the last start in the store: after the newest reading at 0, else the oldest one known. */
async function lastStart(store: ReadingStore, tag: string, now: number): Promise<number | null> {
  const hours = await store.aggregates(tag, now - LOOK_BACK_MS, now + 1, '1h');
  const stopped = hours.findLast((hour) => hour.min !== null && hour.min <= 0);
  if (!stopped) return hours[0]?.at ?? null;
  const raw = await store.raw(tag, stopped.at, now + 1, MOST_READINGS);
  const lastOff = raw.findLastIndex((point) => point.value !== null && point.value <= 0);
  return raw.slice(lastOff + 1).find((point) => point.value !== null)?.at ?? null;
}

export function createRunningSince(station: string, units: readonly string[]): RunningSince {
  const tags = units.map((unit) => ({
    on: unitTag(station, unit, 'on'),
    runningFor: unitTag(station, unit, 'running-for'),
  }));
  const mine = new Set(tags.map((tag) => tag.on));
  const since = new Map<string, number>();

  return {
    observe({ tag, at, value }) {
      if (!mine.has(tag) || value === null) return;
      if (value <= 0) since.delete(tag);
      else if (!since.has(tag)) since.set(tag, at);
    },
    values(read, at) {
      return tags.map(({ on, runningFor }) => {
        const inputs = combine(read, [on]);
        const start = since.get(on);
        const hours = start === undefined ? 0 : Math.max(0, at - start) / MS_PER_HOUR;
        return { ...inputs, tag: runningFor, value: inputs.values && hours };
      });
    },
    async warmUp(store, now) {
      for (const { on } of tags) {
        const start = await lastStart(store, on, now);
        if (start !== null) since.set(on, start);
      }
    },
  };
}
