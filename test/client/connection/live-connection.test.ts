// @vitest-environment node
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import {
  type AddressInfo,
  connect as dial,
  createServer as createDoor,
  type Socket,
} from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { type LiveListener, openLiveConnection } from '#client/connection/live-connection.ts';
import type { SubscribeRequest } from '#shared/wire/protocol.ts';

let http: HttpServer;
let io: Server;
let address: string;
/** What the server was asked, in order. */
let asked: SubscribeRequest[];

beforeEach(async () => {
  http = createServer();
  io = new Server(http);
  asked = [];
  io.on('connection', (socket) => {
    socket.emit('heartbeat', { clock: { at: 1, rate: 1 }, cursor: 'c1', tickAgeMs: 0 });
    socket.on('subscribe', (wanted: SubscribeRequest, done: (answer: unknown) => void) => {
      asked.push(wanted);
      done({ ok: false, error: { code: 'unknown-station', message: 'none here' } });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await io.close();
});

/** A listener that writes down what it was told. */
function writer(): { listener: LiveListener; told: string[] } {
  const told: string[] = [];
  const listener: LiveListener = {
    heard: () => undefined,
    greeted: () => told.push('hello'),
    beat: ({ cursor }) => told.push(`beat ${cursor}`),
    ticked: () => told.push('image'),
    conflated: () => told.push('conflated'),
    unitChanged: () => told.push('unit'),
    alarmChanged: () => told.push('alarm'),
    alarmsSilenced: () => told.push('silenced'),
    planChanged: () => told.push('plan'),
    outlookChanged: () => told.push('outlook'),
    accessChanged: () => told.push('access'),
    displayChanged: () => told.push('display'),
    deskEvent: (name) => told.push(name),
    askedWho: () => told.push('asked who'),
    dropped: (refused) => told.push(`dropped ${refused}`),
  };
  return { listener, told };
}

test('asks with the cursor of what was shown last, and hands on what the server says', async () => {
  const { listener, told } = writer();
  const connection = openLiveConnection(listener, { address });
  await expect.poll(() => told).toContain('beat c1');
  await expect(connection.subscribe({ station: 's1', cursor: 'c0' })).rejects.toMatchObject({
    code: 'unknown-station',
  });
  expect(asked).toEqual([{ station: 's1', cursor: 'c0' }]);
  connection.close();
});

test('tells a cut, and comes back by itself', async () => {
  const { listener, told } = writer();
  const connection = openLiveConnection(listener, { address });
  await expect.poll(() => told).toEqual(['beat c1']);
  for (const socket of io.sockets.sockets.values()) socket.conn.close();
  await expect.poll(() => told).toEqual(['beat c1', 'dropped null', 'beat c1']);
  connection.close();
});

test('gives an attempt that hangs up in time to be back, and right again, within 3 s of the line’s return', async () => {
  const attempts: Socket[] = [];
  const door = createDoor((socket) => {
    socket.on('error', () => undefined);
    attempts.push(socket);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of attempts) socket.destroy();
    door.close();
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const silent = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const connection = openLiveConnection(writer().listener, { address: silent });
  await once(door, 'connection');
  const next = once(door, 'connection');
  // A second is left for what the screen has missed to be asked for and painted.
  await vi.advanceTimersByTimeAsync(2000);
  await next;
  expect(attempts).toHaveLength(2);
  connection.close();
});

test('after eight attempts in vain no socket is opened before the server answers a look', async () => {
  // Chromium holds sockets back by seconds once many have failed: in a long cut they must not be spent.
  const asked: string[] = [];
  const door = createDoor((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      asked.push(data.toString().split(' ')[1]!.split('?')[0]!);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void door.close());
  const cut = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const connection = openLiveConnection(writer().listener, { address: cut });
  await expect.poll(() => asked.at(-1), { timeout: 20_000 }).toBe('/health/live');
  const { length } = asked;
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBeGreaterThan(length + 4);
  connection.close();
  const looks = asked.filter((path) => path === '/health/live').length;
  expect(asked.slice(-looks).every((path) => path === '/health/live')).toBe(true);
  expect(looks).toBeGreaterThan(4);
});

test('once a look is answered the screen is back', async () => {
  let isCut = true;
  const through: Socket[] = [];
  http.on('request', (request, response) => {
    if (request.url === '/health/live') response.end('{}');
  });
  const door = createDoor((socket) => {
    socket.on('error', () => undefined);
    if (isCut) return void socket.destroy();
    const far = dial(Number(new URL(address).port), '127.0.0.1');
    through.push(socket, far);
    far.on('error', () => undefined);
    socket.pipe(far).pipe(socket);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of through) socket.destroy();
    door.close();
  });
  const { listener, told } = writer();
  const cut = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const connection = openLiveConnection(listener, { address: cut });
  // Eight attempts are in vain; the next is a look.
  await expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThan(7);
  isCut = false;
  await expect.poll(() => told, { timeout: 5000 }).toContain('beat c1');
  connection.close();
});

test('says that the server asks who it is, and goes on asking to be let in', async () => {
  io.use((_socket, next) => {
    next(Object.assign(new Error('who are you'), { data: { code: 'sign-in' } }));
  });
  const { listener, told } = writer();
  const connection = openLiveConnection(listener, { address });
  await expect.poll(() => told).toEqual(['asked who', 'dropped who are you']);
  connection.close();
});
