import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CLIENT_FOLDER } from '#server/start/client-folder.ts';
import { type RunningApp, startApp } from '../server/app/running-app.ts';
import { median, quantile, rounded } from './statistics.ts';
import { aggregated, fillMinutes, siteOfMinutes, TAGS } from './trends/month-of-minutes.ts';
import { clickRanges } from './trends/trend-clicks.ts';
import { numberFrom, type Words } from './words.ts';

type Figure = Record<string, unknown>;

export const options = {
  days: { type: 'string', default: '30' },
  clicks: { type: 'string', default: '30' },
} as const;

/** Required of a click on thirty days of eight tags, until it stands on the screen. */
const CLICK_MS = 500;

/** What the event loop may be held up, p99: a tenth of the image's beat. */
const LOOP_MS = 100;

const DAY_MS = 24 * 3_600_000;
const PIXELS = 1450;

/** How finely the event loop is watched, ms: a delay is what goes beyond it. */
const RESOLUTION_MS = 5;

/** Thirty days of minutes of eight tags, out of a real store, over HTTP, in a real browser. */
export async function* run(words: Words): AsyncIterable<Figure> {
  const days = numberFrom(words, 'days', 1);
  const clicks = numberFrom(words, 'clicks', 1);
  const app = await startApp({
    site: siteOfMinutes,
    clientDir: existsSync(CLIENT_FOLDER) ? CLIENT_FOLDER : null,
  });
  try {
    const readings = await fillMinutes(app.store.readings, Date.now(), days);
    await aggregated(app.folder);
    const size = { tags: TAGS.length, days, readings };
    yield { ...size, ...(await rowByRow(app, days)) };
    yield { ...size, ...(await answers(app, days, clicks)) };
    if (existsSync(CLIENT_FOLDER)) yield* inBrowser(app, size, clicks);
  } finally {
    await app.stop();
  }
}

/** What is asked for: the last days of all tags. */
function askedFor(days: number): { from: number; to: number } {
  const to = Date.now();
  return { from: to - days * DAY_MS, to };
}

/** Every minute of every tag brought over and made small afterwards: what the buckets are made in SQL for. */
async function rowByRow({ store }: RunningApp, days: number): Promise<Figure> {
  const { from, to } = askedFor(days);
  const ms: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    const begun = performance.now();
    for (const [tag] of TAGS) await store.readings.aggregates(tag, from, to, '1m');
    ms.push(performance.now() - begun);
  }
  return {
    figure: 'for comparison: all minutes, row by row',
    unit: 'ms',
    value: rounded(median(ms), 3),
  };
}

async function answers({ address }: RunningApp, days: number, count: number): Promise<Figure> {
  const ms: number[] = [];
  let bytes = 0;
  const cpu = process.cpuUsage();
  for (let i = 0; i < count; i += 1) {
    const { from, to } = askedFor(days);
    const query = new URLSearchParams([
      ...TAGS.map(([tag]) => ['tag', tag]),
      ['from', String(from)],
      ['to', String(to)],
      ['pixels', String(PIXELS)],
    ]);
    const begun = performance.now();
    const response = await fetch(`${address}/api/v1/trends?${query}`);
    const body = await response.text();
    ms.push(performance.now() - begun);
    if (!response.ok) throw new Error(body);
    bytes = Buffer.byteLength(body);
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    figure: 'the answer alone, p95',
    unit: 'ms',
    value: rounded(quantile(ms, 0.95), 3),
    medianMs: rounded(median(ms), 3),
    cpuMs: rounded((user + system) / 1000 / count, 3),
    bytes,
  };
}

async function* inBrowser(app: RunningApp, size: Figure, count: number): AsyncIterable<Figure> {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loop.enable();
  const paths = TAGS.map(([tag]) => tag);
  const { month, hour, monthCpuMs } = await clickRanges(app.address, paths, count);
  loop.disable();
  const loadAverage = rounded(loadavg()[0]!, 3);
  const value = rounded(quantile(month, 0.95), 3);
  yield {
    ...size,
    figure: 'click to painted, 30 days, p95',
    unit: 'ms',
    value,
    bound: CLICK_MS,
    ok: value <= CLICK_MS,
    medianMs: rounded(median(month), 3),
    mostMs: rounded(Math.max(...month), 3),
    browserCpuMs: rounded(monthCpuMs, 3),
    clicks: month.length,
    loadAverage,
  };
  yield {
    ...size,
    figure: 'click to painted, to the readings of an hour, p95',
    unit: 'ms',
    value: rounded(quantile(hour, 0.95), 3),
    medianMs: rounded(median(hour), 3),
    loadAverage,
  };
  const delayMs = rounded(Math.max(0, loop.percentile(99) / 1e6 - RESOLUTION_MS), 3);
  yield {
    ...size,
    figure: "the server's event loop held up meanwhile, p99",
    unit: 'ms',
    value: delayMs,
    bound: LOOP_MS,
    ok: delayMs <= LOOP_MS,
    mostMs: rounded(loop.max / 1e6, 3),
    loadAverage,
  };
}
