import { z } from 'zod';
import type { Ack } from '#shared/wire/protocol.ts';
import type { SlowClients } from './slow-clients.ts';
import { deskRoomOf, roomOf, type RealtimeSocket } from './typed-server.ts';

const requestSchema = z.strictObject({ station: z.string().min(1).max(100) });

/** Takes a screen out of a station's room; one that was not in it is none the worse. */
export function unsubscribe(slow: SlowClients, socket: RealtimeSocket, raw: unknown): Ack<null> {
  const request = requestSchema.safeParse(raw);
  if (!request.success) {
    const message = 'unsubscribe wants { station: text }';
    return { ok: false, error: { code: 'bad-request', message } };
  }
  const { station } = request.data;
  slow.forget(socket, station);
  void socket.leave(roomOf(station));
  void socket.leave(deskRoomOf(station));
  return { ok: true, value: null };
}
