import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { dateAfter } from '#shared/energy/review/calendar.ts';
import { localDay } from '#shared/units/time-grid.ts';
import type { Role } from '#shared/wire/access.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { feederTag, stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { SERVER_ACTOR } from '#server/access/actor.ts';
import { createLog } from '#server/log.ts';
import { createEnergyBook } from '#server/review/energy-book.ts';
import { createEnergyReview, type EnergyReview } from '#server/review/energy-review.ts';
import { type MeasuredConsumption, WHOLE_STATION } from '#server/review/measured-consumption.ts';
import { livedConsumption } from '#server/sources/simulator/lived-consumption.ts';
import { CLIENT_FOLDER } from '#server/start/client-folder.ts';
import { spawnThread } from '#server/threads/spawn-thread.ts';
import { type RunningApp, signedIn, startApp } from '../../server/app/running-app.ts';
import { noPlans } from '../../fixtures/plan-version.ts';

const station = exampleSystem.stations[0]!;
const { timeZone } = exampleSystem;
const SLOT_MS = 15 * 60_000;

/** A plant's months, the last day of which came as readings. */
export const FROM = '2026-01-01';
export const LEARNT_TO = dateAfter(FROM, 129);
export const DAY = dateAfter(FROM, 150);
/** Half an hour after that day. */
export const NOW = localDay(DAY, timeZone).endMs + 30 * 60_000;

export interface ReviewHouse {
  readonly app: RunningApp;
  readonly energy: EnergyReview;
  /** The cookie of somebody of these roles, as a browser keeps it. */
  cookie(roles: readonly Role[]): Promise<{ name: string; value: string; url: string }>;
  stop(): Promise<void>;
}

/** The readings that a day's meters and gauges would have sent: counters at the quarter-hours, each from 5000. */
export function readingsOf({ facts, meters }: MeasuredConsumption): JudgedReading[] {
  const readings: JudgedReading[] = [];
  const slots = facts.hours.length;
  const say = (tag: string, at: number, value: number): void => {
    readings.push({ tag, at, value, quality: 'good', source: 'test', receivedAt: at });
  };
  const count = (tag: string, use: (t: number) => number): void => {
    let total = 5000;
    for (let t = 0; t <= slots; t++) {
      say(tag, facts.startMs + t * SLOT_MS, total);
      if (t < slots) total += use(t);
    }
  };
  for (const { id, unit } of exampleSite.feeders)
    count(feederTag(station.id, id, unit), (t) => meters.get(id)!.kwh[t]!);
  const share = 1 / station.units.length;
  for (const { id } of station.units) {
    count(unitTag(station.id, id, 'hours'), (t) => facts.unitHours[t]! * share);
    count(unitTag(station.id, id, 'starts'), (t) => facts.starts[t]! * share);
  }
  for (let t = 0; t < slots; t++) {
    const at = facts.startMs + t * SLOT_MS;
    for (const { id } of station.units)
      say(unitTag(station.id, id, 'mw'), at, facts.generationMwh[t]! * 4 * share);
    say(stationTag(station.id, 'forebayLevel'), at, 446);
    say(stationTag(station.id, 'tailraceLevel'), at, 446 - facts.headM[t]!);
    say(stationTag(station.id, 'airTemperature'), at, facts.temperatureC[t]!);
  }
  return readings;
}

/**
 * A server with the built screens over five months of a plant: baselines frozen on the first 130 days, targets, and
 * the last day as readings.
 * @param isLate readings of the last day that have not come when it is closed
 */
export async function openReviewHouse(
  isLate: (reading: JudgedReading) => boolean,
): Promise<ReviewHouse & { readonly late: readonly JudgedReading[] }> {
  const clock = { now: () => NOW, rate: 1 };
  const ground = await startApp({ clock });
  const { store } = ground;
  const energy = createEnergyReview({
    system: exampleSystem,
    site: exampleSite,
    store,
    planning: { between: () => Promise.resolve([]), note: () => undefined },
    book: createEnergyBook(store.consumption, () => NOW),
    clock,
    log: createLog('silent'),
    spawnFit: () => spawnThread('fit-thread', null),
  });
  const lived = { station, site: exampleSite, timeZone, seed: 3, from: FROM, to: DAY };
  let late: readonly JudgedReading[] = [];
  for (const measured of livedConsumption(lived)) {
    const { date, startMs } = measured.facts;
    if (date === DAY) {
      const readings = readingsOf(measured);
      late = readings.filter(isLate);
      await store.readings.append(readings.filter((one) => !isLate(one)));
      await energy.closer.run(NOW);
      break;
    }
    await energy.closer.close(station.id, measured, startMs + 25 * 3_600_000);
    if (date === LEARNT_TO) await freeze(energy);
  }
  const app = await startApp({
    beside: ground,
    energy,
    clock,
    clientDir: CLIENT_FOLDER,
    planning: { ...restingPlanning() },
    access: { open: 'shut' },
  });
  return {
    app,
    energy,
    late,
    async cookie(roles) {
      const { cookie } = await signedIn(app, roles);
      const [name = '', value = ''] = cookie.split('=');
      return { name, value, url: app.address };
    },
    async stop() {
      await app.stop();
      await ground.stop();
    },
  };
}

const restingPlanning = () => ({
  view: noPlans,
  onChange: () => () => undefined,
  between: () => Promise.resolve([]),
  note: () => undefined,
});

async function freeze({ deeds, book }: EnergyReview): Promise<void> {
  await deeds.freeze(SERVER_ACTOR, station.id, { from: FROM, to: LEARNT_TO });
  for (const [consumer, kwh] of [
    [WHOLE_STATION, 2_000_000],
    ['offices', 200_000],
    ['seal-water', 40_000],
  ] as const) {
    const budget = { consumer, year: 2026, kwh, rule: 'even' as const, fixed: {} };
    await book.set(SERVER_ACTOR, station.id, 'budget', { ...budget, reason: 'first of the year' });
  }
}
