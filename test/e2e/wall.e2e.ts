import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openBrowser, openWall, untilFull } from './support/browser.ts';
import { cutOff } from './support/cut-off.ts';
import { firstSeen } from './support/first-seen.ts';
import { MORNING, type RunningServer, startServer } from './support/server.ts';

/** A dead link must show within this, ms (live.md). */
const CUT_SHOWN_MS = 5000;

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer(['demo', ...MORNING]);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe('the wall of the demo', () => {
  test('fills its six panels and counts its good tags, without a complaint', async () => {
    const { page, complaints } = await openWall(browser, { address: server.address });
    await untilFull(page);
    expect(await page.locator('.panel h2').allTextContents()).toEqual([
      'Reservoir',
      'Load',
      'Units',
      'Own consumption',
      'Indices of the day',
      'Alarms',
    ]);
    // Each index with its number and its light; the first outlook is made as the server starts.
    await expect.poll(() => page.locator('.indices li').count()).toBe(5);
    await page.locator('.energy .groups li').first().waitFor();
    // Four units' curves, the level and the load.
    await expect.poll(() => page.locator('canvas').count()).toBe(6);
    expect(await page.locator('.card').count()).toBe(4);
    // Of a demo this young no baseline may stand yet, so that the end of the day is not known.
    const missing = page.locator('.panel:not(.at-energy) .measured.missing');
    await expect.poll(() => missing.count()).toBe(0);
    expect(await page.locator('.at-alarms .health').textContent()).toMatch(/\d+ of \d+ tags good/);
    expect(await page.locator('.mode').textContent()).toContain('simulated data');
    // The next change in words, or that there is none today or tomorrow.
    expect(await page.locator('.next').textContent()).toMatch(/because|No further change/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('changes language and theme at once, by keyboard too, without loading anew', async () => {
    const { page, complaints } = await openWall(browser, { address: server.address });
    await untilFull(page);
    await page.evaluate(() => performance.mark('same-page'));
    await page.getByRole('button', { name: '中文' }).press('Enter');
    await expect.poll(() => page.locator('.panel h2').first().textContent()).toBe('水库');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: '深色' }).press('Enter');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    const marks = await page.evaluate(() => performance.getEntriesByName('same-page').length);
    expect(marks).toBe(1);
    // What was chosen stands in the address: a new version that loads itself keeps it.
    const address = () => Object.fromEntries(new URL(page.url()).searchParams);
    await expect.poll(address).toMatchObject({ lang: 'zh', theme: 'dark' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('is dark from its first moment where it is to be: no flash in a dim room', async () => {
    const page = await browser.newPage();
    // The page's own script never comes.
    await page.route('**/assets/*.js', () => undefined);
    await page.goto(`${server.address}/wall?theme=dark`, { waitUntil: 'commit' });
    await page.getByText('Loading').waitFor();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    // --ground of the dark theme, #1e2226.
    await expect.poll(ground).toBe('rgb(30, 34, 38)');
    await page.close();
  });

  test('is the same in two windows, each in its own language', async () => {
    const context = await browser.newContext();
    const { address } = server;
    const english = await openWall(browser, { address, context, language: 'en' });
    const chinese = await openWall(browser, { address, context, language: 'zh' });
    const both = [english.page, chinese.page];
    for (const page of both) await untilFull(page);
    /** Clock and numbers of a window, read in one go. */
    const picture = (page: Page) =>
      page.evaluate(() =>
        ['.clock', '.level .number', '.now .number', '.card .number']
          .map((selector) => document.querySelector(selector)?.textContent)
          .join(' '),
      );
    const pictures = () => Promise.all(both.map(picture));
    await expect.poll(async () => new Set(await pictures()).size).toBe(1);
    expect(await chinese.page.locator('.panel h2').first().textContent()).toBe('水库');
    expect([...english.complaints, ...chinese.complaints]).toEqual([]);
    await context.close();
  });

  test('follows its window: text, charts and all', async () => {
    const { page, complaints } = await openWall(browser, { address: server.address });
    await untilFull(page);
    /** Charts that do not fill their places, px. */
    const misfits = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.chart canvas')].flatMap((canvas) => {
          const { width, height } = canvas.getBoundingClientRect();
          const place = canvas.closest('[role=img]')?.getBoundingClientRect();
          const off = Math.hypot(width - (place?.width ?? 0), height - (place?.height ?? 0));
          return off > 2 ? [off] : [];
        }),
      );
    for (const [width, height] of [
      [1366, 768],
      [3840, 1080],
      [3840, 2160],
      [1600, 1200],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(misfits).toEqual([]);
      await expect.poll(() => cutOff(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([
    { width: 1920, height: 1080, language: 'en', distanceM: 2.5 },
    { width: 1920, height: 1080, language: 'zh', distanceM: 2.5 },
    { width: 3840, height: 2160, language: 'en', distanceM: 2.5 },
    { width: 3840, height: 2160, language: 'zh', distanceM: 2.5 },
    { width: 3840, height: 2160, language: 'en', distanceM: 4 },
    { width: 3840, height: 2160, language: 'zh', distanceM: 4 },
  ] as const)(
    'fits $width × $height in $language without scrolling, seen from $distanceM m',
    async (shape) => {
      const { width, height, ...way } = shape;
      const size = { width, height };
      const { page } = await openWall(browser, { address: server.address, size, ...way });
      await untilFull(page);
      await expect.poll(() => cutOff(page)).toEqual([]);
      await page.close();
    },
  );

  test('keeps its clock going with the data', async () => {
    const { page } = await openWall(browser, { address: server.address });
    await untilFull(page);
    const clock = page.locator('.clock');
    const before = await clock.textContent();
    await expect.poll(() => clock.textContent()).not.toBe(before);
    await page.close();
  });
});

test('a killed server shows as a cut within 5 s; a new one mends the wall untouched', async () => {
  const { page, complaints } = await openWall(browser, { address: server.address });
  await untilFull(page);
  await page.evaluate(() => performance.mark('same-page'));
  const shownAt = await firstSeen(page, '.cut-banner');
  const killedAt = Date.now();
  await server.kill();
  expect((await shownAt()) - killedAt).toBeLessThan(CUT_SHOWN_MS);
  expect(await page.locator('.cut-banner').textContent()).toContain('Link cut since');
  expect(await page.locator('.panel').count()).toBe(6);

  // The same door and the same store: what a service manager does.
  const again = await startServer(['demo', ...MORNING], {
    PORT: new URL(server.address).port,
    FOREBAY_DATA: server.folder,
  });
  onTestFinished(() => again.stop());
  await page.locator('.cut-banner').waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('.panels.old').count()).toBe(0);
  const marks = await page.evaluate(() => performance.getEntriesByName('same-page').length);
  expect(marks).toBe(1);
  expect(complaints).toEqual([]);
  await page.close();
});
