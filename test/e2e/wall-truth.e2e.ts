import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { reading, LEVEL, MID_LEVEL_M, startApp } from '../server/app/running-app.ts';
import { openBrowser, openWall, untilFull } from './support/browser.ts';
import { firstSeen } from './support/first-seen.ts';
import { openLine } from './support/line.ts';
import { chartsOf, picturesOf, recordPictures } from './support/pictures.ts';
import { type RunningServer, startServer } from './support/server.ts';

/** A cut line, a server that computes no more and a frozen page show within this, ms (live.md). */
const SHOWN_MS = 5000;

/** After the line's return a screen is right within this, ms. */
const REPAIRED_MS = 3000;

const CLIENT = fileURLToPath(new URL('../../dist/client', import.meta.url));

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Real time since, ms. */
const stopwatch = (): (() => number) => {
  const begun = performance.now();
  return () => performance.now() - begun;
};

describe('a line that fails without a word', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer(['demo']);
  });
  afterAll(() => server.stop());

  /** Opens a wall and writes down what it shows. */
  async function recordedWall(address: string) {
    const wall = await openWall(browser, { address });
    await untilFull(wall.page);
    await recordPictures(wall.page);
    return wall;
  }

  test('shows within 5 s; after it the screen is, untouched, as one that was never cut', async () => {
    const line = await openLine(server.address);
    onTestFinished(() => line.close());
    const never = await recordedWall(server.address);
    const cut = await recordedWall(line.address);
    await cut.page.evaluate(() => performance.mark('same-page'));

    const shownAt = await firstSeen(cut.page, '.cut-banner');
    const cutAt = Date.now();
    line.pull();
    expect((await shownAt()) - cutAt).toBeLessThan(SHOWN_MS);
    // The cut lasts until the curves of level and load, which move with the minute, have gone on without this screen.
    const curves = async () => (await chartsOf(never.page)).slice(0, 2).join();
    const before = await curves();
    await expect.poll(async () => (await curves()) === before, { timeout: 90_000 }).toBe(false);

    line.plugIn();
    const sinceReturn = stopwatch();
    const lastBefore = Object.keys(await picturesOf(cut.page)).at(-1);
    await cut.page.locator('.cut-banner').waitFor({ state: 'detached' });
    await expect
      .poll(async () => {
        const [own, other] = await Promise.all([chartsOf(cut.page), chartsOf(never.page)]);
        return own.flatMap((chart, index) => (chart === other[index] ? [] : [index]));
      })
      .toEqual([]);
    const repairedMs = sinceReturn();

    // Every image that both have shown since: the same words, the same marks.
    const shared = async () => {
      const [own, other] = await Promise.all([picturesOf(cut.page), picturesOf(never.page)]);
      const since = Object.keys(own).slice(Object.keys(own).indexOf(lastBefore!) + 2);
      return since
        .filter((cursor) => cursor in other)
        .map((cursor) => [own[cursor], other[cursor]]);
    };
    // Those of a moment in which one clock has turned and the other not say different times: the last five count,
    // but for the newest, which may be half drawn on one of them.
    const differing = async () => {
      const both = (await shared()).slice(-6, -1);
      return both.length < 5 ? null : both.filter(([own, other]) => own !== other);
    };
    await expect.poll(differing).toEqual([]);
    expect(repairedMs).toBeLessThan(REPAIRED_MS);
    const marks = await cut.page.evaluate(() => performance.getEntriesByName('same-page').length);
    expect(marks).toBe(1);
    expect([...never.complaints, ...cut.complaints]).toEqual([]);
    await never.page.close();
    await cut.page.close();
  });

  test('a page whose thread hangs shows within 5 s that it stands still, and moves on by itself', async () => {
    const { page } = await openWall(browser, { address: server.address });
    await untilFull(page);
    const nextFrame = await castScreen(page);
    const hungMs = 2 * SHOWN_MS;
    const hungAt = Date.now();
    await page.evaluate((ms) => {
      setTimeout(() => {
        const end = performance.now() + ms;
        while (performance.now() < end);
      });
    }, hungMs);
    // The top of the picture is the sign's ground, --priority-2 of the light theme (#a84600).
    let frame: Frame | undefined;
    const nextColour = async () => (frame = nextFrame()) && (await colourOf(frame.png));
    await expect.poll(nextColour, { timeout: 60_000, interval: 5 }).toBe('a84600');
    expect(frame!.shownAt - hungAt).toBeLessThan(SHOWN_MS);
    // The thread is free again: the sign is gone, the clock runs.
    const opacity = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('.frozen-sign')!).opacity);
    await expect.poll(opacity).toBe('0');
    await page.close();
  });

  interface Frame {
    /** When the screen showed it, ms. */
    readonly shownAt: number;
    readonly png: string;
  }

  /**
   * Every frame that the screen shows from now on, one after the other; the page's own thread has no part in it.
   * @returns the next one that has come
   */
  async function castScreen(page: Page): Promise<() => Frame | undefined> {
    const frames: Frame[] = [];
    const session = await page.context().newCDPSession(page);
    session.on('Page.screencastFrame', ({ data, sessionId, metadata }) => {
      frames.push({ shownAt: 1000 * (metadata.timestamp ?? NaN), png: data });
      void session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
    });
    await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
    return () => frames.shift();
  }

  /** Colour of the very first pixels of a picture, decoded by another page. */
  async function colourOf(png: string): Promise<string> {
    decoder ??= await browser.newPage();
    return decoder.evaluate(async (data) => {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(1, 1).getContext('2d')!;
      canvas.drawImage(picture, -2, -2);
      const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b].map((part) => part!.toString(16).padStart(2, '0')).join('');
    }, png);
  }
  let decoder: Page | null = null;
});

