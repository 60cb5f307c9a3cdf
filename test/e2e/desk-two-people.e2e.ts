import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './support/browser.ts';
import { openDesk, turnToTomorrow } from './support/desk.ts';
import { type Line, openLine } from './support/line.ts';
import { MORNING } from './support/server.ts';
import { openShiftHouse, type ShiftHouse } from './support/shift-house.ts';

let house: ShiftHouse;
let browser: Browser;
let li: Page;
let wang: Page;
/** Wang's desk is at the other end of a line that can be pulled. */
let line: Line;
const complaints: string[][] = [];

beforeAll(async () => {
  [house, browser] = await Promise.all([openShiftHouse(MORNING, {}), openBrowser()]);
  line = await openLine(house.address);
  li = await seat('li', 'Li Na', house.address);
  wang = await seat('wang', 'Wang Jun', line.address);
});
afterAll(async () => {
  await browser.close();
  await line.close();
  await house.close();
});

async function seat(name: string, label: string, address: string): Promise<Page> {
  const context = await house.admit(browser, { name, label, roles: ['dispatcher'] }, address);
  const desk = await openDesk(browser, { address, context });
  complaints.push(desk.complaints);
  await turnToTomorrow(desk.page);
  return desk.page;
}

const tab = (page: Page, name: string) =>
  page.locator('.desk-tabs').getByRole('tab', { name, exact: false });
const cell = (page: Page, row: number) => page.locator(`#cell-${row}-0`);
const shows = (page: Page, row: number, text: string) =>
  expect.poll(async () => (await cell(page, row).textContent())?.trim()).toBe(text);

async function type(page: Page, row: number, text: string): Promise<void> {
  await cell(page, row).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}
async function rename(page: Page, from: string, to: string): Promise<void> {
  await tab(page, from).focus();
  await page.keyboard.press('F2');
  await page.locator('.naming').fill(to);
  await page.keyboard.press('Enter');
}
/** Two desks with the same what-if open, 30 MW set in its row 40. */
async function bothOpen(name: string): Promise<void> {
  await tab(li, 'In force').click();
  await type(li, 40, '30');
  await li.locator('.not-the-plan').waitFor();
  await rename(li, 'What-if', name);
  await tab(wang, name).click();
  await turnToTomorrow(wang);
  await shows(wang, 40, '30.0');
}
/** How often the server has kept a what-if of this name. */
async function savings(name: string): Promise<number> {
  const { entries } = await house.audit();
  const after = entries.filter(({ action }) => action === 'whatif.keep').map((one) => one.after);
  return after.filter((one) => (one as { name?: string } | null)?.name === name).length;
}
const rival = (page: Page) => page.locator('.trial-rival');

describe('two people on one what-if', () => {
  test('see each other’s changes: who has changed nothing follows, and is told', async () => {
    await bothOpen('Evening');
    await type(wang, 41, '28');
    await shows(li, 41, '28.0');
    await rival(li)
      .getByText(/Wang Jun changed this what-if/)
      .waitFor();
    await rival(li).getByRole('button', { name: 'Seen' }).click();
    await expect.poll(() => rival(li).count()).toBe(0);
  });

  test('the later one is told, both stand side by side, and either may be kept', async () => {
    await bothOpen('Night');
    const before = await savings('Night');
    // Wang is off the line while Li goes on; both change the same cell.
    line.pull();
    await wang.getByText('Link cut').first().waitFor();
    await type(li, 40, '33');
    await type(wang, 40, '36');
    await expect.poll(() => savings('Night')).toBeGreaterThan(before);
    line.plugIn();
    await rival(wang)
      .getByText(/Li Na changed this what-if at .*Theirs stands beside yours/)
      .waitFor();
    // Neither is written over: each has its own tab, here and on the colleague's desk.
    await shows(wang, 40, '36.0');
    await tab(li, 'Night (mine)').waitFor();
    await rival(wang).getByRole('button', { name: 'Show theirs' }).click();
    await shows(wang, 40, '33.0');
    await shows(li, 40, '33.0');
    // Theirs is kept: mine goes, on both desks.
    await tab(wang, 'Night (mine)').click();
    await rival(wang).getByRole('button', { name: 'Keep theirs, discard mine' }).click();
    await expect.poll(() => tab(wang, 'Night (mine)').count()).toBe(0);
    await expect.poll(() => tab(li, 'Night (mine)').count()).toBe(0);
    await shows(wang, 40, '33.0');
  });

  test('what one discards while the other looks at it is told, and can be kept', async () => {
    await bothOpen('Storm');
    await li.getByRole('button', { name: 'Discard what-if' }).click();
    await rival(wang)
      .getByText(/A colleague has discarded this what-if/)
      .waitFor();
    await shows(wang, 40, '30.0');
    await rival(wang).getByRole('button', { name: 'Keep it for the shift' }).click();
    await tab(li, 'Storm').waitFor();
  });

  test('and no screen has complained', () => {
    expect(complaints.flat()).toEqual([]);
  });
});
