import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleSite } from '#shared/station/example/example.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { CLIENT_FOLDER } from '#server/start/client-folder.ts';
import { type RunningApp, signedIn, startApp } from '../server/app/running-app.ts';
import { openBrowser } from './support/browser.ts';
import { seriousFaults } from './support/serious-faults.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LEVEL = stationTag('s1', 'forebayLevel');
const EXPORT = stationTag('s1', 'export');
const UNIT = unitTag('s1', 'u1', 'mw');

/** The last full minute before the tests began: readings came up to then, one a minute for three days. */
const LAST = Math.floor(Date.now() / MINUTE) * MINUTE;
/** From ten hours ago the level was silent for an hour, then for ten minutes each it was bad, and later doubtful. */
const SILENT = [LAST - 10 * HOUR, LAST - 9 * HOUR] as const;
const BAD = [LAST - 7 * HOUR, LAST - 7 * HOUR + 10 * MINUTE] as const;
const DOUBTFUL = [LAST - 5 * HOUR, LAST - 5 * HOUR + 10 * MINUTE] as const;
/** What the level stands at, m. */
const STANDS_M = 446;
/** What it says where it is bad, m. */
const BAD_M = 999;

let server: RunningApp;
let browser: Browser;
const complaints: string[] = [];

const within = (at: number, [from, to]: readonly [number, number]): boolean => at > from && at < to;

function readings(): JudgedReading[] {
  const said: JudgedReading[] = [];
  for (let at = LAST - 3 * DAY; at <= LAST; at += MINUTE) {
    const say = (tag: string, value: number, quality: JudgedReading['quality'] = 'good') =>
      said.push({ tag, at, value, quality, source: 'test', receivedAt: at });
    if (within(at, BAD)) say(LEVEL, BAD_M, 'bad');
    else if (!within(at, SILENT)) say(LEVEL, STANDS_M, within(at, DOUBTFUL) ? 'doubtful' : 'good');
    say(EXPORT, 40 + 20 * Math.sin(at / HOUR));
    say(UNIT, 30 + 10 * Math.sin(at / HOUR));
  }
  return said;
}

beforeAll(async () => {
  const everyMinute = [LEVEL, EXPORT, UNIT].map((tag) => ({ tag, periodMs: MINUTE }));
  server = await startApp({
    site: { ...exampleSite, tags: [...exampleSite.tags, ...everyMinute] },
    clientDir: CLIENT_FOLDER,
  });
  await server.store.readings.append(readings());
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function openTrends(
  query: Readonly<Record<string, string | readonly string[]>>,
): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1920, height: 1080 },
    acceptDownloads: true,
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries({ lang: 'en', theme: 'light', ...query }))
    for (const one of [value].flat()) address.append(name, one);
  await page.goto(`${server.address}/trends?${address}`);
  return page;
}

/** Waits until the curves of so many tags over so long a span are painted. */
const painted = (page: Page, spanMs: number, tags: number) =>
  page.locator(`.lanes[data-painted^="${spanMs}/${tags}/"]`).waitFor();
const cursor = (page: Page) => page.getByRole('slider', { name: /Cursor|游标/ });
const cursorWords = async (page: Page) => (await cursor(page).getAttribute('aria-valuetext')) ?? '';
const reading = (page: Page, tag: string) => page.locator(`[data-reading="${tag}"]`);
const detail = (page: Page) => page.locator('[data-detail]').textContent();
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.getAll(name);
/** A parameter of the address once it is so: the browser tells it a little after the picture has changed. */
const addressSays = (page: Page, name: string, values: readonly string[]) =>
  expect.poll(() => parameter(page, name)).toEqual(values);

describe('tags', () => {
  test('are found by a word and chosen, stand in the address, and are taken out again', async () => {
    const page = await openTrends({ tag: LEVEL, range: '8h' });
    await painted(page, 8 * HOUR, 1);
    await page.getByPlaceholder('Search by name or path').fill('unit 1 power');
    await expect.poll(() => page.locator('[data-choose]').count()).toBe(1);
    await page.getByLabel('Unit 1 power').check();
    await painted(page, 8 * HOUR, 2);
    await addressSays(page, 'tag', [LEVEL, UNIT]);
    await expect.poll(() => page.locator('.lane').count()).toBe(2);
    await page.getByRole('button', { name: 'Take Forebay level out' }).click();
    await painted(page, 8 * HOUR, 1);
    await addressSays(page, 'tag', [UNIT]);

    await page.getByRole('button', { name: 'Take Unit 1 power out' }).click();
    await page.getByText('No tag chosen').waitFor();
    await page.close();
  });

  test('of one unit share an axis where that is wanted', async () => {
    const page = await openTrends({ tag: [LEVEL, UNIT, EXPORT], range: '8h' });
    await painted(page, 8 * HOUR, 3);
    await page.getByRole('button', { name: 'By unit' }).click();
    await expect.poll(() => page.locator('.lane').count()).toBe(2);
    await addressSays(page, 'lanes', ['unit']);
    await page.close();
  });

  test('that the station has not are named, the others are shown', async () => {
    const page = await openTrends({ tag: [LEVEL, 's1/none'], range: '8h' });
    await page.getByText('This station has no s1/none.').waitFor();
    await painted(page, 8 * HOUR, 1);
    await page.close();
  });
});

