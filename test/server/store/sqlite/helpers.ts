import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JudgedReading } from '#shared/wire/reading.ts';
import type { CounterRule } from '#server/store/counter-use.ts';
import { packReadings } from '#server/store/sqlite/reading-batch.ts';
import { StoreReader } from '#server/store/sqlite/store-reader.ts';
import type { StoreSetup } from '#server/store/sqlite/store-setup.ts';
import { StoreWriter } from '#server/store/sqlite/store-writer.ts';

export const KEEP_ALL = {
  rawDays: 36_500,
  minutesDays: 36_500,
  quartersDays: 36_500,
  hoursDays: 36_500,
  daysDays: 36_500,
  otherPlansDays: 36_500,
  forecastsDays: 36_500,
  whatIfsDays: 36_500,
  alarmsDays: 36_500,
};

/** A folder of its own for one test, removed afterwards. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'forebay-store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export interface Halves {
  readonly writer: StoreWriter;
  readonly reader: StoreReader;
  readonly setup: StoreSetup;
  append(...readings: JudgedReading[]): { accepted: number; duplicate: number };
  /** Works off all that is due. */
  mendAll(): void;
}

/** Both halves of a store on a real file, in this thread. */
export function openHalves(options: Partial<StoreSetup> = {}): Halves {
  const setup: StoreSetup = {
    file: join(testFolder(), 'forebay.db'),
    timeZone: 'UTC',
    retention: KEEP_ALL,
    counters: new Map<string, CounterRule>(),
    ...options,
  };
  const writer = new StoreWriter(setup);
  const reader = new StoreReader(setup);
  onTestFinished(() => {
    reader.close();
    writer.close();
  });
  return {
    writer,
    reader,
    setup,
    append: (...readings) => writer.append([packReadings(readings)])[0] ?? fail(),
    mendAll: () => {
      while (writer.mend());
    },
  };
}

function fail(): never {
  throw new Error('append gave no counts');
}

/** A good reading of `s1/u1/mw`, unless said otherwise. */
export function reading(at: number, value: number | null, more: Partial<JudgedReading> = {}) {
  return {
    tag: 's1/u1/mw',
    at,
    value,
    quality: 'good',
    source: 'test',
    receivedAt: at + 500,
    ...more,
  } satisfies JudgedReading;
}

/** 2026-11-20 00:00 UTC. */
export const MIDNIGHT = Date.UTC(2026, 10, 20);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
