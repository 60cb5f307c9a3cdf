import type { UnitState } from '#shared/station/day-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { dayStartMs } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';
import type { Quality } from '#shared/wire/quality.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import type { Horizon } from './horizon.ts';

/** What planning asks of the live image. */
export interface LiveValues {
  value(
    tag: string,
  ): { readonly value: number | null; readonly at: number; readonly quality: Quality } | undefined;
}

/** What is known of a station when a plan begins. */
export interface StationState {
  readonly levelM: number;
  /** Nothing was measured at the horizon's start: `levelM` is the newest. */
  readonly isLevelOlder: boolean;
  /** Level at the start of the local day, the one to come back to where no end is set. */
  readonly dayStartLevelM: number;
  readonly units: Readonly<Record<string, UnitState>>;
  /** Mean outflow of the steps before the horizon, newest last. */
  readonly outflowHistoryM3s: readonly number[];
  /** Mean of the last hour; null where nothing was observed. */
  readonly inflowM3s: number | null;
}

/** A measurement that a plan cannot do without. */
export interface Missing {
  readonly missing: string;
}

const QUARTER_MS = 15 * MS_PER_MINUTE;
/** How far back it is looked for when a unit last started or stopped. */
const STATE_HOURS = 24;
/** An older measurement says nothing of now. */
const OLDEST_MS = 6 * MS_PER_HOUR;
/** Longest travel of water to the station below that a plan remembers. */
const HISTORY_HOURS = 12;

const believable = (quality: Quality): boolean => quality !== 'bad' && quality !== 'missing';

/** Reads the state at the horizon's start from what was measured up to `nowMs`. */
export async function stationState(
  station: Station,
  horizon: Horizon,
  nowMs: number,
  zone: string,
  live: LiveValues,
  readings: Pick<ReadingStore, 'aggregates'>,
): Promise<StationState | Missing> {
  const measured = (tag: string): number | null => {
    const value = live.value(tag);
    const usable = value && believable(value.quality) && nowMs - value.at <= OLDEST_MS;
    return usable ? value.value : null;
  };
  const quarters = (tag: string, hours: number): Promise<readonly AggregatePoint[]> =>
    readings.aggregates(tag, horizon.startMs - hours * MS_PER_HOUR, horizon.startMs, '15m');

  const levelTag = stationTag(station.id, 'forebayLevel');
  const levelNow = measured(levelTag);
  if (levelNow === null) return { missing: levelTag };
  const startLevel = await levelAround(levelTag, horizon.startMs, readings);
  const midnightLevel = await levelAround(levelTag, dayStartMs(nowMs, zone), readings);
  const units: Record<string, UnitState> = {};
  for (const { id } of station.units) {
    const states = await quarters(unitTag(station.id, id, 'on'), STATE_HOURS);
    const powers = await quarters(unitTag(station.id, id, 'mw'), 1);
    const onNow = (measured(unitTag(station.id, id, 'on')) ?? 0) > 0.5;
    units[id] = unitStateOf(states, powers.at(-1)?.mean ?? null, onNow, horizon.startMs);
  }
  const inflowTag = stationTag(station.id, 'observedInflow');
  const inflows = meansOf(await quarters(inflowTag, 1));
  return {
    levelM: startLevel ?? levelNow,
    isLevelOlder: startLevel === null,
    dayStartLevelM: midnightLevel ?? startLevel ?? levelNow,
    units,
    outflowHistoryM3s: meansOf(
      await quarters(stationTag(station.id, 'totalOutflow'), HISTORY_HOURS),
    ),
    inflowM3s: inflows.length > 0 ? meanOf(inflows) : measured(inflowTag),
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function meansOf(points: readonly AggregatePoint[]): number[] {
  return points.flatMap((point) => (point.mean === null ? [] : [Math.max(0, point.mean)]));
}

/** Mean level of the minute nearest to `atMs` within five minutes of it; null where none was measured. */
async function levelAround(
  tag: string,
  atMs: number,
  readings: Pick<ReadingStore, 'aggregates'>,
): Promise<number | null> {
  const span = 5 * MS_PER_MINUTE;
  const minutes = await readings.aggregates(tag, atMs - span, atMs + span, '1m');
  const distance = (point: AggregatePoint): number => Math.abs(point.at - atMs);
  const near = minutes
    .filter((point) => point.mean !== null)
    .toSorted((a, b) => distance(a) - distance(b));
  return near[0]?.mean ?? null;
}

/**
 * A unit's state at `startMs` and for how long, from the quarter-hours before it. In a quarter-hour with
 * both states the present one is taken to have filled its share of the end.
 * @param states aggregates of the unit's on-tag, oldest first
 * @param onNow the state where nothing is stored
 */
export function unitStateOf(
  states: readonly AggregatePoint[],
  lastMw: number | null,
  onNow: boolean,
  startMs: number,
): UnitState {
  const last = states.at(-1);
  const on = last?.last == null ? onNow : last.last > 0.5;
  const other = on ? (p: AggregatePoint) => p.min : (p: AggregatePoint) => p.max;
  const rest = on ? 1 : 0;
  let sinceMs = startMs - STATE_HOURS * MS_PER_HOUR;
  for (const point of states.toReversed()) {
    if (other(point) === null || other(point) === rest) continue;
    const share = point.mean === null ? 0 : on ? point.mean : 1 - point.mean;
    sinceMs = point.at + QUARTER_MS - share * QUARTER_MS;
    break;
  }
  const forMinutes = Math.max(0, Math.round((startMs - sinceMs) / MS_PER_MINUTE));
  return on && lastMw !== null
    ? { on, forMinutes, mw: Math.max(0, lastMw) }
    : { on, forMinutes, ...(on ? {} : { mw: 0 }) };
}
