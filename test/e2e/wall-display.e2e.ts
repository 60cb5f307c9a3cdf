import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openWall, untilFull } from './support/browser.ts';
import { seriousFaults } from './support/serious-faults.ts';
import { type RunningServer, startServer } from './support/server.ts';

const SENDER = 'sender-of-the-test';

let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer(['demo'], { FOREBAY_INGEST_TOKEN: SENDER });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const titles = (page: Page) => page.locator('.panel h2').allTextContents();

/** A wall with these settings in its address. */
async function wallWith(query: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`${server.address}/wall?lang=en&theme=light&${query}`);
  await page.locator('.wall-header').waitFor();
  return page;
}

describe('the settings of a screen', () => {
  test('are set by keyboard on a page that says what is wrong at its place, and followed at once', async () => {
    const { page, complaints } = await openWall(browser, { address: server.address });
    await untilFull(page);
    await page.getByRole('link', { name: 'Display' }).press('Enter');
    const distance = page.getByLabel('Farthest viewer, m');
    await distance.fill('600');
    await expect.poll(() => distance.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('.fault').textContent()).toBe('from 0.3 to 60');
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await distance.fill('4');
    const pages = page.getByLabel(/^Pages/);
    await pages.fill('kitchen');
    await page.getByText('Page 1: "kitchen" is not understood.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await pages.fill('units\nenergy 20s');
    await distance.press('Enter');
    await page.locator('.wall').waitFor();
    const settings = () => {
      const query = new URL(page.url()).searchParams;
      return [query.get('distance'), query.get('pages')];
    };
    await expect.poll(settings).toEqual(['4', 'units,energy@20']);
    await expect.poll(() => titles(page)).toEqual(['Units']);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('turn its pages by themselves, each for its time; space pauses, the arrows turn', async () => {
    const page = await wallWith('pages=energy@3,alarms@3');
    await expect.poll(() => titles(page)).toEqual(['Own consumption']);
    await expect.poll(() => titles(page)).toEqual(['Alarms']);
    await expect.poll(() => titles(page)).toEqual(['Own consumption']);
    await page.keyboard.press('Space');
    await page.locator('.pages [aria-pressed=true]').waitFor();
    // Before the key came it may have turned once more by itself.
    const [before] = await titles(page);
    const other = before === 'Alarms' ? 'Own consumption' : 'Alarms';
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => titles(page)).toEqual([other]);
    await page.close();
  });

  test('make it one of a row: each shows its part', async () => {
    const left = await wallWith('row=1/2');
    const right = await wallWith('row=2/2');
    await expect.poll(() => titles(left)).toEqual(['Reservoir', 'Load', 'Units']);
    await expect
      .poll(() => titles(right))
      .toEqual(['Own consumption', 'Indices of the day', 'Alarms']);
    await left.close();
    await right.close();
  });

  test('hide a page outside its hours, and say so where none is left', async () => {
    // The station is at UTC + 8; an hour that is six hours away is not now.
    const hour = (new Date().getUTCHours() + 8 + 6) % 24;
    const page = await wallWith(`pages=units@${hour}-${(hour + 1) % 24}`);
    await page.getByText('No page at this hour').waitFor();
    await page.close();
  });

  test('choose the theme by the clock of the station', async () => {
    const hour = (new Date().getUTCHours() + 8) % 24;
    const around = (from: number, to: number) =>
      `${(hour + 24 + from) % 24}-${(hour + 24 + to) % 24}`;
    const theme = (page: Page) => page.locator('html').getAttribute('data-theme');
    const light = await browser.newPage();
    await light.goto(`${server.address}/wall?theme=hours&hours=${around(-2, 3)}`);
    await expect.poll(() => theme(light)).toBe('light');
    const dark = await browser.newPage();
    await dark.goto(`${server.address}/wall?theme=hours&hours=${around(3, 6)}`);
    await expect.poll(() => theme(dark)).toBe('dark');
    await light.close();
    await dark.close();
  });

  test('keep a margin, and hide a pointer that rests', async () => {
    const page = await wallWith('margin=3');
    const style = await page.locator('.wall').evaluate((wall) => {
      const { paddingTop, cursor } = getComputedStyle(wall);
      return { paddingPx: Math.round(parseFloat(paddingTop)), cursor };
    });
    // 3 % of 1080 px.
    expect(style).toEqual({ paddingPx: 32, cursor: 'none' });
    let x = 200;
    const hiddenAfterMove = async (): Promise<number> => {
      await page.mouse.move((x += 1), 200);
      return page.locator('.wall.no-pointer').count();
    };
    await expect.poll(hiddenAfterMove).toBe(0);
    await expect.poll(() => page.locator('.wall.no-pointer').count()).toBe(1);
    await page.close();
  });
});

test('a forecast with members brings the chance of spill', async () => {
  const startsAt = Math.floor(Date.now() / 900_000) * 900_000;
  const flows = (m3s: number) => new Array<number>(192).fill(m3s);
  const forecast = {
    station: 's1',
    issuedAt: new Date().toISOString(),
    startsAt: new Date(startsAt).toISOString(),
    stepMinutes: 15,
    inflowM3s: flows(40),
    // A flood of 5000 m³/s fills any reservoir of the example within a day; 20 m³/s fills none.
    members: [flows(20), flows(40), flows(40), flows(5000)],
  };
  const answer = await fetch(`${server.address}/api/v1/forecasts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SENDER}`, 'content-type': 'application/json' },
    body: JSON.stringify([forecast]),
  });
  expect(answer.status).toBe(200);
  const { page, complaints } = await openWall(browser, { address: server.address });
  await page.getByText(/Chance of spill 25\s%/).waitFor({ timeout: 120_000 });
  await page.getByText('80 % of the members').waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});
