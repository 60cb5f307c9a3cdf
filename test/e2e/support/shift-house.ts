import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { vi } from 'vitest';
import { exampleSite } from '#shared/station/example/example.ts';
import type { SitePlanning } from '#shared/station/site-schema.ts';
import type { SessionView } from '#shared/wire/access-views.ts';
import type { Role } from '#shared/wire/access.ts';
import type { FollowedDay } from '#shared/wire/following.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { type ReadAudit, readAudit } from './audit.ts';
import { type RunningServer, startServer } from './server.ts';

/** The link is printed after the address. */
const WAIT = { timeout: 30_000, interval: 20 } as const;

/** Passwords of people who exist in tests alone. */
const PASSWORD = 'seven grey herons wait';

export interface Person {
  readonly name: string;
  readonly label: string;
  readonly roles: readonly Role[];
}

/** The demo's plant with people who decide about it; it may be stopped and started again. */
export interface ShiftHouse {
  readonly address: string;
  /** Stops the server and starts it again over the same store, at the same address. */
  restart(words: readonly string[]): Promise<void>;
  /** Makes an account with a password, and signs a browser in to it, at another address where it has one. */
  admit(browser: Browser, person: Person, at?: string): Promise<BrowserContext>;
  /** What the server answers somebody who reads out. */
  get<T>(path: string): Promise<T>;
  /** What the plant's clock read when the newest value was measured, ms. */
  clockMs(): Promise<number>;
  plans(from: number, to: number): Promise<readonly PlanVersion[]>;
  followedDay(day: string): Promise<FollowedDay>;
  audit(): Promise<ReadAudit>;
  close(): Promise<void>;
}

/** Cookies of a server's answer, as a request sends them back. */
const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0]!)
    .join('; ');

async function post(url: string, body: unknown, cookie = ''): Promise<Response> {
  const headers = { 'content-type': 'application/json', cookie };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response;
}

/** Makes the administrator by the link of the first start. @returns the cookie of the session */
async function firstAccount({ address, said }: RunningServer): Promise<string> {
  const secret = await vi.waitUntil(() => /setup#(\S+)/.exec(said())?.[1], WAIT);
  const chief = { secret, password: PASSWORD, name: 'chief', label: 'Chen Gong' };
  return cookieOf(await post(`${address}/api/v1/setup`, chief));
}

/** @param words of `demo` @param planning what differs from the example's settings */
export async function openShiftHouse(
  words: readonly string[],
  planning: Partial<SitePlanning>,
): Promise<ShiftHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'forebay-shift-'));
  const siteFile = join(folder, 'site.json');
  const site = { ...exampleSite, planning: { ...exampleSite.planning, ...planning } };
  await writeFile(siteFile, JSON.stringify(site));
  const settings = { FOREBAY_DATA: folder, FOREBAY_SITE: siteFile };
  let server: RunningServer = await startServer(['demo', ...words], settings);
  const { address } = server;
  const cookie = await firstAccount(server).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });

  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${address}${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as T;
  };
  return {
    address,
    async restart(again) {
      await server.stop();
      const port = new URL(address).port;
      server = await startServer(['demo', ...again], { ...settings, PORT: port });
    },
    async admit(browser, { name, label, roles }, at = address) {
      const made = await post(`${address}/api/v1/accounts`, { name, label, roles }, cookie);
      const link = ((await made.json()) as { secret: string }).secret;
      const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
      const response = await context.request.post(`${at}/api/v1/setup`, {
        data: { secret: link, password: PASSWORD, name, label },
      });
      const view = (await response.json()) as SessionView;
      if (view.account?.name !== name) throw new Error(`${name} could not sign in`);
      return context;
    },
    get,
    async clockMs() {
      const { values } = await get<{ values: { at: number }[] }>('/api/v1/latest');
      return Math.max(...values.map(({ at }) => at));
    },
    plans: async (from, to) =>
      (await get<{ plans: PlanVersion[] }>(`/api/v1/plans?from=${from}&to=${to}`)).plans,
    followedDay: (day) => get(`/api/v1/followed-day?day=${day}`),
    audit: () => readAudit(join(folder, 'demo')),
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
