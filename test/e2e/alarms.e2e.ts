import { writeFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleSite } from '#shared/station/example/example.ts';
import { openBrowser } from './support/browser.ts';
import { seriousFaults } from './support/serious-faults.ts';
import { type RunningServer, startServer } from './support/server.ts';

/** Tags of a source of the test's own, which ring as soon as they are bad. */
const FLOOD = 1000;
const TOKEN = 'flood-token';
const tagOf = (i: number): string => `s1/flood/value-${i}`;

let folder: string;
let server: RunningServer;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forebay-alarms-'));
  const tags = Array.from({ length: FLOOD }, (_, i) => ({
    tag: tagOf(i),
    name: { zh: `测点${i}`, en: `Value ${i}` },
    unit: 'MW' as const,
    periodMs: 600_000,
  }));
  const alarms = { stations: { s1: { 'tag.fault': { onDelayS: 0, offDelayS: 0 } } } };
  const siteFile = join(folder, 'site.json');
  const site = { ...exampleSite, tags: [...exampleSite.tags, ...tags], alarms };
  await writeFile(siteFile, JSON.stringify(site));
  server = await startServer(['demo'], {
    FOREBAY_SITE: siteFile,
    FOREBAY_INGEST_TOKEN: TOKEN,
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The source says of some of its tags that they are bad, or good again. */
async function say(quality: 'bad' | 'good', from: number, to: number): Promise<void> {
  const at = Date.now();
  const readings = Array.from({ length: to - from }, (_, i) => ({
    tag: tagOf(from + i),
    at,
    value: 1,
    quality,
    source: 'flood',
  }));
  const answer = await fetch(`${server.address}/api/v1/readings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(readings),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

async function openAlarms(query: Record<string, string> = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const address = new URLSearchParams({ lang: 'en', theme: 'light', ...query });
  await page.goto(`${server.address}/alarms?${address}`);
  await page.locator('[role=tab][data-tab=shown]').waitFor();
  return page;
}
const row = (page: Page, i: number) => page.locator(`tr[data-alarm="s1/tag.fault/${tagOf(i)}"]`);

test('an alarm rings, sounds, is silenced, sounds anew, is acknowledged and is over', async () => {
  const page = await openAlarms();
  const sound = page.locator('.sound');
  await expect.poll(() => sound.getAttribute('data-sound')).toBe('off');
  await say('bad', 0, 1);
  await expect.poll(() => row(page, 0).getAttribute('data-state')).toBe('unacknowledged');
  // Off until somebody wants it; the click that switches it on is the one the browser asks for.
  await expect.poll(() => sound.getAttribute('data-sounds-for')).toBe('');
  await page.getByRole('button', { name: 'Sound off' }).click();
  await expect.poll(() => sound.getAttribute('data-sound')).toBe('sounding');
  expect(await sound.getAttribute('data-sounds-for')).toBe('3');
  expect(new URL(page.url()).searchParams.get('sound')).toBe('on');

  await page.getByRole('button', { name: 'Silence' }).click();
  await expect.poll(() => sound.getAttribute('data-sound')).toBe('on');
  await expect.poll(() => sound.textContent()).toContain('Silenced by');
  await say('bad', 1, 2);
  await expect.poll(() => sound.getAttribute('data-sound')).toBe('sounding');

  await page.mouse.move(5, 5);
  await row(page, 0).getByRole('button', { name: 'Acknowledge' }).click();
  await expect.poll(() => row(page, 0).getAttribute('data-state')).toBe('acknowledged');
  await page.getByRole('button', { name: /Acknowledge all/ }).click();
  await expect.poll(() => sound.getAttribute('data-sound')).toBe('on');
  await say('good', 0, 2);
  await expect.poll(() => row(page, 0).count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test('one is shelved with a reason, stands on the other list, and the journal says who and why', async () => {
  await say('bad', 5, 6);
  const page = await openAlarms();
  await row(page, 5).getByRole('button', { name: 'Shelve …' }).click();
  const form = page.locator('form.deed');
  expect(await form.getByRole('button', { name: 'Do it' }).isDisabled()).toBe(true);
  await form.getByLabel('For how long').selectOption('15');
  await form.getByLabel('Why').fill('meter is being changed');
  await form.getByRole('button', { name: 'Do it' }).click();
  await expect.poll(() => form.count()).toBe(0);
  await expect.poll(() => row(page, 5).count()).toBe(0);

  await page.locator('[data-tab=shelved]').click();
  await expect.poll(() => row(page, 5).textContent()).toContain('meter is being changed');
  await page.locator('[data-tab=journal]').click();
  const line = page.locator('.journal tbody tr').filter({ hasText: 'meter is being changed' });
  await line.waitFor();
  expect(await line.textContent()).toContain('shelved');

  await page.locator('[data-tab=shelved]').click();
  await row(page, 5).getByRole('button', { name: 'Unshelve' }).click();
  await page.locator('[data-tab=shown]').click();
  await expect.poll(() => row(page, 5).getAttribute('data-state')).toBe('unacknowledged');
  await say('good', 5, 6);
  expect(complaints).toEqual([]);
  await page.close();
});

test('in a flood of a thousand in ten seconds the list stays usable, in order, and the load is right', async () => {
  const page = await openAlarms();
  await page.getByRole('button', { name: /Acknowledge all/ }).click();
  const clicks: number[] = [];
  for (let part = 0; part < 10; part += 1) {
    await say('bad', part * 100, (part + 1) * 100);
    const begun = performance.now();
    await page.locator('[data-tab=shelved]').click();
    await page.locator('[data-tab=shelved][aria-selected=true]').waitFor();
    await page.locator('[data-tab=shown]').click();
    await page.locator('[data-tab=shown][aria-selected=true]').waitFor();
    clicks.push(performance.now() - begun);
  }
  const count = () => page.locator('tbody[data-count]').getAttribute('data-count').then(Number);
  await expect.poll(count).toBeGreaterThanOrEqual(FLOOD);
  // A list of a thousand is some forty rows; each click was answered while it grew.
  expect(await page.locator('tr[data-alarm]').count()).toBeLessThan(80);
  expect(Math.max(...clicks)).toBeLessThan(5000);
  await expect.poll(() => page.locator('.flood').count()).toBe(1);

  // To the end of it by key, and the last rows are there.
  await page.locator('.box').focus();
  await page.keyboard.press('End');
  await expect
    .poll(async () => (await page.locator('tr[data-alarm]').last().boundingBox())?.y ?? Infinity)
    .toBeLessThan(1080);

  const list = await fetch(`${server.address}/api/v1/alarms?station=s1`);
  const { alarms } = (await list.json()) as { alarms: { priority: number; rangAt: number }[] };
  const order = alarms.map(({ priority, rangAt }) => [priority, -rangAt] as const);
  expect(order).toEqual(order.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));

  await page.locator('[data-tab=load]').click();
  const most = page.locator('[data-figure=mostInTenMinutes]');
  await expect.poll(() => most.locator('[data-light]').getAttribute('data-light')).toBe('red');

  await page.locator('[data-tab=shown]').click();
  await page.getByRole('button', { name: /Acknowledge all/ }).click();
  await expect.poll(() => page.locator('tr[data-state=unacknowledged]').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(['light', 'dark'] as const)(
  'nothing serious stands in the way on any of its pages, in the %s theme',
  async (theme) => {
    await say('bad', 9, 10);
    for (const tab of ['shown', 'shelved', 'journal', 'sheet', 'load']) {
      const page = await openAlarms({ theme, tab });
      const content = '.alarm-list, .journal tbody, .sheet article, .figures';
      await page.locator(content).first().waitFor();
      expect(await seriousFaults(page), tab).toEqual([]);
      await page.close();
    }
  },
);
