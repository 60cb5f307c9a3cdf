import { connect, type Socket as TcpSocket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { exampleSite } from '#shared/station/example/example.ts';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import { noPlans, planVersion } from '../../fixtures/plan-version.ts';
import { reading, startApp, stationId, type RunningApp } from './running-app.ts';

/** It rings when somebody says so, and not with every image. */
const SPILL = `${stationId}/spill/flow`;
const ALARM = `${stationId}/spill.running`;

/** An image of so many tags more is some 60 kB: a link is overfilled by hundreds of them, not by ten thousands. */
const site: Site = {
  ...exampleSite,
  tags: Array.from({ length: 2000 }, (_, i) => ({ tag: `${stationId}/more/${1000 + i}` })),
};

/** The plan in force, until a test makes another. */
let view: PlanView = noPlans(stationId);
const planning = {
  view: () => view,
  onChange: () => () => undefined,
  between: () => Promise.resolve([]),
  note: () => undefined,
};

let server: RunningApp;
/** A display's: it sees the station, and reads no records. */
let token: string;
/** The server's end of the newest connection. */
let serverSide: TcpSocket;
beforeAll(async () => {
  server = await startApp({ site, planning });
  const wish = { kind: 'display', name: 'Hall', station: stationId } as const;
  token = (await server.access.tokens.issue(CONSOLE_ACTOR, wish)).secret;
  server.app.server.on('connection', (socket) => (serverSide = socket));
});
afterAll(() => server.stop());

/** One text frame of a client, masked as RFC 6455 wants it. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const mask = randomBytes(4);
  const masked = payload.map((byte, i) => byte ^ mask[i % 4]!);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, masked]);
}

/** A screen down to its TCP socket, which can stop reading. */
async function rawScreen(): Promise<{ tcp: TcpSocket; heard: () => string }> {
  const { hostname, port, host } = new URL(server.address);
  const tcp = connect(Number(port), hostname);
  let text = '';
  tcp.on('data', (bytes) => (text += bytes.toString('latin1')));
  tcp.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
      `Authorization: Bearer ${token}\r\nX-Forebay-Screen: hall\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
  await until(() => text.includes('101 Switching'));
  tcp.write(frame('40'));
  await until(() => text.includes('hello'));
  tcp.write(frame(`420["subscribe",{"station":"${stationId}","cursor":null}]`));
  await until(() => text.includes('430['));
  return { tcp, heard: () => text };
}

/** Waits until it is so; where it never is, the test ends for its own time. */
async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
}

let turn = 0;

/** One image in which every tag has a new value. */
async function cycle(): Promise<void> {
  turn += 1;
  const at = Date.now();
  const { tags, live, images } = server.readings;
  const measured = tags.filter(({ origin, tag }) => origin === 'measured' && tag !== SPILL);
  live.apply(measured.map((tag) => ({ ...reading(tag.tag, at, turn), receivedAt: at })));
  images.cycle();
  await new Promise((resolve) => setImmediate(resolve));
}

/** Images until the system takes no more of them: for ten in a row something of the last one waits in the server. */
async function overfill(): Promise<void> {
  for (let waited = 0; waited < 10;) {
    await cycle();
    waited = serverSide.writableLength > 0 ? waited + 1 : 0;
  }
}

const conflations = async (): Promise<number> => {
  const text = await (await server.get('/metrics')).text();
  return Number(/forebay_conflated_total (\d+)/.exec(text)?.[1]);
};

describe('a screen that does not read', () => {
  it('is sent no more images while it is stuck, and the newest one whole when it reads again', async () => {
    const { tcp, heard } = await rawScreen();
    onTestFinished(() => void tcp.destroy());
    tcp.pause();
    await overfill();
    const stuckAt = server.readings.images.cursor();
    tcp.resume();
    await until(() => heard().includes('image.conflated') || (void cycle(), false));

    expect(heard()).not.toContain(`"image.ticked",{"cursor":"${stuckAt}"`);
    const newest = heard().slice(heard().lastIndexOf('image.conflated'));
    expect(newest).toContain('"values":[[');
    expect(await conflations()).toBeGreaterThanOrEqual(1);
  });

  it('is told which alarms and which plan stand now: of those of the time between it has heard nothing', async () => {
    const { tcp, heard } = await rawScreen();
    onTestFinished(() => void tcp.destroy());
    tcp.pause();
    await overfill();
    await server.readings.accept([reading(SPILL, Date.now(), 30)]);
    await until(() => server.alarms.active(stationId).some(({ id }) => id === ALARM));
    view = { ...view, inForce: planVersion({ id: 'made-meanwhile', state: 'in-force' }) };
    tcp.resume();
    await until(() => heard().includes('image.conflated') || (void cycle(), false));

    expect(heard()).not.toContain(`"alarm.changed",{"id":"${ALARM}"`);
    const newest = heard().slice(heard().lastIndexOf('image.conflated'));
    expect(newest.slice(newest.indexOf('"alarms":['))).toContain(`"id":"${ALARM}"`);
    expect(newest).toContain('"inForce":{"id":"made-meanwhile"');
    // Who decided on it is nobody's to read at a wall, here as in the answer to `subscribe`.
    expect(newest).not.toContain('"Forebay"');
    expect(newest).toContain('"silenced":null,"outlook":null');
  });

  it('is not brought back to a station that it left while it was stuck', async () => {
    const { tcp, heard } = await rawScreen();
    onTestFinished(() => void tcp.destroy());
    tcp.pause();
    await overfill();
    tcp.write(frame(`421["unsubscribe",{"station":"${stationId}"}]`));
    tcp.resume();
    await until(() => heard().includes('431[') || (void cycle(), false));
    for (let i = 0; i < 10; i++) await cycle();
    const after = heard().slice(heard().indexOf('431['));
    expect(after).not.toMatch(/image\.(ticked|conflated)/);
  });
});
