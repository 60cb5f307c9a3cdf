import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '#shared/wire/access.ts';
import { openBrowser } from './support/browser.ts';
import { numberOf, openReviewAs, panel, savedSheets } from './support/review-desk.ts';
import { DAY, openReviewHouse } from './support/review-house.ts';

let house: Awaited<ReturnType<typeof openReviewHouse>>;
let browser: Browser;

beforeAll(async () => {
  house = await openReviewHouse(() => false);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await house.stop();
});

const openReview = (roles: readonly Role[], query = '') =>
  openReviewAs(browser, house, roles, query);

describe('longer views of consumption, and paper', () => {
  test('a month and a year are made of the same steps, and lead back to their days', async () => {
    const { page, context, complaints } = await openReview(['viewer'], 'view=month');
    await panel(page, /^1/).getByText('31 of 31 days are closed.').waitFor();
    await expect.poll(() => page.locator('.lights li').count()).toBe(4);
    // The same four charts, and the five lines by day.
    await expect.poll(() => page.locator('.review .energy-panel:has(canvas)').count()).toBe(5);
    const sheet = await savedSheets(page);
    const lines = await sheet('Lines');
    const days = lines.slice(1, -1);
    const total = lines.at(-1)!;
    const known = days.map((row) => row[2] as number | null).filter((kwh) => kwh !== null);
    expect(known.reduce((sum, kwh) => sum + kwh, 0)).toBeCloseTo(total[2] as number, 6);
    await page.getByRole('button', { name: 'Year', exact: true }).click();
    await page.getByRole('button', { name: '2026-02', exact: true }).waitFor();
    await page.getByRole('button', { name: '2026-05', exact: true }).click();
    await page.getByRole('button', { name: '2026-05-20', exact: true }).click();
    await expect
      .poll(() => page.locator('.review').getAttribute('data-page'))
      .toBe('_station/2026-05-20');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('every feeder has the same page, in both languages, switched at once', async () => {
    const { page, context } = await openReview(['viewer'], 'consumer=drainage');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '1 · 数据完整性与追溯更正' }).waitFor();
    expect(await page.locator('.review').getAttribute('data-page')).toBe(`drainage/${DAY}`);
    // No key of a text is ever shown as it is.
    expect(await page.locator('.energy').textContent()).not.toMatch(/energy\.[a-z]+\./);
    await context.close();
  });

  test('the daily report is one sheet of A4 with the figures and room to sign', async () => {
    const { page, context } = await openReview(['viewer'], 'consumer=seal-water');
    // What goes on paper is made when the page is idle.
    await page.locator('.energy-report footer').waitFor({ state: 'attached' });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
    // 210 × 297 mm in points.
    const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf)!;
    expect(Number(width)).toBeCloseTo(595, -1);
    expect(Number(height)).toBeCloseTo(842, -1);
    await page.emulateMedia({ media: 'print' });
    const report = page.locator('.energy-report');
    await report.getByText('Daily report of energy consumption').waitFor();
    for (const word of ['Prepared', 'Reviewed', 'Approved', 'Completeness and restatements'])
      await report.getByText(word).waitFor();
    await expect.poll(() => page.locator('.review').isVisible()).toBe(false);
    await context.close();
  });

  test('the monthly report says each line on its days, and sums what was used by day', async () => {
    const { page, context } = await openReview(['viewer'], 'view=month');
    await page.emulateMedia({ media: 'print' });
    const report = page.locator('.energy-report');
    await report.getByText('Monthly report of energy consumption').waitFor();
    await report.getByText('31 of 31 days are closed.').waitFor();
    const rows = await report.locator('.span tbody tr td:nth-child(2)').allTextContents();
    const used = rows.map(numberOf);
    // Each day is said to the nearest kWh: 31 of them may be off by 15.5 together.
    const byDay = used.slice(0, -1).reduce((sum, kwh) => sum + kwh, 0);
    expect(Math.abs(byDay - used.at(-1)!)).toBeLessThan(16);
    const standing = await report.locator('table .sum th').allTextContents();
    expect(standing).toEqual(['Actual', 'Target', 'Expected', 'Actual', 'Sum']);
    await context.close();
  });
});
