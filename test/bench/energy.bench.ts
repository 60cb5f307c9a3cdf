import { existsSync } from 'node:fs';
import { exampleSystem } from '#shared/station/example/example.ts';
import { dateAfter } from '#shared/energy/review/calendar.ts';
import { SERVER_ACTOR } from '#server/access/actor.ts';
import { createLog } from '#server/log.ts';
import { createEnergyBook } from '#server/review/energy-book.ts';
import { createEnergyReview, type EnergyReview } from '#server/review/energy-review.ts';
import { WHOLE_STATION } from '#server/review/measured-consumption.ts';
import { CLIENT_FOLDER } from '#server/start/client-folder.ts';
import { spawnThread } from '#server/threads/spawn-thread.ts';
import { startApp, type RunningApp } from '../server/app/running-app.ts';
import { fillYears, madeFacts, madeMeter, siteOfMeters } from './energy/metered-years.ts';
import { clickThrough } from './energy/page-clicks.ts';
import { rounded } from './statistics.ts';
import { numberFrom, type Words } from './words.ts';

export const options = {
  meters: { type: 'string', default: '200' },
  days: { type: 'string', default: '1095' },
} as const;

const FROM = '2023-01-01';
const STATION = exampleSystem.stations[0]!.id;

/** Required of 200 meters and three years. */
const REVIEW_MS = 300;
const REFIT_S = 10;
const CLICK_MS = 100;
const PAGES = 60;

const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1] ?? NaN;

/**
 * The review of many meters over years of quarter-hours, out of a real store: fitting and freezing all daily and
 * hourly baselines, a day's page, the closing of a day for all meters, and turning pages in a browser.
 */
export async function* run(words: Words): AsyncIterable<Record<string, unknown>> {
  const meters = numberFrom(words, 'meters', 1);
  const days = numberFrom(words, 'days', 200);
  const to = dateAfter(FROM, days - 1);
  const site = siteOfMeters(meters);
  const ground = await startApp({ site });
  const energy = reviewOver(ground, site, Date.parse(`${to}T12:00:00Z`));
  try {
    await fillYears(ground.store.consumption, STATION, { from: FROM, to, meters, days });
    const size = { meters, days };
    const cpu = process.cpuUsage();
    const begun = performance.now();
    const frozen = await energy.deeds.freeze(SERVER_ACTOR, STATION, { from: FROM, to });
    const refitS = (performance.now() - begun) / 1000;
    yield {
      ...size,
      figure: 're-fit of all baselines',
      unit: 's',
      value: rounded(refitS, 3),
      bound: REFIT_S,
      ok: refitS <= REFIT_S && frozen === meters + 1,
      models: 2 * frozen,
      // Of all threads: what a machine that does nothing else would need at the most.
      cpuS: cpuSince(cpu),
    };
    yield { ...size, ...(await closing(energy, meters, dateAfter(to, 1))) };
    yield { ...size, ...(await pagesOf(energy, meters, to)) };
    if (existsSync(CLIENT_FOLDER)) yield { ...size, ...(await clicks(ground, energy, meters)) };
  } finally {
    await ground.stop();
  }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return rounded((user + system) / 1e6, 3);
}

function reviewOver(
  { store }: RunningApp,
  site: ReturnType<typeof siteOfMeters>,
  now: number,
): EnergyReview {
  return createEnergyReview({
    system: exampleSystem,
    site,
    store,
    planning: { between: () => Promise.resolve([]), note: () => undefined },
    book: createEnergyBook(store.consumption, () => now),
    clock: { now: () => now, rate: 1 },
    log: createLog('silent'),
    spawnFit: () => spawnThread('fit-thread', null),
  });
}

async function closing(
  energy: EnergyReview,
  meters: number,
  date: string,
): Promise<Record<string, unknown>> {
  const noise = (): number => 0.5;
  const facts = madeFacts(date, Date.parse(`${date}T00:00:00+08:00`), noise);
  const days = new Map(
    [WHOLE_STATION, ...Array.from({ length: meters }, (_, i) => `m${i}`)].map((id, m) => [
      id,
      madeMeter(facts, m, noise),
    ]),
  );
  const begun = performance.now();
  await energy.closer.close(STATION, { facts, meters: days }, facts.startMs + 25 * 3_600_000);
  const value = rounded(performance.now() - begun, 3);
  return { figure: 'closing a day, all meters', unit: 'ms', value };
}

async function pagesOf(
  { pages }: EnergyReview,
  meters: number,
  to: string,
): Promise<Record<string, unknown>> {
  const ms: number[] = [];
  const cpu = process.cpuUsage();
  for (let i = 0; i < PAGES; i++) {
    const consumer = i % 10 === 0 ? WHOLE_STATION : `m${(i * 37) % meters}`;
    const begun = performance.now();
    const page = await pages.day(STATION, consumer, dateAfter(to, -(i % 20)));
    ms.push(performance.now() - begun);
    if (!page) throw new Error(`no page of ${consumer}`);
  }
  const value = rounded(p95(ms), 3);
  return {
    cpuMs: rounded((1000 * cpuSince(cpu)) / PAGES, 3),
    figure: "a day's review, p95",
    unit: 'ms',
    value,
    bound: REVIEW_MS,
    ok: value <= REVIEW_MS,
  };
}

async function clicks(
  ground: RunningApp,
  energy: EnergyReview,
  meters: number,
): Promise<Record<string, unknown>> {
  const app = await startApp({
    beside: ground,
    energy,
    clientDir: CLIENT_FOLDER,
    access: { open: 'look' },
  });
  try {
    const consumers = Array.from({ length: PAGES }, (_, i) => `m${(i * 53) % meters}`);
    const ms = await clickThrough(app.address, consumers);
    const value = rounded(p95(ms), 3);
    return {
      figure: 'turning a page, p95',
      unit: 'ms',
      value,
      bound: CLICK_MS,
      ok: value <= CLICK_MS,
    };
  } finally {
    await app.stop();
  }
}
