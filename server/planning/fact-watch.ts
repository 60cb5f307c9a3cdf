import type { System } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanCause } from '#shared/wire/plan-view.ts';
import type { UnitChange } from '#shared/wire/protocol.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { Log } from '../log.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import { PLAN_STEP_MINUTES } from './horizon.ts';
import { type Band, type KnownFacts, leftBand, type StationFacts } from './left-band.ts';
import type { OutageBook, UnitOf } from './outage-book.ts';
import type { PlanBook } from './plan-book.ts';
import type { LiveValues } from './station-state.ts';

export interface FactWatchParts {
  readonly system: System;
  readonly live: LiveValues;
  readonly readings: Pick<ReadingStore, 'aggregates'>;
  readonly book: Pick<PlanBook, 'inForceAt' | 'orderedAt'>;
  readonly band: Band;
  readonly outages: Pick<OutageBook, 'open' | 'tripped' | 'back'>;
  readonly tell: (cause: PlanCause) => void;
  readonly log: Log;
}

/** Looks whether what is measured still is what the plan in force reckons with. */
export interface FactWatch {
  /** Once a minute at most. */
  look(nowMs: number): Promise<void>;
  /** A unit has started or stopped: whether as ordered, tripped, or back again. */
  unitChanged(change: UnitChange): void;
  /** A plan was computed: what is measured now, it knew. */
  planned(nowMs: number): Promise<void>;
}

const LOOK_MS = MS_PER_MINUTE;
const QUARTER_MS = PLAN_STEP_MINUTES * MS_PER_MINUTE;
/** Units are stopped up to this long before the step that orders it. */
const EARLY_MS = 3 * MS_PER_MINUTE;
/** So many facts are remembered as said: those of a plan or two. */
const MOST_SAID = 20;
/** An older level says nothing of now. */
const OLDEST_LEVEL_MS = 5 * MS_PER_MINUTE;

export function createFactWatch(parts: FactWatchParts): FactWatch {
  const { system, live, book, band, outages, tell, log } = parts;
  let lookedAt = -Infinity;
  const known = new Map<string, KnownFacts>();
  /** What has been logged of the plan in force, so that it is said once. */
  let said = new Set<string>();

  const isRunning = ({ station, unit }: UnitOf): boolean =>
    (live.value(unitTag(station, unit, 'on'))?.value ?? 0) > 0.5;

  /** Whether a unit is ordered to run, and for some minutes more: a stop a little early is none of its own. */
  function isOrderedOn(station: string, unit: string, atMs: number): boolean {
    return [atMs, atMs + EARLY_MS].every(
      (ms) => (book.orderedAt(ms)?.stations[station]?.units[unit] ?? 0) > 0,
    );
  }

  return {
    async look(nowMs) {
      if (nowMs - lookedAt < LOOK_MS) return;
      const since = Number.isFinite(lookedAt) ? lookedAt : nowMs;
      lookedAt = nowMs;
      const out = outages.open(since);
      const isOver = out.some(({ until, ended }) => !ended && until !== null && until <= nowMs);
      const back = out.filter((one) => isRunning(one) && outages.back(one, nowMs));
      if (isOver || back.length > 0) tell('return');
      const version = book.inForceAt(nowMs);
      if (!version) return;
      for (const { id } of system.stations) {
        const facts = await factsOf(parts, id, nowMs);
        for (const cause of leftBand(version, id, facts, known.get(id) ?? null, band, nowMs)) {
          const news = `${version.id} ${id} ${cause}`;
          if (!said.has(news))
            log.info({ station: id, cause, ...facts }, 'the facts have left the band of the plan');
          said = new Set([...said, news].slice(-MOST_SAID));
          tell(cause);
        }
      }
    },
    async planned(nowMs) {
      for (const { id } of system.stations)
        known.set(id, { ...(await factsOf(parts, id, nowMs)), atMs: nowMs });
    },
    unitChanged({ station, unit, at, on }) {
      if (on) {
        if (outages.back({ station, unit }, at)) tell('return');
        return;
      }
      const isKnown = outages
        .open(at)
        .some((one) => one.station === station && one.unit === unit && one.from <= at);
      if (isKnown || !isOrderedOn(station, unit, at)) return;
      outages.tripped({ station, unit }, at);
      log.warn({ station, unit }, 'a unit has stopped that is ordered to run');
      tell('trip');
    },
  };
}

/** What is measured of a station now. */
async function factsOf(
  { live, readings }: FactWatchParts,
  station: string,
  nowMs: number,
): Promise<StationFacts> {
  const level = live.value(stationTag(station, 'forebayLevel'));
  const isFresh = level && level.quality === 'good' && nowMs - level.at < OLDEST_LEVEL_MS;
  const toMs = Math.floor(nowMs / QUARTER_MS) * QUARTER_MS;
  const tag = stationTag(station, 'observedInflow');
  const [quarter] = await readings.aggregates(tag, toMs - QUARTER_MS, toMs, '15m');
  return {
    levelM: isFresh ? level.value : null,
    inflow:
      quarter && quarter.mean !== null
        ? { atMs: quarter.at, untilMs: toMs, m3s: quarter.mean }
        : null,
  };
}
