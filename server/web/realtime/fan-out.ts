import type { StationOutlook } from '#shared/wire/outlook.ts';
import type { PlanDecided } from '#shared/wire/plan-requests.ts';
import { HEARTBEAT_MS, IMAGE_MS } from '#shared/wire/protocol.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import { readClock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { tellAlarmNews } from './alarms/alarm-news.ts';
import { tellDeskNews, type Say } from './desk/desk-news.ts';
import { planForWalls } from './plan-for-walls.ts';
import type { RealtimeParts } from './realtime-parts.ts';
import type { SlowClients } from './slow-clients.ts';
import { stationStanding } from './station-standing.ts';
import { deskRoomOf, roomOf, type RealtimeServer } from './typed-server.ts';

export interface FanOut {
  /** ms of real time since the last cycle that was finished began. */
  tickAgeMs(): number;
  stop(): void;
}

function tellOutlooks(outlooks: RealtimeParts['outlooks'], server: RealtimeServer): () => void {
  const tell = (outlook: StationOutlook): void => {
    server.to(roomOf(outlook.station)).emit('outlook.changed', outlook);
  };
  return outlooks?.onChange(tell) ?? (() => undefined);
}

/** Who decided on a plan is told to those who may read records, and to no wall. */
function tellPlan(server: RealtimeServer, view: PlanView): void {
  const desk = deskRoomOf(view.station);
  server.to(desk).emit('plan.changed', view);
  server.to(roomOf(view.station)).except(desk).emit('plan.changed', planForWalls(view));
}

/**
 * Runs the work, and says whether it was done. A fault must not end the beat: the heart goes on and tells the
 * screens how old their picture is, and the next beat tries again. The log has the first of a row of faults.
 */
function lastingThrough(log: Log, work: () => void): () => boolean {
  let isFailing = false;
  return () => {
    try {
      work();
      if (isFailing) log.info('the images go on');
      isFailing = false;
      return true;
    } catch (error) {
      if (!isFailing) log.error({ err: error }, 'a cycle of images failed; it is tried again');
      isFailing = true;
      return false;
    }
  };
}

/**
 * Tells the rooms what happens: images every second, heartbeats, and at once what must not wait for
 * the tick. Each message to a room is serialized once, however many are in it.
 */
export function startFanOut(
  server: RealtimeServer,
  slow: SlowClients,
  parts: Omit<RealtimeParts, 'server'>,
): FanOut {
  const { system, readings, planning, desk, alarms, outlooks, clock, metrics, log } = parts;
  const { images, live } = readings;
  const stations = system.stations.map((station) => station.id);
  let tickedAt = performance.now();
  let dueAt = tickedAt + IMAGE_MS;

  const stopDeltas = images.onDelta((station, delta) => {
    slow.takeOut(station);
    server.to(roomOf(station)).emit('image.ticked', delta);
    const back = slow.bringBack(station, ({ rooms }) => ({
      ...images.snapshot(station),
      ...stationStanding(parts, station, rooms.has(deskRoomOf(station))),
    }));
    for (let i = 0; i < back; i++) metrics.conflated();
  });

  const cycle = lastingThrough(log, () => {
    images.cycle();
    alarms.evaluate();
  });
  const tick = (): void => {
    const begunAt = performance.now();
    metrics.ticked(Math.max(0, begunAt - dueAt) / 1000);
    dueAt = Math.max(dueAt + IMAGE_MS, begunAt);
    if (cycle()) tickedAt = begunAt;
    timer = setTimeout(tick, dueAt - performance.now());
  };
  let timer = setTimeout(tick, IMAGE_MS);

  const heart = setInterval(() => {
    const tickAgeMs = Math.round(performance.now() - tickedAt);
    server.emit('heartbeat', { clock: readClock(clock), cursor: images.cursor(), tickAgeMs });
  }, HEARTBEAT_MS);

  const say: Say = (station, event, payload) => {
    const rooms = (station === null ? stations : [station]).map(deskRoomOf);
    // The table of events says which payload is whose; a union of all of them is none to the compiler.
    server.to(rooms).emit(event as 'plan.decided', payload as PlanDecided);
  };

  const leave = [
    stopDeltas,
    ...(desk ? [tellDeskNews(desk, say)] : []),
    live.onUnitChange((change) => {
      server.to(roomOf(change.station)).emit('unit.changed', change);
    }),
    tellAlarmNews(alarms, server),
    planning.onChange(() => {
      for (const station of stations) tellPlan(server, planning.view(station));
    }),
    tellOutlooks(outlooks, server),
  ];
  return {
    tickAgeMs: () => performance.now() - tickedAt,
    stop() {
      clearTimeout(timer);
      clearInterval(heart);
      for (const stop of leave) stop();
    },
  };
}