describe('time', () => {
  test('a click shows a week in buckets, another the readings themselves', async () => {
    const page = await openTrends({ tag: LEVEL, range: '24h' });
    await painted(page, DAY, 1);
    await page.getByRole('button', { name: '7 d', exact: true }).click();
    await painted(page, 7 * DAY, 1);
    await addressSays(page, 'range', ['7d']);
    await expect.poll(() => detail(page)).toMatch(/^by \d+ min$/);
    await page.getByRole('button', { name: 'Readings' }).click();
    await expect.poll(() => detail(page)).toBe('each reading');
    await page.close();
  });

  test('the wheel zooms around the hand, and the last answer counts', async () => {
    const page = await openTrends({ tag: LEVEL, range: '24h' });
    await painted(page, DAY, 1);
    const box = (await cursor(page).boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (let i = 0; i < 4; i += 1) await page.mouse.wheel(0, -100);
    // Around the middle: what is shown ends in the past now.
    const shown = (): number[] =>
      [...parameter(page, 'from'), ...parameter(page, 'to')].map(Date.parse);
    await expect.poll(() => (shown()[1] ?? NaN) - shown()[0]!).toBeCloseTo(DAY / 1.25 ** 4, -4);
    const [from, to] = shown();
    const middle = (from! + to!) / 2;
    expect(Math.abs(middle - (Date.now() - DAY / 2))).toBeLessThan(5 * MINUTE);
    await painted(page, to! - from!, 1);
    await page.close();
  });

  test('dragged into the past it stands, and goes on again when it is sent to now', async () => {
    const page = await openTrends({ tag: LEVEL, range: '8h' });
    await painted(page, 8 * HOUR, 1);
    await page.getByText('Goes on with the clock').waitFor();
    const box = (await cursor(page).boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 50, { steps: 4 });
    await page.mouse.up();
    await page.getByText('Stands', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'To now' }).click();
    await page.getByText('Goes on with the clock').waitFor();
    await addressSays(page, 'range', ['8h']);
    await page.close();
  });

  test('a span is typed in the station’s own time, and a wrong one is refused in words', async () => {
    const page = await openTrends({ tag: LEVEL, range: '8h' });
    await painted(page, 8 * HOUR, 1);
    // Midnight to noon of the day before in Shanghai, eight hours ahead of UTC.
    const day = new Date(LAST + 8 * HOUR - DAY).toISOString().slice(0, 10);
    await page.locator('[data-field=from]').fill(`${day}T12:00`);
    await page.locator('[data-field=to]').fill(`${day}T00:00`);
    await page.getByText('From must be before to').waitFor();
    await page.locator('[data-field=from]').fill(`${day}T00:00`);
    await page.locator('[data-field=to]').fill(`${day}T12:00`);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await painted(page, 12 * HOUR, 1);
    await expect
      .poll(() => parameter(page, 'from').map(Date.parse))
      .toEqual([Date.parse(`${day}T00:00:00+08:00`)]);
    await page.close();
  });
});

describe('what is not good', () => {
  const around = {
    tag: LEVEL,
    from: new Date(LAST - 12 * HOUR).toISOString(),
    to: new Date(LAST - 4 * HOUR).toISOString(),
  };

  test('an hour without readings is a gap with its words, and the cursor says that there is no data', async () => {
    const page = await openTrends(around);
    await painted(page, 8 * HOUR, 1);
    const gap = page.locator('[data-gap]');
    expect(await gap.count()).toBe(1);
    expect(await gap.getAttribute('data-gap')).toBe(`${SILENT[0]}/${SILENT[1]}`);
    const box = (await gap.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => reading(page, LEVEL).textContent()).toContain('no data');
    await page.close();
  });

  test('doubtful readings are marked by their glyph, and the cursor says it in words', async () => {
    const page = await openTrends(around);
    await painted(page, 8 * HOUR, 1);
    const mark = page.locator('[data-quality=doubtful]');
    expect(await mark.count()).toBe(1);
    expect(await mark.getAttribute('aria-label')).toContain('doubtful, ');
    const box = (await mark.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y - 20);
    await expect.poll(() => reading(page, LEVEL).textContent()).toContain('doubtful');
    await page.close();
  });
});

