import { io, type Socket } from 'socket.io-client';
import type { ImageDelta } from '#shared/wire/image.ts';
import type { Alarm, ClientEvents, ServerEvents, UnitChange } from '#shared/wire/protocol.ts';
import type { Arrivals, ClientOrder, ClientReport } from './messages.ts';

/** Sockets that connect at the same time. */
const AT_ONCE = 25;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Book = Record<string, Mutable<Arrivals>>;

const report = (message: ClientReport): void => void process.send!(message);
const sockets: Socket<ServerEvents, ClientEvents>[] = [];
let ticks: Book = {};
let units: Book = {};
let alarms: Book = {};
let readingToClient: number[] = [];

/** The wall clock with parts of a millisecond. */
const now = (): number => performance.timeOrigin + performance.now();

function arrived(into: Book, key: string, since: number): void {
  const at = now();
  const known = into[key];
  if (!known) into[key] = { since, first: at, last: at, count: 1 };
  else {
    known.last = at;
    known.count += 1;
  }
}

function listen(socket: Socket<ServerEvents, ClientEvents>, isFirst: boolean): void {
  socket.on('image.ticked', (delta: ImageDelta) => {
    arrived(ticks, delta.cursor, delta.at);
    if (!isFirst) return;
    const at = now();
    for (const [, value, ageMs] of delta.changes) {
      if (value !== null && ageMs < 5000) readingToClient.push(at - delta.at + ageMs);
    }
  });
  socket.on('unit.changed', ({ unit, at }: UnitChange) => arrived(units, `${unit} ${at}`, at));
  socket.on('alarm.changed', ({ id, active, since }: Alarm) => {
    if (active) arrived(alarms, `${id} ${since}`, since);
  });
}

async function open(address: string, station: string, isFirst: boolean): Promise<void> {
  const socket: Socket<ServerEvents, ClientEvents> = io(address, {
    transports: ['websocket'],
    forceNew: true,
  });
  sockets.push(socket);
  listen(socket, isFirst);
  await new Promise<void>((resolve) => socket.once('hello', () => resolve()));
  await socket.emitWithAck('subscribe', { station, cursor: null });
}

async function connect(address: string, station: string, count: number): Promise<void> {
  while (sockets.length < count) {
    const many = Math.min(AT_ONCE, count - sockets.length);
    const first = sockets.length;
    await Promise.all(
      Array.from({ length: many }, (_, i) => open(address, station, first + i === 0)),
    );
  }
}

function leave(): void {
  for (const socket of sockets.splice(0)) socket.disconnect();
  report({ kind: 'left' });
}

function begin(): void {
  ticks = {};
  units = {};
  alarms = {};
  readingToClient = [];
}

process.on('message', (order: ClientOrder) => {
  if (order.kind === 'connect') {
    const { address, station, count } = order;
    void connect(address, station, count).then(() => report({ kind: 'connected' }));
  } else if (order.kind === 'begin') begin();
  else if (order.kind === 'leave') leave();
  else report({ kind: 'figures', figures: { ticks, units, alarms, readingToClient } });
});
process.on('disconnect', () => process.exit(0));
report({ kind: 'ready' });
