import type { Conflation } from '#shared/wire/protocol.ts';
import { roomOf, type RealtimeServer, type RealtimeSocket } from './typed-server.ts';

/** Cycles in a row with the link still busy from the one before, after which a client counts as slow. */
export const BUSY_CYCLES = 3;

/**
 * Keeps slow clients from piling up images in the server's memory: one whose link has not emptied
 * for some cycles leaves its room, and comes back when it has, with the newest image whole and what stands beside it:
 * what was told to the room meanwhile it has not heard.
 */
export interface SlowClients {
  /** Before a room's image goes out: takes the slow ones out of the room. */
  takeOut(station: string): void;
  /** After it went out: brings back those whose link has emptied; returns how many. */
  bringBack(station: string, newest: (socket: RealtimeSocket) => Conflation): number;
  /** Of a screen that went away or does not want a room any more: it is not brought back. @param station absent: of none */
  forget(socket: RealtimeSocket, station?: string): void;
}

const isBusy = (socket: RealtimeSocket): boolean => !socket.conn.transport.writable;

export function createSlowClients(server: RealtimeServer): SlowClients {
  const busyFor = new Map<string, number>();
  const out = new Map<string, Set<RealtimeSocket>>();

  return {
    takeOut(station) {
      const room = server.sockets.adapter.rooms.get(roomOf(station));
      for (const id of room ?? []) {
        const socket = server.sockets.sockets.get(id);
        if (!socket || !isBusy(socket)) {
          busyFor.delete(id);
          continue;
        }
        const cycles = (busyFor.get(id) ?? 0) + 1;
        busyFor.set(id, cycles);
        if (cycles < BUSY_CYCLES) continue;
        void socket.leave(roomOf(station));
        const waiting = out.get(station) ?? new Set();
        out.set(station, waiting.add(socket));
      }
    },
    bringBack(station, newest) {
      const waiting = out.get(station);
      let count = 0;
      for (const socket of waiting ?? []) {
        if (isBusy(socket)) continue;
        waiting?.delete(socket);
        busyFor.delete(socket.id);
        void socket.join(roomOf(station));
        socket.emit('image.conflated', newest(socket));
        count += 1;
      }
      return count;
    },
    forget(socket, station) {
      busyFor.delete(socket.id);
      for (const [id, waiting] of out) {
        if (station === undefined || station === id) waiting.delete(socket);
      }
    },
  };
}
