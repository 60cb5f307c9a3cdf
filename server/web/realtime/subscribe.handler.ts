import { z } from 'zod';
import type { Ack, Subscription } from '#shared/wire/protocol.ts';
import { may } from '../../access/permissions.ts';
import { readClock } from '../../clock.ts';
import type { RealtimeParts } from './realtime-parts.ts';
import type { SlowClients } from './slow-clients.ts';
import type { SocketCaller } from './socket-request.ts';
import { stationStanding } from './station-standing.ts';
import { deskRoomOf, roomOf } from './typed-server.ts';

const requestSchema = z.strictObject({
  station: z.string().min(1).max(100),
  cursor: z.string().max(60).nullable(),
});

/**
 * Brings a screen into a station's room, with what it missed since its cursor or the newest image whole.
 * It leaves the room that it was in: images do not name their station, and two of them cannot be told apart.
 */
export function subscribe(
  parts: Omit<RealtimeParts, 'server'>,
  slow: SlowClients,
  { socket, actor }: SocketCaller,
  raw: unknown,
): Ack<Subscription> {
  const request = requestSchema.safeParse(raw);
  if (!request.success) {
    const message = 'subscribe wants { station: text, cursor: text or null }';
    return { ok: false, error: { code: 'bad-request', message } };
  }
  const { station: id, cursor } = request.data;
  const station = parts.system.stations.find((one) => one.id === id);
  if (!station) {
    const known = parts.system.stations.map((one) => one.id).join(', ');
    const message = `there is no station "${id}"; there is ${known}`;
    return { ok: false, error: { code: 'unknown-station', message } };
  }
  if (actor.station !== null && actor.station !== id) {
    const message = `this screen is for station ${actor.station} alone`;
    return { ok: false, error: { code: 'not-allowed', message } };
  }
  const { images } = parts.readings;
  const deltas = cursor === null ? null : images.since(id, cursor);
  // Nothing runs between reading the image and entering the room: no delta is missed or doubled.
  slow.forget(socket);
  for (const { id: other } of parts.system.stations) {
    void socket.leave(roomOf(other));
    void socket.leave(deskRoomOf(other));
  }
  void socket.join(roomOf(id));
  const reads = may(actor, 'data.read');
  if (reads) void socket.join(deskRoomOf(id));
  return {
    ok: true,
    value: {
      station,
      clock: readClock(parts.clock),
      tags: images.tags(id),
      snapshot: deltas ? null : images.snapshot(id),
      deltas: deltas ?? [],
      ...stationStanding(parts, id, reads),
    },
  };
}
