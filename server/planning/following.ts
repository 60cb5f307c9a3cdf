import type { Station, System } from '#shared/station/system-schema.ts';
import { localDate, localDay, type LocalDay } from '#shared/units/time-grid.ts';
import type {
  CloseDayRequest,
  DayClosed,
  Deviation,
  ExplainDeviationRequest,
  FollowedDay,
  FollowedStep,
} from '#shared/wire/following.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { unitTag } from '#shared/wire/tag-path.ts';
import { mustBeAllowed, type Actor } from '../access/actor.ts';
import { entryOf } from '../access/audit.ts';
import type { Clock } from '../clock.ts';
import { listeners } from '../listeners.ts';
import type { Log } from '../log.ts';
import type { FollowingStore } from '../store/following-store.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import { bandsOf, type DeviationBand, FOLLOWED_MS, followedStep } from './adherence.ts';
import { createFollowWatch, type FollowWatch } from './follow-watch.ts';
import { PlanFault } from './plan-fault.ts';

/** Use case: how plans are followed. Requests reject with NotAllowed or PlanFault. */
export interface Following extends FollowWatch {
  day(actor: Actor, station: string, day: string): Promise<FollowedDay>;
  explain(actor: Actor, request: ExplainDeviationRequest): Promise<Deviation>;
  closeDay(actor: Actor, request: CloseDayRequest): Promise<DayClosed>;
  onOpened(listener: (deviation: Deviation) => void): () => void;
  /** One that goes on, or was explained. */
  onChanged(listener: (deviation: Deviation) => void): () => void;
  onClosed(listener: (day: DayClosed) => void): () => void;
}

export interface FollowingParts {
  readonly system: System;
  readonly band: DeviationBand;
  readonly planning: {
    between(from: number, to: number): Promise<readonly PlanVersion[]>;
  };
  readonly readings: Pick<ReadingStore, 'aggregates'>;
  readonly store: FollowingStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Real time for the audit, ms. */
  readonly realNow?: () => number;
}

export function createFollowing(parts: FollowingParts): Following {
  const { system, store, clock, realNow = Date.now } = parts;
  const opened = listeners<Deviation>();
  const changed = listeners<Deviation>();
  const closed = listeners<DayClosed>();
  const watch = createFollowWatch({
    ...parts,
    steps: (station, from, to) => followedSteps(parts, station, from, to),
    tellDeviation: (deviation) => (deviation.revision === 1 ? opened : changed).tell(deviation),
  });

  return {
    ...watch,
    async day(actor, station, day) {
      mustBeAllowed(actor, 'data.read');
      return followedDay(parts, stationOf(system, station), day);
    },
    async explain(actor, request) {
      mustBeAllowed(actor, 'deviation.explain');
      const before = await seenDeviation(parts, request);
      const by = { id: actor.id, name: actor.name };
      const explained = { cause: request.cause, note: request.note, by, at: clock.now() };
      const after = { ...before, revision: before.revision + 1, explained };
      const deed = { action: 'deviation.explain', subject: after.id, before: before.explained };
      await store.save(after, entryOf(actor, { ...deed, after: explained }, realNow()));
      changed.tell(after);
      return after;
    },
    async closeDay(actor, request) {
      mustBeAllowed(actor, 'plan.close');
      const whole = await followedDay(parts, stationOf(system, request.station), request.day);
      mustBeClosable(whole, system, clock.now());
      const by = { id: actor.id, name: actor.name };
      const { station, day, note } = request;
      const deviations = whole.deviations.length;
      const done: DayClosed = { station, day, note, by, at: clock.now(), deviations };
      const deed = { action: 'plan.close', subject: `${station} ${day}`, before: null };
      await store.close(done, entryOf(actor, { ...deed, after: { note, deviations } }, realNow()));
      closed.tell(done);
      return done;
    },
    onOpened: opened.add,
    onChanged: changed.add,
    onClosed: closed.add,
  };
}

function stationOf(system: System, id: string): Station {
  const station = system.stations.find((one) => one.id === id);
  if (!station) throw new PlanFault('unknown-station', `there is no station "${id}"`);
  return station;
}

/** @throws PlanFault */
function dayOf(day: string, zone: string): LocalDay {
  try {
    return localDay(day, zone);
  } catch {
    throw new PlanFault('bad-request', `day: "${day}" is no date YYYY-MM-DD`);
  }
}

/** Quarter-hours in `[from, to)` beside their plans; both ends are on the quarter. */
async function followedSteps(
  { planning, readings, band }: FollowingParts,
  station: Station,
  from: number,
  to: number,
): Promise<FollowedStep[]> {
  const versions = await planning.between(from, to);
  const measured = new Map<number, Map<string, AggregatePoint>>();
  for (const { id } of station.units) {
    for (const point of await readings.aggregates(unitTag(station.id, id, 'mw'), from, to, '15m')) {
      const there = measured.get(point.at) ?? new Map<string, AggregatePoint>();
      measured.set(point.at, there.set(id, point));
    }
  }
  const bands = bandsOf(station, band);
  const steps: FollowedStep[] = [];
  for (let at = from; at < to; at += FOLLOWED_MS)
    steps.push(followedStep(station, versions, at, measured.get(at) ?? new Map(), bands));
  return steps;
}

async function followedDay(
  parts: FollowingParts,
  station: Station,
  day: string,
): Promise<FollowedDay> {
  const { system, store, clock, band } = parts;
  const { startMs, endMs } = dayOf(day, system.timeZone);
  const ended = Math.floor(clock.now() / FOLLOWED_MS) * FOLLOWED_MS;
  const to = Math.max(startMs, Math.min(endMs, ended));
  const steps = to > startMs ? await followedSteps(parts, station, startMs, to) : [];
  const judged = steps.filter((step) => step.station.deviationMw !== null);
  const within = judged.filter((step) => !step.station.isOver).length;
  return {
    station: station.id,
    day,
    bandMw: bandsOf(station, band),
    steps,
    withinShare: judged.length > 0 ? within / judged.length : null,
    deviations: await store.between(station.id, startMs, endMs),
    closed: await store.closed(station.id, day),
  };
}

/** A deviation as it was looked at. @throws PlanFault */
async function seenDeviation(
  { store, system }: FollowingParts,
  { id, revision }: ExplainDeviationRequest,
): Promise<Deviation> {
  const deviation = await store.get(id);
  if (!deviation) throw new PlanFault('not-found', `there is no deviation "${id}"`);
  const day = localDate(deviation.from, system.timeZone);
  if (await store.closed(deviation.station, day))
    throw new PlanFault('wrong-state', `${day} is closed`);
  if (deviation.revision === revision) return deviation;
  const conflict = { revision: deviation.revision, state: null, move: null };
  throw new PlanFault('conflict', 'it has grown, or somebody has explained it', conflict);
}

/** @throws PlanFault where a day is not over, closed already, or has deviations without a cause */
function mustBeClosable(
  { day, closed, deviations }: FollowedDay,
  { timeZone }: System,
  nowMs: number,
): void {
  if (closed) throw new PlanFault('wrong-state', `${day} was closed by ${closed.by.name}`);
  if (localDay(day, timeZone).endMs > nowMs)
    throw new PlanFault('wrong-state', `${day} is not over yet`);
  const open = deviations.filter(({ explained }) => explained === null).length;
  if (open > 0)
    throw new PlanFault('wrong-state', `${open} deviations of ${day} have no cause yet`);
}
