import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { ClientEvents, ServerEvents } from '#shared/wire/protocol.ts';

export type RealtimeServer = Server<ClientEvents, ServerEvents, DefaultEventsMap>;
export type RealtimeSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap>;

/** The room of those who see a station. */
export function roomOf(station: string): string {
  return `station:${station}`;
}

/** The room of those who see a station and may read what its people decide and explain; no wall's token may. */
export function deskRoomOf(station: string): string {
  return `desk:${station}`;
}
