import { Server } from 'socket.io';
import { PROTOCOL_VERSION, type Ack } from '#shared/wire/protocol.ts';
import { readClock } from '../../clock.ts';
import { createEventLimit } from './event-limit.ts';
import { startFanOut, type FanOut } from './fan-out.ts';
import { isSameOrigin, tokenOf } from './handshake.ts';
import type { RealtimeParts } from './realtime-parts.ts';
import { createSlowClients } from './slow-clients.ts';
import { subscribe } from './subscribe.handler.ts';
import type { RealtimeServer, RealtimeSocket } from './typed-server.ts';
import { unsubscribe } from './unsubscribe.handler.ts';

/** A request on a socket is a few words; nothing larger is read. */
const LARGEST_MESSAGE = 100_000;

export interface Realtime {
  clients(): number;
  readonly tickAgeMs: FanOut['tickAgeMs'];
  /** Stops the images and lets every screen go; they come back by themselves. */
  close(): Promise<void>;
}

const isAcknowledge = <T>(given: unknown): given is (answer: Ack<T>) => void =>
  typeof given === 'function';

/** Answers a request if it may pass; one without an acknowledgement is answered to nobody. */
function answering<T>(
  mayPass: () => boolean,
  handle: (raw: unknown) => Ack<T>,
): (raw: unknown, acknowledge: unknown) => void {
  return (raw, acknowledge) => {
    if (!isAcknowledge<T>(acknowledge)) return;
    if (mayPass()) {
      acknowledge(handle(raw));
      return;
    }
    const message = 'too many requests on this socket; wait a second';
    acknowledge({ ok: false, error: { code: 'too-many', message } });
  };
}

function greet(parts: RealtimeParts, socket: RealtimeSocket): void {
  const { system, clock, mode, build } = parts;
  socket.emit('hello', {
    protocol: PROTOCOL_VERSION,
    build,
    mode,
    clock: readClock(clock),
    system: { name: system.name, timeZone: system.timeZone, currency: system.currency },
    stations: system.stations.map(({ id, name }) => ({ id, name })),
  });
}

function openServer({ server, access }: RealtimeParts): RealtimeServer {
  const io: RealtimeServer = new Server(server, {
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: LARGEST_MESSAGE,
    allowRequest: (request, decide) => decide(null, isSameOrigin(request)),
  });
  io.use((socket, next) => {
    const shown = tokenOf(socket.handshake.auth);
    const { authorization } = socket.handshake.headers;
    const verdict =
      shown === null ? access.judgeHeader('look', authorization) : access.judge('look', shown);
    if (verdict.allowed) next();
    else next(new Error('this server wants a token: open the page with ?token=…'));
  });
  return io;
}

export function createRealtime(parts: RealtimeParts): Realtime {
  const { log } = parts;
  const io = openServer(parts);
  const slow = createSlowClients(io);
  const fanOut = startFanOut(io, slow, parts);

  io.on('connection', (socket) => {
    const mayPass = createEventLimit(() => performance.now());
    // The handshake's request has been read; held on to, it is most of a quiet client's memory.
    Reflect.set(socket.conn, 'request', null);
    Reflect.set(socket.client, 'request', null);
    greet(parts, socket);
    socket.on(
      'subscribe',
      answering(mayPass, (raw) => subscribe(parts, slow, socket, raw)),
    );
    socket.on(
      'unsubscribe',
      answering(mayPass, (raw) => unsubscribe(slow, socket, raw)),
    );
    socket.on('disconnect', (reason) => {
      slow.forget(socket);
      log.debug({ socket: socket.id, reason }, 'screen left');
    });
    log.debug({ socket: socket.id }, 'screen came');
  });

  return {
    clients: () => io.engine.clientsCount,
    tickAgeMs: fanOut.tickAgeMs,
    async close() {
      fanOut.stop();
      await io.close();
    },
  };
}
