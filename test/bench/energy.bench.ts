import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
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
import { type Turn, turnPages } from './energy/page-turns.ts';
import { quantile, rounded } from './statistics.ts';
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
const TURN_MS = 100;
const PAGES = 60;

/** A bound holds for the machine as it is; made twice as slow it tells how much room there is. */
const SLOWDOWNS = [1, 2] as const;

const p95 = (values: readonly number[]): number => quantile(values, 0.95);

/**
 * The review of many meters over years of quarter-hours, out of a real store: fitting and freezing all daily and
 * hourly baselines, a day's page, the closing of a day for all meters, and turning pages in a browser.
 */
export async function* run(words: Words): AsyncIterable<Record<string, unknown>> {
  const meters = numberFrom(words, 'meters', 1);
  const days = numberFrom(words, 'days', 200);
  for await (const figure of figuresOf(meters, days))
    yield { meters, days, ...figure, loadAverage: rounded(loadavg()[0]!, 3) };
}

async function* figuresOf(meters: number, days: number): AsyncIterable<Record<string, unknown>> {
  const to = dateAfter(FROM, days - 1);
  const site = siteOfMeters(meters);
  const ground = await startApp({ site });
  const energy = reviewOver(ground, site, Date.parse(`${to}T12:00:00Z`));
  try {
    const years = { from: FROM, days, meters };
    await fillYears(ground.store.consumption, STATION, years, async (until) => {
      await energy.deeds.freeze(SERVER_ACTOR, STATION, { from: FROM, to: until });
      const frozen = await energy.book.all(STATION, 'baseline');
      return new Map(frozen.map((one) => [one.consumer, one]));
    });
    yield await refit(energy, meters, to);
    yield await closing(energy, meters, dateAfter(to, 1));
    yield await pagesOf(energy, meters, to);
    if (existsSync(CLIENT_FOLDER)) yield* turning(ground, energy, meters);
  } finally {
    await ground.stop();
  }
}

async function refit(
  energy: EnergyReview,
  meters: number,
  to: string,
): Promise<Record<string, unknown>> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const frozen = await energy.deeds.freeze(SERVER_ACTOR, STATION, { from: FROM, to });
  const refitS = (performance.now() - begun) / 1000;
  return {
    figure: 're-fit of all baselines',
    unit: 's',
    value: rounded(refitS, 3),
    bound: REFIT_S,
    ok: refitS <= REFIT_S && frozen === meters + 1,
    models: 2 * frozen,
    // Of all threads: what a machine that does nothing else would need at the most.
    cpuS: cpuSince(cpu),
  };
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

async function* turning(
  ground: RunningApp,
  energy: EnergyReview,
  meters: number,
): AsyncIterable<Record<string, unknown>> {
  const app = await startApp({
    beside: ground,
    energy,
    clientDir: CLIENT_FOLDER,
    access: { open: 'look' },
  });
  try {
    for (const slowdown of SLOWDOWNS) {
      const consumers = Array.from({ length: PAGES }, (_, i) => `m${(i * 53) % meters}`);
      const turns = await turnPages(app.address, consumers, slowdown);
      yield turnFigure('turning to another consumer, p95', turns.consumers, slowdown);
      yield turnFigure('turning to another day, p95', turns.days, slowdown);
    }
  } finally {
    await app.stop();
  }
}

/** Required is what is in sight; what lies below comes after it and is said beside it. */
function turnFigure(
  figure: string,
  turns: readonly Turn[],
  slowdown: number,
): Record<string, unknown> {
  const seenMs = turns.map((turn) => turn.seenMs);
  const value = rounded(p95(seenMs), 3);
  return {
    figure,
    slowdown,
    unit: 'ms',
    value,
    ...(slowdown === 1 ? { bound: TURN_MS, ok: value <= TURN_MS } : {}),
    median: rounded(quantile(seenMs, 0.5), 3),
    wholePageP95: rounded(p95(turns.map(({ wholeMs }) => wholeMs)), 3),
  };
}
