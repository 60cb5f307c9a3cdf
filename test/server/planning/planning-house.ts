import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { failedPlansIn } from '#server/planning/failed-plans.ts';
import { createPlanning, type Planning } from '#server/planning/planning.ts';
import { createSolver, type Solver } from '#server/planning/solver.ts';
import { createReadings, type Readings } from '#server/readings/readings.ts';
import type { Store } from '#server/store/store.ts';
import { spawnThread } from '#server/threads/spawn-thread.ts';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { Site } from '#shared/station/site-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Reading } from '#shared/wire/reading.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { openStoreHere } from '../store/sqlite/store-here.ts';

/** A store, readings and planning for the example station, on a clock that the test sets. */
export interface PlanningHouse {
  readonly folder: string;
  readonly store: Store;
  readonly readings: Readings;
  readonly planning: Planning;
  nowMs: number;
  /** Planning anew over the same store, as after a restart. */
  again(): Planning;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly nowMs: number;
  readonly site?: Site;
  /** Closed with the house. */
  readonly solver: Solver;
}

const log = pino({ level: 'silent' });

/** The plan thread itself; it outlives the houses it plans for, and is to be closed at the end. */
export function lastingSolver(): Solver & { end(): Promise<void> } {
  const { close, ...solver } = createSolver(() => spawnThread('plan-thread', null), log);
  return { ...solver, close: () => Promise.resolve(), end: close };
}

export async function planningHouse(options: HouseOptions): Promise<PlanningHouse> {
  const site = options.site ?? exampleSite;
  const folder = await mkdtemp(join(tmpdir(), 'forebay-planning-'));
  const tags = tagList(exampleSystem, site);
  const { timeZone } = exampleSystem;
  const store = openStoreHere({ folder, retention: site.retention, timeZone, tags });
  let nowMs = options.nowMs;
  const clock = { now: () => nowMs, rate: 1 };
  const readings = createReadings({ tags, store: store.readings, clock, log });
  const { solver } = options;
  const planningOver = (): Planning =>
    createPlanning({
      system: exampleSystem,
      site,
      live: readings.live,
      readings: store.readings,
      plans: store.plans,
      outages: store.outages,
      forecasts: store.forecasts,
      loadCurves: store.loadCurves,
      build: 'test',
      clock,
      solver,
      failed: failedPlansIn(join(folder, 'failed-plans')),
      log,
      budgetMs: 100,
    });
  const house: PlanningHouse = {
    folder,
    store,
    readings,
    planning: planningOver(),
    get nowMs() {
      return nowMs;
    },
    set nowMs(ms) {
      nowMs = ms;
    },
    again: planningOver,
    async close() {
      await house.planning.stop();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
  return house;
}

const reading = (tag: string, at: number, value: number): Reading => ({
  tag: `s1/${tag}`,
  at,
  value,
  quality: 'good',
  source: 'test',
});

/** An hour of measurements up to `untilMs`: u2 runs, the rest stands. */
export function anHour(untilMs: number): Reading[] {
  return Array.from({ length: 61 }, (_, minute) => {
    const at = untilMs - (60 - minute) * MS_PER_MINUTE;
    return [
      reading('forebay/level', at, 446.5),
      reading('inflow/observed', at, 60),
      reading('outflow/total', at, 50),
      reading('u1/on', at, 0),
      reading('u2/on', at, 1),
      reading('u2/mw', at, 38),
      reading('u3/on', at, 0),
      reading('u4/on', at, 0),
    ];
  }).flat();
}
