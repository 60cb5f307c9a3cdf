import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readAudit } from './support/audit.ts';
import { openBrowser } from './support/browser.ts';
import { seriousFaults } from './support/serious-faults.ts';
import { type RunningServer, startServer } from './support/server.ts';

const SIZE = { width: 1920, height: 1080 };
const PASSWORD = { chief: 'seven grey herons wait', li: 'nine quiet otters swim' };
/** A wall that was turned away comes back by itself within some seconds. */
const COMES_BACK_MS = 60_000;

let browser: Browser;
let server: RunningServer;
const pages: { page: Page; complaints: string[] }[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer(['serve']);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** A page of a browser that knows nobody yet. */
async function newPage(context?: BrowserContext): Promise<Page> {
  const page = await (context ?? (await browser.newContext({ viewport: SIZE }))).newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refusal is what some of these steps ask for.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  pages.push({ page, complaints });
  return page;
}

const at = (path: string, more = ''): string =>
  `${server.address}${path}?lang=en&theme=light${more}`;
const text = (page: Page, words: string | RegExp) => page.getByText(words).first();

async function fillPassword(page: Page, password: string): Promise<void> {
  const fields = page.locator('input[autocomplete=new-password]');
  await fields.nth(0).fill(password);
  await fields.nth(1).fill(password);
}

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.locator('input[autocomplete=username]').fill(name);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const row = (page: Page, name: string) => page.locator('tbody tr', { hasText: name });

/** Presses a button that asks once more. */
async function surely(page: Page, name: string, button: string): Promise<void> {
  const found = row(page, name).getByRole('button', { name: button });
  await found.click();
  await found.click();
}

const deeds = async (): Promise<string[]> => {
  const { entries, verdict } = await readAudit(server.folder);
  expect(verdict).toMatchObject({ sound: true, entries: entries.length });
  return entries.map(({ actorName, action, subject }) => `${actorName} ${action} ${subject}`);
};

describe('from the first start to a right that is taken away', () => {
  let chief: Page;
  let li: Page;
  let link: string;

  test('a server without an account says on the screen that it is open', async () => {
    const page = await newPage();
    await page.goto(at('/wall'));
    await text(page, 'Open on this machine').waitFor();
    await page.close();
  });

  test('the link that the first start prints makes the first account, an administrator, once', async () => {
    // The link is printed after the address.
    const printed = await vi.waitUntil(() => /once: (http:\S+)/.exec(server.said())?.[1]);
    const [setup, secret] = printed.split('#');
    chief = await newPage();
    await chief.goto(`${setup}?lang=en&theme=light#${secret}`);
    await chief.locator('input[autocomplete=username]').fill('chief');
    await chief.locator('input[autocomplete=name]').fill('Chen Gong');
    const fields = chief.locator('input[autocomplete=new-password]');
    await fields.nth(0).fill(PASSWORD.chief);
    await fields.nth(1).fill('something else');
    await text(chief, 'The two are not the same.').waitFor();
    expect(await chief.locator('button.first').isDisabled()).toBe(true);
    await fields.nth(1).fill(PASSWORD.chief);
    await chief.locator('button.first').click();
    await chief.waitForURL('**/admin');
    await row(chief, 'chief').waitFor();

    const late = await newPage();
    await late.goto(`${setup}?lang=en&theme=light#${secret}`);
    await text(late, 'This link is no more').waitFor();
    await late.close();
  });

  test('from then on a page that nobody has signed in to leads to the sign-in, and back', async () => {
    const page = await newPage();
    await page.goto(at('/wall', '&station=s1'));
    await page.waitForURL('**/sign-in?next=**');
    await signIn(page, 'chief', 'wrong password');
    await text(page, 'Name or password is wrong.').waitFor();
    await signIn(page, 'chief', PASSWORD.chief);
    await page.waitForURL('**/wall?**station=s1**');
    await page.locator('summary', { hasText: 'Chen Gong' }).waitFor();
    await page.close();
  });

  test('the administrator makes an account, by keyboard alone', async () => {
    await chief.goto(at('/admin'));
    await chief.getByRole('button', { name: 'New account' }).focus();
    await chief.keyboard.press('Enter');
    await chief.locator('input[autocapitalize=none]').waitFor();
    await chief.keyboard.type('li.na');
    await chief.keyboard.press('Tab');
    await chief.keyboard.type('Li Na');
    // Tab goes through the roles; the second is the dispatcher.
    await chief.keyboard.press('Tab');
    await chief.keyboard.press('Tab');
    await chief.keyboard.press('Space');
    await chief.keyboard.press('Enter');
    await chief.locator('.once input').waitFor();
    link = await chief.locator('.once input').inputValue();
    expect(link).toMatch(/\/setup#[\w-]{43}$/);
    expect(await row(chief, 'li.na').textContent()).toContain('Dispatcher');
    expect(await row(chief, 'li.na').textContent()).toContain('no password yet');
  });

  test('who it is for sets a password by the link, and is at the desk', async () => {
    li = await newPage();
    await li.goto(link.replace('#', '?lang=en&theme=dark#'));
    await text(li, 'For Li Na (li.na).').waitFor();
    await fillPassword(li, 'short');
    await li.locator('button.first').click();
    await text(li, 'too easily guessed').waitFor();
    await fillPassword(li, PASSWORD.li);
    await li.locator('button.first').click();
    await li.waitForURL('**/desk');
    await li.locator('summary', { hasText: 'Li Na' }).waitFor();
  });

  test('signing out and in again, and a changed password', async () => {
    await li.locator('summary').click();
    await li.getByRole('button', { name: /Sign out|退出登录/ }).click();
    await li.waitForURL('**/sign-in');
    await li.goto(at('/sign-in'));
    await signIn(li, 'LI.NA', PASSWORD.li);
    await li.waitForURL('**/desk');
    await li.goto(at('/password'));
    await li.locator('input[autocomplete=current-password]').fill(PASSWORD.li);
    await fillPassword(li, `${PASSWORD.li} on`);
    await li.locator('button.first').click();
    await text(li, 'The password is changed.').waitFor();
    await li.goto(at('/desk'));
    await li.locator('summary', { hasText: 'Li Na' }).waitFor();
  });

  test('a page for other roles says whose it is', async () => {
    const page = await newPage(li.context());
    await page.goto(at('/admin'));
    await text(page, 'Not for your roles').waitFor();
    await text(page, 'You are Li Na: Dispatcher.').waitFor();
    await page.close();
  });

  test('a role that is taken away is gone from the open page, and a disabled account from its screen', async () => {
    const page = await newPage(li.context());
    await page.goto(at('/admin'));
    await text(page, 'Not for your roles').waitFor();
    await row(chief, 'li.na').getByRole('button', { name: 'Change' }).click();
    await chief.locator('fieldset label', { hasText: 'Auditor' }).locator('input').check();
    await chief.locator('fieldset label', { hasText: 'Dispatcher' }).locator('input').uncheck();
    await chief.getByRole('button', { name: 'Save' }).click();
    // The open page shows at once what has become of it.
    await page.locator('.audit tbody tr').first().waitFor({ timeout: COMES_BACK_MS });
    await page.close();

    await surely(chief, 'li.na', 'Disable');
    await text(li, 'The server turned this screen away').waitFor({ timeout: COMES_BACK_MS });
    await row(chief, 'li.na').getByRole('button', { name: 'Enable' }).click();
    await li.locator('summary', { hasText: 'Li Na' }).waitFor({ timeout: COMES_BACK_MS });
  });

  test('the only administrator stays one', async () => {
    await surely(chief, 'chief', 'Disable');
    await text(chief, 'This is the only administrator.').waitFor();
    expect(await row(chief, 'chief').textContent()).toContain('active');
  });

  test('a wall opens by the token of its display, and goes dark when that is revoked', async () => {
    await chief.getByRole('button', { name: 'Tokens' }).click();
    await chief.getByLabel('Name of the screen').fill('Hall');
    await chief.getByRole('button', { name: 'Issue token' }).first().click();
    await chief.locator('.once input').waitFor();
    const address = await chief.locator('.once input').inputValue();
    const wall = await newPage();
    await wall.goto(address.replace('#', '&lang=en&theme=light#'));
    await text(wall, 'No reading of this station has come yet').waitFor();
    expect(await wall.locator('.who').textContent()).toBe('');
    await wall.reload();
    await text(wall, 'No reading of this station has come yet').waitFor();
    await surely(chief, 'Hall', 'Revoke');
    await text(wall, 'The server turned this screen away').waitFor({ timeout: COMES_BACK_MS });
    await text(wall, 'was revoked').waitFor();
    await wall.close();
  });

  test('all of it stands in the audit, on screen and in the store, and the chain holds', async () => {
    await chief.getByRole('button', { name: 'Audit' }).click();
    await row(chief, 'token revoked').first().waitFor();
    await chief.getByRole('button', { name: 'Check the chain' }).click();
    await text(chief, /The chain holds: \d+ entries/).waitFor();
    await chief.getByLabel('What').selectOption({ label: 'passwords' });
    await expect.poll(() => chief.locator('.audit tbody tr').count()).toBe(2);
    const all = await deeds();
    for (const deed of [
      'Chen Gong accounts.first chief',
      'chief session.refused chief',
      'Chen Gong accounts.add li.na',
      'Li Na password.change li.na',
      'Chen Gong accounts.change li.na',
      'Chen Gong tokens.issue Hall',
      'Chen Gong tokens.revoke Hall',
    ])
      expect(all).toContain(deed);
  });

  test.each([
    { width: 1920, height: 1080, language: 'en', theme: 'dark' },
    { width: 3840, height: 2160, language: 'zh', theme: 'light' },
    { width: 1366, height: 768, language: 'zh', theme: 'dark' },
  ])(
    'every part fits $width × $height and has nothing serious in the way, $language, $theme',
    async ({ width, height, language, theme }) => {
      const page = await newPage(chief.context());
      await page.setViewportSize({ width, height });
      for (const path of [
        '/admin?tab=accounts',
        '/admin?tab=tokens',
        '/admin?tab=audit',
        '/sign-in?',
        '/password?',
      ]) {
        await page.goto(`${server.address}${path}&lang=${language}&theme=${theme}`);
        await page.locator('table, form').first().waitFor();
        const isWide = await page.evaluate(() => {
          const parts = [...document.querySelectorAll('main, .body, .card')];
          return parts.some((part) => part.scrollWidth > part.clientWidth + 1);
        });
        expect([path, isWide]).toEqual([path, false]);
        expect([path, await seriousFaults(page)]).toEqual([path, []]);
      }
      await page.close();
    },
  );

  test('no page has complained', () => {
    expect(pages.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
