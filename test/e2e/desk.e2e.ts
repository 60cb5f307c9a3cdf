import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './support/browser.ts';
import { openDesk, turnToTomorrow } from './support/desk.ts';
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

const cell = (page: Page, row: number, unit: number) => page.locator(`#cell-${row}-${unit}`);

/** The text of cells of one unit, rows `[from, to)`. */
const column = (page: Page, unit: number, from: number, to: number): Promise<string[]> =>
  page.evaluate(
    ([u, a, b]) =>
      Array.from({ length: b - a }, (_, i) =>
        (document.getElementById(`cell-${a + i}-${u}`)?.textContent ?? '').trim(),
      ),
    [unit, from, to] as const,
  );

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.querySelector('[role=grid]')?.dispatchEvent(event);
  }, text);
}
const settled = (page: Page): Promise<unknown> =>
  page.locator('.desk-figures:not(.pending) [data-took-ms]').waitFor();

describe('the desk of the demo', () => {
  test('shows the plan in force in quarter-hours, per unit and in all, without a complaint', async () => {
    const { page, complaints } = await openDesk(browser, { address: server.address });
    expect(await page.locator('.station-desk').getAttribute('data-sheet')).toBe('in-force');
    expect(await page.locator('.day-table tbody tr').count()).toBe(96);
    expect(await page.locator('thead .unit').allTextContents()).toEqual([
      'Unit 1',
      'Unit 2',
      'Unit 3',
      'Unit 4',
      'Station',
    ]);
    expect(await page.locator('.unit-strip').count()).toBe(5);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a number typed begins a what-if that is told from the plan; undo takes it back', async () => {
    const { page, complaints } = await openDesk(browser, { address: server.address });
    await turnToTomorrow(page);
    await cell(page, 40, 0).click();
    await page.keyboard.type('18');
    await page.keyboard.press('Enter');
    await page.locator('.not-the-plan').waitFor();
    await settled(page);
    await expect.poll(() => column(page, 0, 40, 41)).toEqual(['18.0']);
    // 18 MW lie in the forbidden zone of 14 to 22.
    await page.getByRole('tab', { name: /Limits/ }).click();
    await page
      .locator('.limits-panel')
      .getByText(/10:00–10:15 Unit 1: output inside a forbidden zone, by up to 4.0 MW/)
      .waitFor();
    await expect.poll(() => cell(page, 40, 0).getAttribute('class')).toContain('broken');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect
      .poll(() => page.locator('[aria-selected=true] .count').textContent())
      .toContain('0 set');
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect.poll(() => column(page, 0, 40, 41)).toEqual(['18.0']);
    // The plan's own sheet is as it was.
    await page.getByRole('tab', { name: /In force/ }).click();
    await expect.poll(() => column(page, 0, 40, 41)).not.toEqual(['18.0']);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('is worked by keyboard and clipboard alone, and refuses what is no output', async () => {
    const { page, complaints } = await openDesk(browser, { address: server.address });
    await turnToTomorrow(page);
    await cell(page, 20, 2).click();
    await paste(page, '12\n12.5\r\n13\n');
    await expect.poll(() => column(page, 2, 20, 23)).toEqual(['12.0', '12.5', '13.0']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+d');
    await expect.poll(() => column(page, 2, 20, 24)).toEqual(['12.0', '12.5', '12.5', '12.5']);
    await page.keyboard.press('Delete');
    await expect
      .poll(() => page.locator('[aria-selected=true] .count').textContent())
      .toContain('1 set');
    await paste(page, '12\nfull');
    await page.getByText('“full” is no output').waitFor();
    expect(await page.locator('[aria-selected=true] .count').textContent()).toContain('1 set');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a bar dragged in the chart is a cell set; what-ifs outlive a reload', async () => {
    const { page, complaints } = await openDesk(browser, { address: server.address });
    await turnToTomorrow(page);
    const strip = page.locator('[data-unit=u2]');
    const box = (await strip.boundingBox())!;
    const rows = await page.locator('.day-table tbody tr').count();
    const x = box.x + (50.5 / rows) * box.width;
    await page.mouse.move(x, box.y + box.height * 0.9);
    await page.mouse.down();
    await page.mouse.move(x, box.y + box.height * 0.5, { steps: 4 });
    await page.mouse.up();
    await settled(page);
    const [set] = await column(page, 1, 50, 51);
    // Half of an axis that ends a little above the unit's 45 MW.
    expect(Number(set)).toBeGreaterThan(21);
    expect(Number(set)).toBeLessThan(26);
    expect(await cell(page, 50, 1).getAttribute('class')).toContain('fixed');
    // Under a name of its own: others lie on the desk that were begun elsewhere.
    await page.locator('.desk-tabs [role=tab][aria-selected=true]').focus();
    await page.keyboard.press('F2');
    await page.locator('.naming').fill('Dragged');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /Dragged/ }).waitFor();
    await page.reload();
    await page.locator('.station-desk').waitFor();
    await page.getByRole('tab', { name: /Dragged/ }).click();
    await turnToTomorrow(page);
    await expect.poll(() => column(page, 1, 50, 51)).toEqual([set]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('best from here keeps what is set; the comparison says what each difference costs, and why', async () => {
    const { page, complaints } = await openDesk(browser, { address: server.address });
    await turnToTomorrow(page);
    await cell(page, 70, 0).click();
    await paste(page, Array.from({ length: 8 }, () => '30').join('\n'));
    await settled(page);
    await page.getByRole('button', { name: 'Best from here' }).click();
    await page
      .getByRole('button', { name: 'Best from here' })
      .and(page.locator(':enabled'))
      .waitFor();
    await settled(page);
    await expect
      .poll(() => column(page, 0, 70, 78))
      .toEqual(Array.from({ length: 8 }, () => '30.0'));
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.locator('.compare-panel tfoot td').first().waitFor();
    await expect.poll(() => page.locator('.compare-panel tbody tr').count()).toBeGreaterThan(0);
    // Eight rows were set: row by row there are at least as many.
    await page.getByLabel('Every quarter-hour by itself').check();
    await expect
      .poll(() => page.locator('.compare-panel tbody tr.why').count())
      .toBeGreaterThanOrEqual(8);
    await page.getByRole('button', { name: 'Older plans of the day' }).click();
    await expect
      .poll(() => page.locator('#compare-second option', { hasText: 'Superseded' }).count())
      .toBeGreaterThan(0);
    await page.locator('#compare-second').selectOption('rule');
    await expect.poll(() => page.locator('.compare-panel tbody tr').count()).toBeGreaterThan(4);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a plan is amended with a reason, and its history says by whom', async () => {
    const { page, complaints } = await openDesk(browser, { address: server.address });
    await turnToTomorrow(page);
    await cell(page, 60, 0).click();
    await paste(page, Array.from({ length: 8 }, () => '30').join('\n'));
    await settled(page);
    await page.getByRole('tab', { name: 'Decide' }).click();
    const amend = page.locator('[data-step=amend]');
    expect(await amend.isDisabled()).toBe(true);
    await page.locator('.decide-panel input').fill('Pump test downstream');
    await expect.poll(() => amend.isDisabled()).toBe(false);
    await amend.click();
    await page
      .locator('.decide-panel .moves')
      .getByText(/Pump test downstream/)
      .waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a load curve is shown as understood, tried, and where it cannot be met is said', async () => {
    const { page, complaints } = await openDesk(browser, { address: server.address });
    await turnToTomorrow(page);
    await page.getByRole('tab', { name: 'Load order' }).click();
    const rows = await page.locator('.day-table tbody tr').count();
    // 200 MW for an hour: the four units have 130.
    const curve = Array.from({ length: rows }, (_, i) => (i >= 40 && i < 44 ? 200 : 40));
    await page.locator('.load-panel textarea').fill(['MW', ...curve].join('\n'));
    await page.getByText(new RegExp(`${rows} points of 15 min`)).waitFor();
    await page.getByRole('button', { name: 'Try to follow it' }).click();
    await page.getByText(/It cannot be met in \d+ quarter-hours/).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the day goes out as CSV and XLSX, and on paper as one page', async () => {
    const { page, complaints } = await openDesk(browser, { address: server.address });
    await page.getByRole('tab', { name: 'Export' }).click();
    const csv = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV of this sheet' }).click();
    const lines = readFileSync(await (await csv).path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines[0]).toContain('Unit 1 Order MW');
    expect(lines).toHaveLength(1 + (await page.locator('.day-table tbody tr').count()));
    const xlsx = page.waitForEvent('download');
    await page.getByRole('button', { name: 'XLSX of this sheet' }).click();
    // A zip archive.
    expect(
      readFileSync(await (await xlsx).path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

/** Opens a what-if of tomorrow and asks for one unit's row 40: nothing of it is this browser's own. */
async function rowOfWhatIf(address: string): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const { page } = await openDesk(browser, { address, context });
  await page
    .getByRole('tab', { name: /What-if 1/ })
    .first()
    .click();
  await turnToTomorrow(page);
  const row = await column(page, 0, 40, 41);
  await context.close();
  return row;
}

test('a what-if outlives a server that is killed, for whoever opens the desk then', async () => {
  const before = await startServer(['demo', ...MORNING]);
  const { page } = await openDesk(browser, { address: before.address });
  await turnToTomorrow(page);
  await cell(page, 40, 0).click();
  await page.keyboard.type('18');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect.poll(() => rowOfWhatIf(before.address)).toEqual(['18.0']);
  await page.close();
  await before.kill();
  const after = await startServer(['demo', ...MORNING], { FOREBAY_DATA: before.folder });
  try {
    await expect.poll(() => rowOfWhatIf(after.address)).toEqual(['18.0']);
  } finally {
    await after.stop();
    await before.stop();
  }
});
