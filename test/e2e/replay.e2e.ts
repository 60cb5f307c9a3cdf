import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser, openWall, untilFull } from './support/browser.ts';
import { startServer } from './support/server.ts';

const record = fileURLToPath(new URL('../../../shared/cases/glen-canyon', import.meta.url));
const DAY = '2020-08-05';
const SPEED = 600;
const DAY_MS = 86_400_000;

/** The record's own energy of a day, MWh. */
function recordedMwh(date: string): number {
  const rows = readFileSync(join(record, 'daily_energy_MWh_Aug2020.csv'), 'utf8').split('\n');
  return Number(rows.find((row) => row.startsWith(date))?.split(',')[1]);
}

/** The number beside a label of the wall's energy line, MWh; null while it shows none. */
async function energyMwh(page: Page, label: string): Promise<number | null> {
  const row = page.locator('dl.energy > div', { has: page.locator(`dt:text-is("${label}")`) });
  const shown = (await row.locator('.number').first().textContent()) ?? '';
  const value = Number(shown.replaceAll(',', ''));
  return shown.trim() === '' || !Number.isFinite(value) ? null : value;
}

// Glen Canyon's record is not part of the project; where it is absent the name of the test says so.
test.skipIf(!existsSync(record))(
  `the wall shows ${DAY} of Glen Canyon at ${SPEED}×: its energy is the record's within 3 %, no error in the console`,
  { timeout: 300_000 },
  async () => {
    const server = await startServer([
      ...['replay', '--record', record, '--system', join(record, 'system.json')],
      ...['--from', DAY, '--to', '2020-08-06', '--speed', String(SPEED)],
    ]);
    const browser = await openBrowser();
    try {
      const { page, complaints } = await openWall(browser, { address: server.address });
      await untilFull(page);

      // At noon the energy so far is part of the day's, and more than nothing.
      await page.waitForFunction(
        () => (document.querySelector('.clock')?.textContent ?? '').trim() >= '12:00:00',
        undefined,
        { timeout: DAY_MS / SPEED },
      );
      let halfWay: number | null = null;
      await expect
        .poll(async () => (halfWay = await energyMwh(page, 'Today so far')))
        .toBeGreaterThan(0);
      expect(halfWay).toBeLessThan(recordedMwh(DAY));

      // Past midnight the whole day stands as yesterday's: a simulated day is 144 s at 600×.
      await expect
        .poll(() => energyMwh(page, 'Yesterday'), {
          timeout: DAY_MS / SPEED / 2 + 60_000,
          interval: 500,
        })
        .toBeGreaterThan(0.97 * recordedMwh(DAY));
      expect(await energyMwh(page, 'Yesterday')).toBeLessThan(1.03 * recordedMwh(DAY));
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);