describe('a server that computes no more', () => {
  /** A server whose cycles fail for as long as it is told to. */
  async function startBreakable() {
    let isBroken = false;
    const ground = await startApp();
    onTestFinished(() => ground.stop());
    await ground.readings.accept([reading(LEVEL, Date.now(), MID_LEVEL_M)]);
    const { images } = ground.readings;
    const cycle = (): void => {
      if (isBroken) throw new Error('a curve has a hole');
      images.cycle();
    };
    const readings = { ...ground.readings, images: { ...images, cycle } };
    const app = await startApp({ beside: { ...ground, readings }, clientDir: CLIENT });
    onTestFinished(() => app.stop());
    const breakIt = (broken: boolean): void => void (isBroken = broken);
    return { address: app.address, breakIt };
  }

  test('shows within 5 s though the line holds, and goes on untouched once it computes again', async () => {
    const { address, breakIt } = await startBreakable();
    const { page, complaints } = await openWall(browser, { address });
    await page.locator('.panel').first().waitFor();
    const shownAt = await firstSeen(page, '.stall-banner');
    const brokenAt = Date.now();
    breakIt(true);
    expect((await shownAt()) - brokenAt).toBeLessThan(SHOWN_MS);
    expect(await page.locator('.stall-banner').textContent()).toContain('computes no more since');
    await expect.poll(() => page.locator('.panels.old').count()).toBe(1);
    breakIt(false);
    await page.locator('.stall-banner').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('.panels.old').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each(['/desk', '/energy', '/alarms', '/trends'])(
    'shows on %s too, and not on the wall alone',
    async (path) => {
      const { address, breakIt } = await startBreakable();
      const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
      await page.goto(`${address}${path}?lang=en&theme=light`);
      await page.getByText('Linked').waitFor();
      expect(await page.locator('.stall-banner').count()).toBe(0);
      breakIt(true);
      await page.locator('.stall-banner').waitFor();
      expect(await page.locator('.stall-banner').textContent()).toContain('computes no more since');
      breakIt(false);
      await page.locator('.stall-banner').waitFor({ state: 'detached' });
      await page.close();
    },
  );
});

test('a new version reloads every wall by itself, not all in one moment', async () => {
  const ground = await startApp();
  onTestFinished(() => ground.stop());
  await ground.readings.accept([reading(LEVEL, Date.now(), MID_LEVEL_M)]);
  const first = await startApp({ beside: ground, clientDir: CLIENT, build: 'one' });
  const port = Number(new URL(first.address).port);
  const walls = await Promise.all(
    Array.from(
      { length: 5 },
      async () => (await openWall(browser, { address: first.address })).page,
    ),
  );
  for (const page of walls) await page.locator('.panel').first().waitFor();
  const loadedAt = walls.map(
    (page) =>
      new Promise<number>((resolve) => {
        page.once('load', () => resolve(performance.now()));
      }),
  );
  await first.stop();
  const second = await startApp({ beside: ground, clientDir: CLIENT, build: 'two', port });
  onTestFinished(() => second.stop());
  const times = (await Promise.all(loadedAt)).toSorted((a, b) => a - b);
  // Each draws its moment within 10 s; that five of them lie within half a second has odds of 3 in 100,000.
  expect(times.at(-1)! - times[0]!).toBeGreaterThan(500);
  for (const page of walls) {
    await page.locator('.panel').first().waitFor();
    await page.close();
  }
});
