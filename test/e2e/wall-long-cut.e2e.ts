import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { CLIENT_FOLDER } from '#server/start/client-folder.ts';
import { KEPT_DELTAS } from '#server/readings/live-image.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import {
  LEVEL,
  MID_LEVEL_M,
  reading,
  type RunningApp,
  signedIn,
  startApp,
  stationId,
  UNIT_MW,
} from '../server/app/running-app.ts';
import { openBrowser, openWall, untilFull } from './support/browser.ts';
import { openLine } from './support/line.ts';
import { chartsOf } from './support/pictures.ts';

/** After the line's return a screen is right within this, ms. */
const REPAIRED_MS = 3000;

/** Of the station's clock between two readings, ms. */
const EVERY_MS = 10_000;

const EXPORT = `${stationId}/station/export`;
const SPILL = `${stationId}/spill/flow`;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const nextMinute = (at: number): number => Math.ceil(at / MS_PER_MINUTE) * MS_PER_MINUTE;

/** A clock of the station that a test sets on; it never goes back. */
function stationClock() {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    rate: 1,
    /** Goes on at once to 20 s past the next full minute: no minute turns soon after. */
    goOn(): number {
      const to = nextMinute(this.now()) + 20_000;
      ahead = to - Date.now();
      return to;
    },
  };
}

/** Readings of a stretch of time, two minutes ahead at most: the level rises by half a metre an hour, the spill runs. */
async function feed({ readings }: RunningApp, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += EVERY_MS) {
    const hours = (at % (24 * MS_PER_HOUR)) / MS_PER_HOUR;
    await readings.accept([
      reading(LEVEL, at, MID_LEVEL_M - 6 + 0.5 * hours),
      reading(EXPORT, at, 30 + hours),
      reading(UNIT_MW, at, 30 + hours),
      reading(SPILL, at, 30 + hours / 100),
    ]);
  }
}

/** The minute to which the walls of a context have asked for their curves last, ms. */
function lastAsked(context: BrowserContext): () => number {
  let to = 0;
  const sent = ({ payload }: { payload: string | Buffer }): void => {
    const asked = /"read-history",.*"to":(\d+)/.exec(String(payload))?.[1];
    to = Math.max(to, Number(asked ?? 0));
  };
  context.on('page', (page) => page.on('websocket', (socket) => void socket.on('framesent', sent)));
  return () => to;
}

/** The alarms that are told, each with its state. */
const alarmsOf = async (page: Page): Promise<string> =>
  (await page.locator('.at-alarms ol').innerHTML()).replaceAll(/<!--.*?-->/g, '');

test('after a cut of more than five minutes a screen is, 3 s after the line’s return, as one that was never cut', async () => {
  const clock = stationClock();
  const app = await startApp({ clock, clientDir: CLIENT_FOLDER });
  onTestFinished(() => app.stop());
  const line = await openLine(app.address);
  onTestFinished(() => line.close());
  const begun = clock.goOn();
  await feed(app, begun - MS_PER_HOUR, begun);
  const context = await browser.newContext();
  const asked = lastAsked(context);
  const never = await openWall(browser, { address: app.address, context });
  const cut = await openWall(browser, { address: line.address });
  for (const { page } of [never, cut]) {
    await untilFull(page);
    await expect.poll(() => alarmsOf(page)).toContain('Spilling');
    await page.evaluate(() => performance.mark('same-page'));
  }

  line.pull();
  await cut.page.locator('.cut-banner').waitFor();
  // Meanwhile: eight minutes of readings, somebody has seen that it spills, and more images than are kept.
  for (let minute = 0; minute < 8; minute++) {
    await feed(app, clock.now(), nextMinute(clock.now()) + 20_000);
    clock.goOn();
  }
  for (let image = 0; image <= KEPT_DELTAS; image++) {
    app.readings.images.cycle();
    await new Promise((resolve) => setImmediate(resolve));
  }
  // The screen that was never cut is right: it has the curves up to the last full minute, and the alarm of now.
  const minute = Math.floor(clock.now() / MS_PER_MINUTE) * MS_PER_MINUTE;
  await expect.poll(asked).toBeGreaterThanOrEqual(minute);
  const alarms = app.alarms.active(stationId).map(({ id, occurrence }) => ({ id, occurrence }));
  const { cookie } = await signedIn(app, ['dispatcher']);
  const desk = app.screen({ cookie });
  const done = await desk.emitWithAck('acknowledge-alarms', { station: stationId, alarms });
  expect(done.ok).toBe(true);
  const owed = (page: Page) =>
    page.locator('.at-alarms li.owed').filter({ hasText: 'Spilling' }).count();
  await expect.poll(() => owed(never.page)).toBe(0);
  expect(await owed(cut.page)).toBe(1);
  expect(await chartsOf(cut.page)).not.toEqual(await chartsOf(never.page));

  line.plugIn();
  const returnedAt = performance.now();
  const differences = async (): Promise<unknown[]> => {
    const [own, other] = await Promise.all([chartsOf(cut.page), chartsOf(never.page)]);
    const [ownAlarms, otherAlarms] = await Promise.all([alarmsOf(cut.page), alarmsOf(never.page)]);
    return [
      ...own.flatMap((chart, index) => (chart === other[index] ? [] : [index])),
      ...(ownAlarms === otherAlarms ? [] : [ownAlarms]),
    ];
  };
  await expect.poll(differences, { interval: 20 }).toEqual([]);
  expect(performance.now() - returnedAt).toBeLessThan(REPAIRED_MS);
  expect(await cut.page.locator('.cut-banner').count()).toBe(0);
  expect(await cut.page.evaluate(() => performance.getEntriesByName('same-page').length)).toBe(1);
  expect([...never.complaints, ...cut.complaints]).toEqual([]);
});
