import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openBrowser, openWall, untilFull } from './support/browser.ts';
import { type RunningServer, startServer } from './support/server.ts';

/** A dead link must show within this, ms (live.md). */
const CUT_SHOWN_MS = 5000;

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer(['demo']);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** What lies outside the picture: nothing should, since a wall has nobody who scrolls. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollHeight > window.innerHeight || root.scrollWidth > window.innerWidth) {
      found.push('the page scrolls');
    }
    for (const panel of document.querySelectorAll('.panel')) {
      const frame = panel.getBoundingClientRect();
      for (const part of panel.querySelectorAll('*')) {
        const box = part.getBoundingClientRect();
        const outside = box.right > frame.right + 1 || box.bottom > frame.bottom + 1;
        if (box.width > 0 && outside) found.push(part.outerHTML.slice(0, 120));
      }
    }
    return found;
  });
}

describe('the wall of the demo', () => {
  test('fills its three panels and counts its good tags, without a complaint', async () => {
    const { page, complaints } = await openWall(browser, { address: server.address });
    await untilFull(page);
    expect(await page.locator('.panel h2').allTextContents()).toEqual([
      'Reservoir',
      'Load',
      'Units',
    ]);
    // Four units' curves, the level and the load.
    expect(await page.locator('canvas').count()).toBe(6);
    expect(await page.locator('.card').count()).toBe(4);
    expect(await page.locator('.measured.missing').count()).toBe(0);
    expect(await page.locator('.wall-footer .health').textContent()).toMatch(
      /\d+ of \d+ tags good/,
    );
    expect(await page.locator('.mode').textContent()).toContain('simulated data');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('changes language and theme at once, by keyboard too, without loading anew', async () => {
    const { page, complaints } = await openWall(browser, { address: server.address });
    await untilFull(page);
    await page.evaluate(() => performance.mark('same-page'));
    await page.getByRole('button', { name: '中文' }).press('Enter');
    expect(await page.locator('.panel h2').first().textContent()).toBe('水库');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: '深色' }).press('Enter');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    const marks = await page.evaluate(() => performance.getEntriesByName('same-page').length);
    expect(marks).toBe(1);
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
      expect(await cutOff(page)).toEqual([]);
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
  await server.kill();
  await page.locator('.cut-banner').waitFor({ timeout: CUT_SHOWN_MS });
  expect(await page.locator('.cut-banner').textContent()).toContain('Link cut since');
  expect(await page.locator('.panel').count()).toBe(3);

  // The same door and the same store: what a service manager does.
  const again = await startServer(['demo'], {
    PORT: new URL(server.address).port,
    FOREBAY_DATA: server.folder,
  });
  onTestFinished(() => again.stop());
  await page.locator('.cut-banner').waitFor({ state: 'detached' });
  await expect
    .poll(() => page.locator('.wall-footer .health').textContent())
    .toMatch(/newest \d s ago/);
  const marks = await page.evaluate(() => performance.getEntriesByName('same-page').length);
  expect(marks).toBe(1);
  expect(complaints).toEqual([]);
  await page.close();
});
