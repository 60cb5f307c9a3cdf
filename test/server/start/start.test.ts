import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startDemo } from '#server/start/start-demo.ts';
import { startReplay } from '#server/start/start-replay.ts';
import { startServe } from '#server/start/start-serve.ts';
import type { Started } from '#server/start/options.ts';
import type { StartParts } from '#server/start/start-parts.ts';
import { openSqliteStore } from '#server/store/sqlite/open-sqlite-store.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { dayStartMs } from '#shared/units/time-grid.ts';

const ZONE = 'Asia/Shanghai';
const STARTS_MS = 90_000;

let folder: string;
let started: Started | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebay-start-'));
});
afterEach(async () => {
  await started?.close();
  started = null;
  await rm(folder, { recursive: true });
});

const parts = (): StartParts => ({
  config: {
    port: 0,
    host: '127.0.0.1',
    dataFolder: folder,
    systemFile: null,
    siteFile: null,
    ingestToken: null,
    viewToken: null,
    logLevel: 'silent',
    workingFolder: folder,
    notices: [],
  },
  openStore: openSqliteStore,
  log: pino({ level: 'silent' }),
});

async function json(path: string): Promise<unknown> {
  const response = await fetch(`${started?.url}${path}`);
  expect(response.status).toBe(200);
  return response.json();
}

const latestSchema = z.object({
  values: z.array(z.object({ tag: z.string(), at: z.number(), value: z.number().nullable() })),
});
const valueOf = async (tag: string): Promise<{ at: number; value: number | null } | undefined> =>
  latestSchema.parse(await json(`/api/v1/latest?tag=${tag}`)).values[0];

const plansSchema = z.object({
  plans: z.array(z.object({ id: z.string(), state: z.string(), madeAt: z.number() })),
});
const plansBetween = async (from: number, to: number): Promise<{ state: string }[]> =>
  plansSchema.parse(await json(`/api/v1/plans?from=${from}&to=${to}`)).plans;

const historySchema = z.object({ points: z.array(z.object({ at: z.number() })) });

const trendSchema = z.object({
  traces: z.array(z.object({ gaps: z.array(z.tuple([z.number(), z.number()])) })),
});
/** Stretches of the forebay's level that a screen of so many pixels shows without data. */
const gapsOf = async (from: number, to: number, pixels: number): Promise<[number, number][]> =>
  trendSchema.parse(
    await json(`/api/v1/trends?tag=s1/forebay/level&from=${from}&to=${to}&pixels=${pixels}`),
  ).traces[0]!.gaps;

test(
  'a demo opens on two days that were planned and run, and goes on where it ended',
  async () => {
    const demo = { speed: 1, seed: 1, faults: null, atMs: null };
    started = await startDemo(parts(), demo);
    const now = Date.now();
    const yesterday = dayStartMs(now - 24 * MS_PER_HOUR, ZONE);
    const history = historySchema.parse(
      await json(`/api/v1/history?tag=s1/forebay/level&from=${yesterday}&to=${now}&step=1h`),
    );
    // Every full hour since yesterday's midnight.
    expect(history.points.length).toBeGreaterThanOrEqual(
      Math.floor((now - yesterday) / MS_PER_HOUR),
    );
    expect((await plansBetween(yesterday, now)).length).toBeGreaterThanOrEqual(2);
    const states = (await plansBetween(yesterday, now)).map((plan) => plan.state);
    expect(states.filter((one) => one === 'in-force')).toHaveLength(1);
    const before = (await valueOf('s1/u1/hours'))?.value ?? NaN;

    await started.close();
    started = await startDemo(parts(), demo);
    const after = (await valueOf('s1/u1/hours'))?.value ?? NaN;
    // The meters do not begin anew: at most the minutes of this test were added.
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after - before).toBeLessThan(0.1);
  },
  2 * STARTS_MS,
);

test(
  'what a demo has lived through is drawn without gaps on screens of any width',
  async () => {
    started = await startDemo(parts(), { speed: 1, seed: 1, faults: null, atMs: null });
    const now = Date.now();
    for (const pixels of [1440, 3400])
      for (const hours of [1, 8, 24])
        expect(await gapsOf(now - hours * MS_PER_HOUR, now, pixels)).toEqual([]);
  },
  STARTS_MS,
);

test(
  'a demo may begin at any instant: it lives through the two days before, and goes on from there',
  async () => {
    const atMs = Date.parse('2026-03-01T01:10:00+08:00');
    const demo = { speed: 1, seed: 1, faults: null, atMs };
    started = await startDemo(parts(), demo);
    // The clock runs on from there while the server starts: minutes at most, and not to this year's end.
    const level = await valueOf('s1/forebay/level');
    expect(level?.at).toBeGreaterThanOrEqual(atMs - MS_PER_MINUTE);
    expect(level?.at).toBeLessThan(atMs + STARTS_MS);
    const yesterday = dayStartMs(atMs - 24 * MS_PER_HOUR, ZONE);
    expect((await plansBetween(yesterday, atMs)).length).toBeGreaterThanOrEqual(2);

    await started.close();
    started = await startDemo(parts(), demo);
    const after = await valueOf('s1/forebay/level');
    expect(after?.at).toBeGreaterThanOrEqual(level!.at);
    expect(after?.at).toBeLessThan(atMs + 2 * STARTS_MS);
  },
  2 * STARTS_MS,
);

test('a list of faults that cannot be read is refused before anything starts', async () => {
  const wrong = startDemo(parts(), { speed: 1, seed: 1, faults: 'melt', atMs: null });
  await expect(wrong).rejects.toThrow('--faults[0]: "melt" is no fault');
});

test(
  'a server alone is ready before it has a single reading',
  async () => {
    started = await startServe(parts());
    const { url } = started;
    await expect.poll(async () => (await fetch(`${url}/health/ready`)).status).toBe(200);
    const now = Date.now();
    expect(await plansBetween(now - MS_PER_HOUR, now)).toEqual([]);
  },
  STARTS_MS,
);

test(
  'a replay of our CSV form shows the record on its own clock',
  async () => {
    const record = fileURLToPath(new URL('../../fixtures/replay/wide.csv', import.meta.url));
    started = await startReplay(parts(), {
      recordFolder: record,
      format: 'csv',
      from: null,
      to: null,
      speed: 6000,
    });
    // The record's 45 min take 0.45 s at 6000 times, and a beat of the replay more.
    await expect
      .poll(async () => (await valueOf('s1/forebay/level'))?.value, { timeout: STARTS_MS / 2 })
      .toBe(446.545);
    expect((await valueOf('s1/forebay/level'))?.at).toBe(Date.parse('2026-06-01T00:45:00+08:00'));
  },
  STARTS_MS,
);
