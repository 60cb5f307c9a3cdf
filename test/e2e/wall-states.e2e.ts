import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleSystem } from '#shared/station/example/example.ts';
import { openBrowser, openWall, untilFull } from './support/browser.ts';
import { cutOff } from './support/cut-off.ts';
import { type RunningServer, startServer } from './support/server.ts';

/** A value of 5 s is stale after three of them; the fault begins a second after the start. */
const STALE_SHOWN_MS = 90_000;

const TOKEN = 'sender-of-the-test';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const words = (page: Page, selector: string): Promise<string> =>
  page
    .locator(selector)
    .first()
    .textContent()
    .then((text) => text ?? '');

describe('instruments that fail', () => {
  let server: RunningServer;
  const faults = [
    'spike:s1/forebay/level@1s+30m',
    'gap:s1/inflow/observed@1s+30m',
    'gap:s1/station/export@1s+30m',
    'gap:s1/u1/on@1s+30m',
    'gap:s1/u3/mw@1s+30m',
  ];

  beforeAll(async () => {
    server = await startServer(['demo', '--faults', faults.join(',')]);
  });
  afterAll(() => server.stop());

  test.each([
    { width: 1920, height: 1080, language: 'en', theme: 'dark', distanceM: 2.5 },
    { width: 3840, height: 2160, language: 'zh', theme: 'light', distanceM: 2.5 },
  ] as const)(
    'mark number, needle, bar and state alike, and have room for it at $width × $height from $distanceM m',
    async ({ width, height, ...way }) => {
      const size = { width, height };
      const { page, complaints } = await openWall(browser, {
        address: server.address,
        size,
        ...way,
      });
      await untilFull(page);
      await page.locator('.now .measured.stale').waitFor({ timeout: STALE_SHOWN_MS });
      // A spike of three times the level is out of range: bad, and no surface is drawn for it.
      await page.locator('.level .measured.bad').waitFor();
      expect(await page.locator('.bullet .surface').count()).toBe(0);
      expect(await page.locator('.bullet .glyph svg').count()).toBe(1);
      // Head and free storage follow from the level; the inflow is stale by itself.
      expect(await page.locator('.figures .measured.bad').count()).toBeGreaterThanOrEqual(2);
      await page.locator('.figures .mark.stale').waitFor({ timeout: STALE_SHOWN_MS });
      const card = (index: number) => page.locator('.card').nth(index);
      const soon = { timeout: STALE_SHOWN_MS };
      await expect.poll(() => card(0).locator('.state svg').count(), soon).toBe(2);
      await card(2).locator('.measured.stale').first().waitFor(soon);
      expect(await card(2).locator('.unit-bar .glyph svg').count()).toBe(1);
      // One unit is silent: the day so far is as old as it, the day that is over is not.
      const energies = page.locator('.at-load .energy .measured');
      await expect.poll(() => energies.first().getAttribute('class'), soon).toContain('stale');
      expect(await energies.last().getAttribute('class')).toContain('good');
      expect(await words(page, '.no-curve')).toMatch(/the head is not known|水头未知/);
      await expect.poll(() => cutOff(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});

describe.each([6, 10, 20])('a station of %i units', (count) => {
  let server: RunningServer;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forebay-e2e-'));
    const [station] = exampleSystem.stations;
    const units = Array.from({ length: count }, (_, u) => ({
      ...station!.units[u % station!.units.length]!,
      id: `u${u + 1}`,
      name: { zh: `${u + 1}号机组`, en: `Unit ${u + 1}` },
    }));
    const system = { ...exampleSystem, stations: [{ ...station!, units }] };
    await writeFile(join(folder, 'system.json'), JSON.stringify(system));
    server = await startServer(['demo', '--faults', 'gap:s1/u1/mw@1s+30m'], {
      FOREBAY_SYSTEM: join(folder, 'system.json'),
    });
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Words and marks that stand beyond the sides of their unit's card. */
  const beyondCards = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll('.card')].flatMap((card) => {
        const { left, right } = card.getBoundingClientRect();
        return [...card.querySelectorAll('.head > *, .output > *, .pair > *, .word, .measured')]
          .filter((part) => {
            const box = part.getBoundingClientRect();
            return box.width > 0 && (box.left < left - 3 || box.right > right + 3);
          })
          .map((part) => part.outerHTML.slice(0, 120));
      }),
    );

  test.each([
    { width: 1920, height: 1080, language: 'en', distanceM: 2.5 },
    { width: 3840, height: 2160, language: 'zh', distanceM: 2.5 },
  ] as const)(
    'has room for each at $width × $height in $language from $distanceM m, also where one is stale',
    async ({ width, height, ...way }) => {
      const size = { width, height };
      const { page, complaints } = await openWall(browser, {
        address: server.address,
        size,
        ...way,
      });
      await untilFull(page);
      await page.locator('.card .measured.stale').first().waitFor({ timeout: STALE_SHOWN_MS });
      expect(await page.locator('.card').count()).toBe(count);
      await expect.poll(() => beyondCards(page)).toEqual([]);
      await expect.poll(() => cutOff(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});

describe('readings without a plan', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer(['serve'], { FOREBAY_INGEST_TOKEN: TOKEN });
  });
  afterAll(() => server.stop());

  /** Sends readings as of now. */
  async function send(values: Readonly<Record<string, number>>): Promise<void> {
    const at = Date.now();
    const readings = Object.entries(values).map(([tag, value]) => ({ tag, at, value }));
    const answer = await fetch(`${server.address}/api/v1/readings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(readings),
    });
    expect(answer.status).toBe(200);
  }

  test('before the first of them it says that there are none', async () => {
    const { page, complaints } = await openWall(browser, { address: server.address });
    await page.getByText('No data', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('are shown, their curve too, and what the plan waits for stands beside', async () => {
    // The inflow is not known, so no plan can be made.
    const values = { 's1/forebay/level': 444.5, 's1/station/export': 39, 's1/u1/mw': 40 };
    await send({ ...values, 's1/u1/on': 1 });
    const { page, complaints } = await openWall(browser, { address: server.address });
    await page.getByText('No plan yet').waitFor();
    await expect.poll(() => words(page, '.level .number')).toBe('444.50');
    // A curve is of whole minutes: the reading's must be over, and its last readings have had time to come.
    await untilFull(page, 150_000);
    // It stands under the chart, on none of it.
    const chart = await page.locator('.panel').nth(1).locator('.chart canvas').boundingBox();
    const notice = await page.locator('.notice.inline').boundingBox();
    expect(notice?.y).toBeGreaterThanOrEqual((chart?.y ?? NaN) + (chart?.height ?? NaN) - 1);
    await expect.poll(() => cutOff(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('of a unit that is off and makes power are not called stopped, and contradict', async () => {
    const { page, complaints } = await openWall(browser, { address: server.address });
    const state = page.locator('.card').first().locator('.state');
    const contrary = { 's1/forebay/level': 444.5, 's1/u1/mw': 12, 's1/u1/on': 0 };
    await send(contrary);
    await expect.poll(() => state.textContent()).toContain('stopping');
    const sending = setInterval(() => void send(contrary), 4000);
    try {
      await expect
        .poll(() => state.textContent(), { timeout: 200_000 })
        .toContain('off but producing');
    } finally {
      clearInterval(sending);
    }
    // Nobody knows which of the two is right: the output is doubtful, and it is drawn.
    expect(await page.locator('.card').first().locator('.measured.doubtful').count()).toBe(1);
    expect(await page.locator('.card').first().locator('.output.doubtful').count()).toBe(1);
    await expect.poll(() => cutOff(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  }, 300_000);
});
