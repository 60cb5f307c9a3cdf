import { Server } from 'socket.io';
import { PROTOCOL_VERSION } from '#shared/wire/protocol.ts';
import { identityOf } from '../../access/access.ts';
import type { Actor } from '../../access/actor.ts';
import { readClock } from '../../clock.ts';
import { ALARM_REQUESTS } from './alarms/alarm-requests.ts';
import { answering } from './answer-request.ts';
import { DESK_REQUESTS } from './desk/desk-requests.ts';
import { createDoorkeeper, type Doorkeeper } from './doorkeeper.ts';
import { createEventLimit } from './event-limit.ts';
import { startFanOut, type FanOut } from './fan-out.ts';
import { readHistory } from './read-history.handler.ts';
import type { RealtimeParts } from './realtime-parts.ts';
import { createSlowClients, type SlowClients } from './slow-clients.ts';
import type { SocketRequest } from './socket-request.ts';
import { subscribe } from './subscribe.handler.ts';
import type { RealtimeServer, RealtimeSocket } from './typed-server.ts';
import { createTurns } from './turns.ts';
import { unsubscribe } from './unsubscribe.handler.ts';

/** A request on a socket is a few words; nothing larger is read. */
const LARGEST_MESSAGE = 100_000;

export interface Realtime {
  /** The table of requests on a socket. */
  readonly requests: readonly SocketRequest[];
  clients(): number;
  readonly tickAgeMs: FanOut['tickAgeMs'];
  /** Stops the images and lets every screen go; they come back by themselves. */
  close(): Promise<void>;
}

function greet(parts: RealtimeParts, socket: RealtimeSocket, actor: Actor): void {
  const { system, clock, mode, build } = parts;
  socket.emit('hello', {
    protocol: PROTOCOL_VERSION,
    build,
    mode,
    clock: readClock(clock),
    system: { name: system.name, timeZone: system.timeZone, currency: system.currency },
    stations: system.stations
      .filter(({ id }) => actor.station === null || actor.station === id)
      .map(({ id, name }) => ({ id, name })),
    identity: identityOf(actor),
    display: parts.access.displays.settingsOf(actor.id),
  });
}

/** What may be asked on a socket, and whose it is. */
function requestsOf(parts: RealtimeParts, slow: SlowClients): readonly SocketRequest[] {
  const { desk } = parts;
  return [
    {
      event: 'subscribe',
      action: 'station.look',
      inTurn: true,
      handle: (raw, caller) => subscribe(parts, slow, caller, raw),
    },
    {
      event: 'unsubscribe',
      action: 'station.look',
      inTurn: true,
      handle: (raw, { socket }) => unsubscribe(slow, socket, raw),
    },
    {
      event: 'read-history',
      action: 'station.look',
      inTurn: true,
      handle: (raw, caller) => readHistory(parts, caller, raw),
    },
    ...ALARM_REQUESTS.map((request) => request(parts.alarms)),
    ...(desk ? DESK_REQUESTS.map((request) => request(desk)) : []),
  ];
}

function openServer(parts: RealtimeParts): { io: RealtimeServer; doorkeeper: Doorkeeper } {
  const io: RealtimeServer = new Server(parts.server, {
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: LARGEST_MESSAGE,
    allowRequest: (request, decide) => doorkeeper.allow(request, decide),
  });
  const doorkeeper = createDoorkeeper(io, parts);
  return { io, doorkeeper };
}

export function createRealtime(parts: RealtimeParts): Realtime {
  const { log } = parts;
  const { io, doorkeeper } = openServer(parts);
  const slow = createSlowClients(io);
  const fanOut = startFanOut(io, slow, parts);
  const requests = requestsOf(parts, slow);
  const answerParts = { doorkeeper, log, turn: createTurns() };

  io.on('connection', (socket) => {
    const mayPass = createEventLimit(() => performance.now());
    // The handshake's request has been read; held on to, it is most of a quiet client's memory.
    Reflect.set(socket.conn, 'request', null);
    Reflect.set(socket.client, 'request', null);
    greet(parts, socket, doorkeeper.actorOf(socket));
    for (const request of requests)
      socket.on(request.event, answering(answerParts, request, socket, mayPass));
    socket.on('disconnect', (reason) => {
      slow.forget(socket);
      log.debug({ socket: socket.id, reason }, 'screen left');
    });
    log.debug({ socket: socket.id }, 'screen came');
  });

  return {
    requests,
    clients: () => io.engine.clientsCount,
    tickAgeMs: fanOut.tickAgeMs,
    async close() {
      fanOut.stop();
      doorkeeper.stop();
      await io.close();
    },
  };
}
