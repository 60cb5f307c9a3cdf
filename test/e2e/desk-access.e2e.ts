import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openWall, untilFull } from './support/browser.ts';
import { openDesk } from './support/desk.ts';
import { seriousFaults } from './support/serious-faults.ts';
import { MORNING, type RunningServer, startServer } from './support/server.ts';

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

describe.each(['light', 'dark'] as const)(
  'nothing serious stands in the way, in the %s theme,',
  (theme) => {
    test('on the wall', async () => {
      const { page } = await openWall(browser, { address: server.address, theme });
      await untilFull(page);
      expect(await seriousFaults(page)).toEqual([]);
      await page.close();
    });

    test('on the desk, in each of its panels, with a what-if open', async () => {
      const { page } = await openDesk(browser, { address: server.address, theme });
      expect(await seriousFaults(page)).toEqual([]);
      await page.getByRole('button', { name: '+ New what-if' }).click();
      await page.locator('.not-the-plan').waitFor();
      const panels = page.locator('.desk-panels [role=tab]');
      for (let i = 0; i < (await panels.count()); i++) {
        await panels.nth(i).click();
        expect(await seriousFaults(page), `panel ${i}`).toEqual([]);
      }
      await page.close();
    });
  },
);
