import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { openBrowser } from './support/browser.ts';
import { openDesk } from './support/desk.ts';
import { MORNING } from './support/server.ts';
import { openShiftHouse, type ShiftHouse } from './support/shift-house.ts';

let house: ShiftHouse;
let browser: Browser;
let li: Page;
let guest: Page;
const complaints: string[][] = [];

beforeAll(async () => {
  [house, browser] = await Promise.all([openShiftHouse(MORNING, {}), openBrowser()]);
  li = await seat('li', 'Li Na', 'dispatcher');
  guest = await seat('guest', 'Guo Ke', 'viewer');
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

async function seat(name: string, label: string, role: 'dispatcher' | 'viewer'): Promise<Page> {
  const context = await house.admit(browser, { name, label, roles: [role] });
  const desk = await openDesk(browser, { address: house.address, context });
  complaints.push(desk.complaints);
  return desk.page;
}
const panel = (page: Page, name: string): Promise<void> =>
  page.getByRole('tab', { name, exact: true }).click();
const line = (page: Page) => page.locator('.outage-panel li[data-outage=u3]');
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

describe('a unit out of service', () => {
  test('is not declared without a reason, nor to an end before its beginning; nothing typed is lost', async () => {
    await panel(li, 'Outages');
    await li.getByText('No unit is out of service').waitFor();
    await li.locator('.outage-panel select').selectOption({ label: 'Unit 3' });
    await li.locator('[data-field=until]').fill('2020-01-01 00:00');
    await li.locator('[data-field=reason]').fill('Oil leak');
    await li.locator('[data-field=reason]').press('Enter');
    await li.getByText('It would end before it begins.').waitFor();
    await li.locator('[data-field=until]').fill('');
    await li.locator('[data-field=reason]').fill('');
    await li.locator('[data-field=reason]').press('Enter');
    await li.getByText('Say why').waitFor();
    expect(await line(li).count()).toBe(0);
  });

  test('is declared by keyboard; every desk sees it, and a plan without the unit follows', async () => {
    await li.locator('[data-field=reason]').fill('Oil leak at the guide bearing');
    await li.locator('[data-field=reason]').press('Enter');
    await line(li).getByText('Oil leak at the guide bearing').waitFor();
    await line(li).getByText('until further notice').waitFor();
    await li.locator('.day-charts .out').getByText('out').waitFor();
    await panel(guest, 'Outages');
    await line(guest).getByText('Oil leak at the guide bearing').waitFor();
    const now = await house.clockMs();
    const made = await vi.waitUntil(
      async () =>
        (await house.plans(now - MS_PER_HOUR, now + MS_PER_HOUR)).find(({ causes }) =>
          causes.includes('outage'),
        ),
      { timeout: 60_000 },
    );
    // From the next quarter-hour on the unit rests.
    expect(Math.max(...made.plan.stations['s1']!.units['u3']!.mw.slice(1))).toBe(0);
  });

  test('is not for everybody to declare: who may not is told why', async () => {
    await guest.getByText(/no right to this \(unit.outage\)/).waitFor();
    await expect
      .poll(() => line(guest).getByRole('button', { name: 'Change' }).isDisabled())
      .toBe(true);
  });

  test('is changed by one and back by the same; Escape leaves it as it was', async () => {
    await line(li).getByRole('button', { name: 'Change' }).click();
    await li.locator('[data-field=reason]').fill('something else');
    await li.keyboard.press('Escape');
    await line(li).getByRole('button', { name: 'Change' }).click();
    expect(await li.locator('[data-field=reason]').inputValue()).toBe(
      'Oil leak at the guide bearing',
    );
    await li.locator('[data-field=reason]').fill('Bearing changed, oil is filled');
    await li.keyboard.press('Enter');
    await line(guest).getByText('Bearing changed, oil is filled').waitFor();
    await line(li).getByRole('button', { name: 'The unit is back' }).click();
    await line(li)
      .getByText(/back, says Li Na/)
      .waitFor();
    await expect.poll(() => li.locator('.day-charts .out').count()).toBe(0);
  });
});

describe('closing a day', () => {
  test('is asked for once more beside what is open, and not done before the day is over', async () => {
    await panel(li, 'Following');
    await li.getByRole('button', { name: 'Close the day' }).click();
    await li.locator('[data-matter=not-over]').getByText('The day is not over yet.').waitFor();
    expect(await li.getByRole('button', { name: 'Close it for good' }).isDisabled()).toBe(true);
    await li.keyboard.press('Escape');
    await expect.poll(() => focused(li)).toContain('Close the day');
  });

  test('that is over goes by keyboard, with what goes along said beside it', async () => {
    await li.locator('.follow-panel .days button').first().click();
    await li.getByRole('button', { name: 'Close the day' }).click();
    await li.locator('.close-day .asked').waitFor();
    await expect.poll(() => li.locator('[data-matter=not-over]').count()).toBe(0);
    // The keys are in the note already.
    await li.keyboard.type('A quiet day');
    await li.keyboard.press('Enter');
    await li.getByText(/Closed by Li Na/).waitFor();
    const { entries } = await house.audit();
    expect(
      entries.filter(({ action }) => action === 'plan.close').map(({ after }) => after),
    ).toEqual([expect.objectContaining({ note: 'A quiet day' })]);
  });

  test('and no screen has complained', () => {
    expect(complaints.flat()).toEqual([]);
  });
});