test('a bad reading is on no curve; under the cursor stand its number and that it is bad', async () => {
  const page = await openTrends({
    tag: LEVEL,
    from: new Date(BAD[0] - HOUR).toISOString(),
    to: new Date(BAD[0] + HOUR).toISOString(),
  });
  await painted(page, 2 * HOUR, 1);
  const box = (await page.locator('[data-quality=bad]').boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y - 20);
  const number = reading(page, LEVEL).locator('.bad .number');
  await expect.poll(() => number.textContent()).toBe('999.0');
  expect(await number.evaluate((node) => getComputedStyle(node).textDecorationLine)).toBe(
    'line-through',
  );
  expect(await cursorWords(page)).toContain('bad');
  await page.close();
});

describe('by keyboard', () => {
  test('the cursor is moved reading by reading, and says value, unit and quality', async () => {
    const page = await openTrends({ tag: LEVEL, range: '1h' });
    await painted(page, HOUR, 1);
    await cursor(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => cursorWords(page)).toContain('Forebay level: 446.00 m good');
    const before = await cursorWords(page);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => cursorWords(page)).not.toBe(before);
    await page.getByRole('heading', { name: 'At the cursor' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Newest' }).waitFor();
    await page.close();
  });

  test('the picture is moved, zoomed and sent back to now', async () => {
    const page = await openTrends({ tag: LEVEL, range: '8h' });
    await painted(page, 8 * HOUR, 1);
    await cursor(page).focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.getByText('Stands', { exact: true }).waitFor();
    await page.keyboard.press('n');
    await page.getByText('Goes on with the clock').waitFor();
    await page.keyboard.press('+');
    // Eight hours by 1.5.
    await addressSays(page, 'range', ['320m']);
    await page.keyboard.press('-');
    await addressSays(page, 'range', ['8h']);
    await page.close();
  });
});

test('a value that comes is on the picture without asking again', async () => {
  const page = await openTrends({ tag: LEVEL, range: '1h' });
  await painted(page, HOUR, 1);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/trends')) asked.push(request.url());
  });
  const at = Date.now();
  await server.readings.accept([
    { tag: LEVEL, at, value: STANDS_M + 0.02, quality: 'good', source: 'test' },
  ]);
  await expect.poll(() => reading(page, LEVEL).textContent()).toContain('446.02');
  expect(asked.length).toBeLessThanOrEqual(1);
  await page.close();
});

test('what is shown is saved as a table, in local time and UTC', async () => {
  const from = LAST - 6 * HOUR;
  const page = await openTrends({
    tag: LEVEL,
    from: new Date(from).toISOString(),
    to: new Date(from + 10 * MINUTE).toISOString(),
  });
  await painted(page, 10 * MINUTE, 1);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const lines = readFileSync(await (await saving).path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines[0]).toContain('Local time,UTC');
  // One a minute, the end not in it.
  expect(lines).toHaveLength(11);
  expect(lines[1]).toContain(`${new Date(from).toISOString()},0,${LEVEL},Forebay level,m,446`);
  await page.close();
});

test('a server that does not answer is said, and asked again by a click', async () => {
  const page = await openTrends({ tag: LEVEL, range: '8h' });
  await painted(page, 8 * HOUR, 1);
  await page.route('**/api/v1/trends?*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/json',
      body: JSON.stringify({ error: { code: 'busy', message: 'the store is starting' } }),
    }),
  );
  await page.getByRole('button', { name: '24 h', exact: true }).click();
  await page.getByText('the store is starting').waitFor();
  await page.unroute('**/api/v1/trends?*');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await painted(page, DAY, 1);
  await expect.poll(() => page.getByText('the store is starting').count()).toBe(0);
  // The browser itself complains of the 503.
  complaints.splice(0);
  await page.close();
});

test('it is for those who read: not for somebody who has not signed in', async () => {
  const shut = await startApp({
    beside: server,
    clientDir: CLIENT_FOLDER,
    access: { open: 'shut' },
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${shut.address}/trends?lang=en`);
  await page.waitForURL(/\/sign-in\?next=%2Ftrends/);
  const { cookie } = await signedIn(shut, ['viewer']);
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: shut.address }]);
  await page.goto(`${shut.address}/trends?lang=en&tag=${LEVEL}`);
  await painted(page, 8 * HOUR, 1);
  await context.close();
  await shut.stop();
});

test.each([
  ['en', 'light'],
  ['zh', 'dark'],
] as const)('nothing serious stands in the way in %s, %s', async (lang, theme) => {
  const page = await openTrends({ tag: [LEVEL, UNIT, EXPORT], range: '24h', lang, theme });
  await painted(page, DAY, 3);
  expect(await seriousFaults(page)).toEqual([]);
  expect(await page.title()).toContain(lang === 'zh' ? '趋势' : 'Trends');
  await page.getByRole('button', { name: lang === 'zh' ? 'English' : '中文' }).click();
  await expect.poll(() => page.title()).toContain(lang === 'zh' ? 'Trends' : '趋势');
  expect(complaints).toEqual([]);
  await page.close();
});
