// @vitest-environment node
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer as createDoor, type Socket } from 'node:net';
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

test('says that the server asks who it is, and goes on asking to be let in', async () => {
  io.use((_socket, next) => {
    next(Object.assign(new Error('who are you'), { data: { code: 'sign-in' } }));
  });
  const { listener, told } = writer();
  const connection = openLiveConnection(listener, { address });
  await expect.poll(() => told).toEqual(['asked who', 'dropped who are you']);
  connection.close();
});
