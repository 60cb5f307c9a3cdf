import { DEFINITIONS } from '#shared/alarms/definitions.ts';
import type { AlarmCode } from '#shared/station/alarm-codes.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { Observation, Watch, WatchParts } from './observation.ts';
import { dataWatch } from './watches/data-watch.ts';
import { efficiencyWatch } from './watches/efficiency-watch.ts';
import { levelWatch } from './watches/level-watch.ts';
import { planWatch } from './watches/plan-watch.ts';
import { slopeWatch } from './watches/slope-watch.ts';
import { tripWatch } from './watches/trip-watch.ts';

/** Everything that is watched of one station. */
export interface StationWatch {
  /** Causes before what follows from them. */
  readonly look: Watch;
  /** What must not wait for the next cycle. */
  readonly lookAtOnce: Watch;
  /** Whether a reading of this tag is one of that. */
  isUrgent(tag: string): boolean;
  sourceOf(tag: string): string | undefined;
  /** Whether an alarm of this code may have this subject. */
  knows(code: AlarmCode, subject: string): boolean;
}

export interface StationWatchParts extends Omit<WatchParts, 'view'> {
  readonly planView: () => PlanView;
  readonly steadyNow: () => number;
  readonly rackTag: string | undefined;
  readonly server: Watch;
}

/** A view of planning is put together anew no oftener than this, ms of real time. */
const VIEW_MS = 5000;

function cached<T>(make: () => T, ms: number, steadyNow: () => number): () => T {
  let made: { readonly value: T; readonly at: number } | null = null;
  return () => {
    if (!made || steadyNow() - made.at >= ms) made = { value: make(), at: steadyNow() };
    return made.value;
  };
}

export function stationWatch(of: StationWatchParts): StationWatch {
  const { station, tags, server, steadyNow, rackTag, planView } = of;
  const parts: WatchParts = { ...of, view: cached(planView, VIEW_MS, steadyNow) };
  const data = dataWatch(parts);
  const atOnce = [levelWatch(parts), tripWatch(parts)];
  const inTurn = [slopeWatch(parts), efficiencyWatch(parts, rackTag), planWatch(parts)];
  const urgent = new Set([
    stationTag(station.id, 'forebayLevel'),
    stationTag(station.id, 'spillFlow'),
    ...station.units.map(({ id }) => unitTag(station.id, id, 'on')),
  ]);
  const paths = new Set(tags.map(({ tag }) => tag));
  const units = new Set(station.units.map(({ id }) => id));
  const lookWith = (watches: readonly Watch[], at: number): Observation[] =>
    watches.flatMap((watch) => watch(at));

  return {
    look: (at) => lookWith([server, data.look, ...atOnce, ...inTurn], at),
    lookAtOnce: (at) => lookWith(atOnce, at),
    isUrgent: (tag) => urgent.has(tag),
    sourceOf: data.sourceOf,
    knows(code, subject) {
      const { per } = DEFINITIONS[code];
      if (per === 'unit') return units.has(subject);
      return per === 'tag' ? paths.has(subject) : true;
    },
  };
}
