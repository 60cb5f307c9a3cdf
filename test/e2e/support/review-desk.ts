import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { readSheet } from 'read-excel-file/node';
import type { Role } from '#shared/wire/access.ts';
import type { ReviewHouse } from './review-house.ts';

/** The review as somebody looks at it, and everything that it complained of. */
export interface ReviewDesk {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: readonly string[];
}

/** @param query of the address, beside language and theme */
export async function openReviewAs(
  browser: Browser,
  house: ReviewHouse,
  roles: readonly Role[],
  query = '',
): Promise<ReviewDesk> {
  const context = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    acceptDownloads: true,
  });
  await context.addCookies([await house.cookie(roles)]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${house.app.address}/energy?lang=en&theme=light&${query}`);
  await page.locator('.review').waitFor();
  return { page, context, complaints };
}

/** One step of the review. */
export const panel = (page: Page, name: RegExp | string): Locator =>
  page.getByRole('region', { name });

/** The number at the beginning of a text such as `−1,234 kWh`. */
export const numberOf = (text: string): number =>
  Number(text.replaceAll(',', '').replace('−', '-').replace('+', '').trim());

/** Rows of a sheet that was saved by the button. */
export async function savedSheets(page: Page): Promise<(sheet: string) => Promise<unknown[][]>> {
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'XLSX' }).click();
  const file = await (await saving).path();
  const bytes = readFileSync(file);
  return async (sheet) => await readSheet(bytes, sheet);
}
