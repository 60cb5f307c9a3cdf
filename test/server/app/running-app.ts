import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { Ack, ClientEvents, ServerEvents, Subscription } from '#shared/wire/protocol.ts';
import type { Reading } from '#shared/wire/reading.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { openAccess, type Access } from '#server/access/access.ts';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import type { AccessSettings } from '#server/access/identify.ts';
import { openAlarms, type Alarms } from '#server/alarms/alarms.ts';
import { createApp, type App, type AppParts } from '#server/app.ts';
import { systemClock } from '#server/clock.ts';
import { createLog } from '#server/log.ts';
import { createCalculation } from '#server/readings/calculated/calculation.ts';
import { createReadings, type Readings } from '#server/readings/readings.ts';
import { openSqliteStore } from '#server/store/sqlite/open-sqlite-store.ts';
import type { Account } from '#server/store/account-store.ts';
import type { Store } from '#server/store/store.ts';
import { sessionCookie } from '#server/web/caller.ts';
import type { Role } from '#shared/wire/access.ts';
import { noPlans } from '../../fixtures/plan-version.ts';

export type Screen = Socket<ServerEvents, ClientEvents>;

export const INGEST_TOKEN = 'ingest-secret';

export const tags = tagList(exampleSystem, exampleSite);
export const stationId = exampleSystem.stations[0]!.id;
export const LEVEL = `${stationId}/forebay/level`;
const firstUnit = exampleSystem.stations[0]!.units[0]!.id;
export const UNIT_MW = `${stationId}/${firstUnit}/mw`;
export const UNIT_ON = `${stationId}/${firstUnit}/on`;

/** A level inside the operating limits, so that no alarm rings. */
const { levelMinM, levelMaxM } = exampleSystem.stations[0]!.reservoir;
export const MID_LEVEL_M = Math.round((levelMinM + levelMaxM) / 2);

export interface RunningApp {
  readonly app: App;
  readonly store: Store;
  readonly readings: Readings;
  readonly access: Access;
  readonly alarms: Alarms;
  /** `http://127.0.0.1:…` */
  readonly address: string;
  readonly folder: string;
  post(
    path: string,
    body: string | Uint8Array,
    headers?: Record<string, string>,
  ): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** A connected screen; closed with the app. */
  screen(options?: { token?: string; origin?: string; cookie?: string }): Screen;
  /** Closes app and store; the folder stays when it is to be opened again. */
  stop(options?: { keepFolder?: boolean }): Promise<void>;
}

/** A plant that makes no plans: planning has its own tests. */
function restingPlanning(): AppParts['planning'] {
  return {
    view: noPlans,
    onChange: () => () => undefined,
    between: () => Promise.resolve([]),
    note: () => undefined,
  };
}

/** What a server stands on. */
interface Ground {
  readonly store: Store;
  readonly readings: Readings;
  readonly folder: string;
}

export interface RunningOptions extends Partial<Omit<AppParts, 'access' | 'alarms'>> {
  readonly access?: Partial<AccessSettings>;
  readonly folder?: string;
  readonly site?: Site;
  /** Absent: any that is free. */
  readonly port?: number;
  /** A running server whose store and readings this one shares: with other doors, and sooner there. */
  readonly beside?: Ground;
}

async function openGround(options: RunningOptions): Promise<Ground> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'forebay-app-')));
  const system = options.system ?? exampleSystem;
  const tags = tagList(system, options.site ?? exampleSite);
  const log = createLog('silent');
  const { retention } = exampleSite;
  const store = await openSqliteStore({ folder, retention, timeZone: system.timeZone, tags, log });
  const clock = options.clock ?? systemClock;
  const calculate = createCalculation(system);
  const readings = createReadings({ tags, store: store.readings, clock, log, calculate });
  await readings.warmUp();
  return { store, readings, folder };
}

/** The server's real parts on a free port, over a real store in a temporary folder. */
export async function startApp(options: RunningOptions = {}): Promise<RunningApp> {
  const { store, readings, folder } = options.beside ?? (await openGround(options));
  const settings: AccessSettings = {
    ingest: [{ token: INGEST_TOKEN }],
    viewToken: null,
    open: 'look',
    ...options.access,
  };
  const log = createLog('silent');
  const stations = (options.system ?? exampleSystem).stations.map((station) => station.id);
  const paths = readings.tags.map(({ tag }) => tag);
  const access = await openAccess({ stores: store, settings, stations, tags: paths, log });
  const planning = options.planning ?? restingPlanning();
  const system = options.system ?? exampleSystem;
  const site = options.site ?? exampleSite;
  const clock = options.clock ?? systemClock;
  const alarms = await openAlarms({ system, site, readings, planning, store, clock, log });
  const app = createApp({
    system,
    readings,
    planning,
    alarms,
    desk: null,
    store,
    clock: systemClock,
    log,
    mode: 'serve',
    build: 'test',
    clientDir: null,
    ...options,
    access,
  });
  await new Promise<void>((resolve) => app.server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const screens: Screen[] = [];
  return {
    app,
    store,
    readings,
    access,
    alarms,
    address,
    folder,
    post: (path, body, headers = {}) =>
      fetch(address + path, {
        method: 'POST',
        body: body as BodyInit,
        headers: { authorization: `Bearer ${INGEST_TOKEN}`, ...headers },
      }),
    get: (path, headers = {}) => fetch(address + path, { headers }),
    screen({ token, ...headers } = {}) {
      const screen: Screen = io(address, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        ...(token ? { auth: { token } } : {}),
        extraHeaders: headers,
      });
      screens.push(screen);
      return screen;
    },
    async stop({ keepFolder = false } = {}) {
      for (const screen of screens) screen.disconnect();
      await app.close();
      await alarms.stop();
      if (options.beside) return;
      await store.close();
      if (!keepFolder) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Somebody of these roles, signed in: the header with the session's cookie. */
export async function signedIn(
  { access, address }: Pick<RunningApp, 'access' | 'address'>,
  roles: readonly Role[],
): Promise<{ cookie: string; account: Account }> {
  const name = `a${randomBytes(6).toString('hex')}`;
  const { account } = await access.accounts.add(CONSOLE_ACTOR, { name, label: name, roles });
  const { secret } = await access.sessions.start(account, '127.0.0.1');
  return { cookie: `${sessionCookie(new URL(address).host)}=${secret}`, account };
}

/** The next event of a name. */
export function next<E extends keyof ServerEvents>(
  screen: Screen,
  event: E,
): Promise<Parameters<ServerEvents[E]>[0]> {
  return new Promise((resolve) => {
    const listen = (name: string, payload: Parameters<ServerEvents[E]>[0]): void => {
      if (name !== event) return;
      screen.offAny(listen);
      resolve(payload);
    };
    screen.onAny(listen);
  });
}

export function ask(screen: Screen, cursor: string | null): Promise<Ack<Subscription>> {
  return screen.emitWithAck('subscribe', { station: stationId, cursor });
}

/** Subscribes and takes it that the answer is yes. */
export async function subscribed(screen: Screen, cursor: string | null): Promise<Subscription> {
  const answer = await ask(screen, cursor);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

export const reading = (tag: string, at: number, value: number | null): Reading => ({
  tag,
  at,
  value,
  quality: 'good',
  source: 'test',
});
