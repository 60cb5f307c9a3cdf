import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openWall, untilFull } from './support/browser.ts';
import {
  chartsHaveWords,
  forgetCanvasText,
  type PlacedText,
  textsOf,
  watchCanvasText,
} from './support/legible.ts';
import { MORNING, type RunningServer, startServer } from './support/server.ts';

const SIZE = { width: 1920, height: 1080 };
const DIAGONALS_IN = [43, 55, 65, 75, 86, 98] as const;
const DISTANCES_M = [2, 3, 4, 5, 6, 8] as const;

/** Capitals are this share of the font size (practice.md 2.3). */
const CAPITAL_SHARE = 0.72;
const INCH_MM = 25.4;

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

/** Visual angle of a text's capitals on a screen, minutes of arc. */
function arcminOf({ fontPx }: PlacedText, diagonalIn: number, distanceM: number): number {
  const mmPerPx = (diagonalIn * INCH_MM) / Math.hypot(SIZE.width, SIZE.height);
  const mm = fontPx * CAPITAL_SHARE * mmPerPx;
  return (Math.atan(mm / (distanceM * 1000)) * 180 * 60) / Math.PI;
}

/** Turns through every page, and hands each to `look`. */
async function eachPage(page: Page, look: (name: string) => Promise<void>): Promise<number> {
  const number = async () =>
    (await page.locator('.pages [aria-pressed]').allTextContents()).join('').replace(/[^\d/]/g, '');
  await page.keyboard.press('Space');
  const first = await number();
  const count = Number(first.split('/')[1] ?? 1);
  for (let turned = 0; turned < count; turned++) {
    await look((await number()) || 'the page');
    if (count === 1) break;
    const before = await number();
    await forgetCanvasText(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(number).not.toBe(before);
  }
  return count;
}

describe.each(DIAGONALS_IN)('a wall of %i inches', (diagonalIn) => {
  test.each(DISTANCES_M)(
    'seen from %i m: no text below 16 minutes of arc, no key number below 22, nothing cut or overlaid',
    async (distanceM) => {
      const language = (diagonalIn + distanceM) % 2 === 0 ? 'en' : 'zh';
      const context = await browser.newContext({ viewport: SIZE });
      const { page, complaints } = await openWall(browser, {
        address: server.address,
        context: await withCanvasText(context),
        language,
        diagonalIn,
        distanceM,
      });
      await untilFull(page);
      await eachPage(page, async (name) => {
        // Charts are drawn a frame after their panel stands.
        await expect.poll(() => chartsHaveWords(page)).toBe(true);
        let found = await textsOf(page);
        await expect
          .poll(async () => (found = await textsOf(page)).faults, { timeout: 5000 })
          .toEqual([]);
        expect(found.texts.length).toBeGreaterThan(4);
        const angles = found.texts.map((text) => ({
          ...text,
          arcmin: arcminOf(text, diagonalIn, distanceM),
        }));
        const small = angles.filter(({ arcmin }) => arcmin < 15.99);
        expect(small, `on ${name}`).toEqual([]);
        const smallKeys = angles.filter(({ arcmin, isKey }) => isKey && arcmin < 21.99);
        expect(smallKeys, `on ${name}`).toEqual([]);
      });
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});

async function withCanvasText(context: Awaited<ReturnType<Browser['newContext']>>) {
  const page = { addInitScript: context.addInitScript.bind(context) } as Page;
  await watchCanvasText(page);
  return context;
}
