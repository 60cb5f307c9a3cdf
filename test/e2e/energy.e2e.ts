import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dateAfter } from '#shared/energy/review/calendar.ts';
import { localDay } from '#shared/units/time-grid.ts';
import type { Role } from '#shared/wire/access.ts';
import { feederTag } from '#shared/wire/tag-path.ts';
import { openBrowser } from './support/browser.ts';
import { numberOf, openReviewAs, panel, savedSheets } from './support/review-desk.ts';
import { DAY, NOW, openReviewHouse } from './support/review-house.ts';
import { seriousFaults } from './support/serious-faults.ts';

const OFFICES = feederTag('s1', 'offices');
/** From 20:00 the offices' meter was not heard: sixteen quarter-hours, more than a tenth of the day. */
const SILENT_FROM = localDay(DAY, 'Asia/Shanghai').startMs + 20 * 3_600_000;

let house: Awaited<ReturnType<typeof openReviewHouse>>;
let browser: Browser;

beforeAll(async () => {
  house = await openReviewHouse(({ tag, at }) => tag === OFFICES && at > SILENT_FROM);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await house.stop();
});

const openReview = (roles: readonly Role[], query = '') =>
  openReviewAs(browser, house, roles, query);

/** What was silent speaks after all, and the day is looked at again. */
async function sendLate(): Promise<unknown> {
  const sent = await house.app.post(
    '/api/v1/readings',
    JSON.stringify(house.late.map(({ tag, at, value }) => ({ tag, at, value }))),
    { 'content-type': 'application/json' },
  );
  await house.energy.closer.run(NOW + 300_000);
  return sent.json();
}

describe('data that comes late', () => {
  test('makes a new version, with the difference by its cause on the screen', async () => {
    const { page, context } = await openReview(['viewer'], 'consumer=offices');
    const first = panel(page, /^1/);
    await first.getByText('Nothing has been restated').waitFor();
    await panel(page, /^2/).getByText('not all metered').waitFor();
    await first.getByText('Offices: 16 not known').waitFor();
    await panel(page, /^2/).getByText('16.7 % of the day is not metered').first().waitFor();
    expect(await sendLate()).toMatchObject({ accepted: 16, refused: [] });
    await page.reload();
    await first
      .getByText(/16 quarter-hours came late: \+/)
      .first()
      .waitFor();
    await first.getByText('Version 2, closed').waitFor();
    await expect.poll(() => panel(page, /^2/).getByText('not all metered').count()).toBe(0);
    // The station's page names it among what was restated lately.
    await page.getByLabel('Consumer').selectOption('_station');
    await first.getByText(`${DAY} Offices`).waitFor();
    await context.close();
  });
});

describe('the daily review of a plant with history', () => {
  beforeAll(sendLate);

  test('shows every step in order, without a complaint, and in order for those who do not see', async () => {
    const { page, context, complaints } = await openReview(['energy-manager']);
    const numbers = async () =>
      (await page.locator('.energy-panel h2').allTextContents())
        .slice(0, 9)
        .map((title) => title.slice(0, 1));
    await expect.poll(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    // Four charts are painted: waterfall, heat map, CUSUM, base load; the Pareto is a table of bars.
    await expect.poll(() => page.locator('.review .energy-panel:has(canvas)').count()).toBe(4);
    await panel(page, /^5/).locator('tbody tr .used').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('adds up: lines, parts and quarter-hours of the workbook say one and the same', async () => {
    const { page, context } = await openReview(['viewer'], 'consumer=seal-water');
    const sheet = await savedSheets(page);
    const lines = await sheet('Lines');
    const valueOf = (rows: unknown[][], name: string, column = 1): number =>
      rows.find(([first]) => first === name)![column] as number;
    const actual = valueOf(lines, 'Actual');
    const variance = await sheet('Target to actual');
    const parts = variance.slice(2, -1);
    expect(parts).toHaveLength(9);
    const sum = parts.reduce((total, row) => total + (row[1] as number), 0);
    const target = valueOf(variance, 'Target');
    expect(Math.abs(target + sum - valueOf(variance, 'Actual'))).toBeLessThan(1e-9 * actual);
    expect(valueOf(variance, 'Actual')).toBeCloseTo(actual, 6);
    const slots = (await sheet('Quarter-hours')).slice(1);
    expect(slots).toHaveLength(96);
    expect(slots.reduce((total, row) => total + (row[1] as number), 0)).toBeCloseTo(actual, 6);
    // Water costs 3.4 a cubic metre (the example's site); each part's money is its amount at that.
    expect(valueOf(lines, 'Actual', 3)).toBeCloseTo(3.4 * actual, 6);
    for (const row of parts) expect(row[2]).toBeCloseTo(3.4 * (row[1] as number), 6);
    const shown = await panel(page, /^2/).locator('tr.actual td').nth(1).textContent();
    expect(Math.abs(numberOf(shown!) - actual)).toBeLessThan(1);
    await context.close();
  });

  test('is taken down to the quarter-hour and its meter, and corrected there by hand', async () => {
    const { page, context, complaints } = await openReview(['energy-manager'], 'consumer=lighting');
    const drill = panel(page, /^8/);
    await drill.getByText('Meter s1/service/lighting/kwh').waitFor();
    await drill.locator('.slots button').nth(40).click();
    await drill.locator('.minutes span').first().waitFor();
    await expect.poll(() => drill.locator('.minutes').textContent()).toContain('10:00');
    await drill.getByRole('button', { name: 'Correct this meter' }).click();
    await drill.getByLabel('kWh', { exact: true }).fill('2.5');
    await drill.getByLabel('Reason').fill('Read by hand while the meter was away');
    await drill.getByRole('button', { name: 'Correct', exact: true }).click();
    await drill.getByText('10:00–10:15: 2.5 kWh were used').waitFor();
    await panel(page, /^1/)
      .getByText(/1 quarter-hours were corrected by hand/)
      .first()
      .waitFor();
    await panel(page, /^1/).getByText('Lighting: 1 quarter-hours corrected by hand').waitFor();
    await expect
      .poll(() => drill.locator('.slots button').nth(40).getAttribute('class'))
      .toContain('corrected');
    await drill.getByRole('button', { name: 'Take back' }).click();
    await drill.getByText('taken back').waitFor();
    await panel(page, /^1/).getByText('Version 3', { exact: false }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('leads from a quarter-hour to the trend of its meter around it', async () => {
    const { page, context, complaints } = await openReview(['viewer'], 'consumer=lighting');
    const drill = panel(page, /^8/);
    await drill.locator('.slots button').nth(40).click();
    await drill.locator('.minutes span').first().waitFor();
    await drill.getByRole('link', { name: 'Trends' }).click();
    // 10:00 to 10:15, with two hours on either side.
    await page.locator(`.lanes[data-painted^="${4.25 * 3_600_000}/1/"]`).waitFor();
    await page.locator(`[data-reading="${feederTag('s1', 'lighting')}"]`).waitFor();
    expect(Date.parse(new URL(page.url()).searchParams.get('from')!)).toBe(
      localDay(DAY, 'Asia/Shanghai').startMs + 8 * 3_600_000,
    );
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('ranks the feeders below with what each was off, and leads to their pages by keyboard', async () => {
    const { page, context } = await openReview(['viewer']);
    const rows = panel(page, /^5/).locator('tbody tr');
    await rows.first().waitFor();
    const used = (await rows.locator('td:nth-child(3)').allTextContents()).map(numberOf);
    expect(used).toEqual(used.toSorted((a, b) => b - a));
    // All of them together are all that is metered.
    expect(await rows.last().locator('td').last().textContent()).toBe('100 %');
    const first = rows.first().getByRole('button');
    const name = (await first.textContent())!.trim();
    await first.focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.getByLabel('Consumer').locator('option:checked').textContent())
      .toMatch(new RegExp(`${name}$`));
    await context.close();
  });

  test('is ready for a turn to the day before, and what is out of sight follows', async () => {
    const { page: first, context } = await openReview(['viewer']);
    const before = dateAfter(DAY, -1);
    // A page of its own: all that it asks for is counted, and nothing else.
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(first.url());
    const asks = (): number =>
      asked.filter((url) => url.includes('/energy/day?') && url.includes(before)).length;
    await expect.poll(asks).toBe(1);
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    const parts = page.locator('.review-part');
    await expect
      .poll(() => parts.evaluateAll((all) => [...new Set(all.map((one) => one.dataset['of']))]))
      .toEqual([`_station/${before}`]);
    expect(await parts.count()).toBeGreaterThan(9);
    expect(asks()).toBe(1);
    await context.close();
  });

  test('keeps cause, comment and action with an owner and a day, and shows them again', async () => {
    const { page, context } = await openReview(['energy-manager']);
    const finding = panel(page, /^9/);
    await finding.getByLabel('Cause').selectOption('leak');
    await finding.getByLabel('Comment').fill('Seal of pump 2 drips');
    await finding.getByRole('button', { name: 'Keep cause and comment' }).click();
    await finding.getByText('Kept.').waitFor();
    await finding.getByLabel('What is to be done').fill('Change the seal');
    await finding.getByLabel('Owner').fill('Wang Wei');
    await finding.getByLabel('Due').fill('2026-06-15');
    await finding.getByRole('button', { name: 'Open action' }).click();
    await finding.getByText('Change the seal').waitFor();
    await page.reload();
    await finding.getByText('Wang Wei · 2026-06-15').waitFor();
    expect(await finding.getByLabel('Cause').inputValue()).toBe('leak');
    await finding.getByRole('button', { name: 'Done' }).click();
    await finding.getByRole('button', { name: 'Open again' }).waitFor();
    await context.close();
  });

  test('shows who may not why not, and lets them read all the same', async () => {
    const { page, context } = await openReview(['viewer']);
    const keep = page.getByRole('button', { name: 'Set target' });
    expect(await keep.isDisabled()).toBe(true);
    expect(await keep.getAttribute('title')).toBe('Not of your role: energy.target');
    expect(await page.getByRole('button', { name: 'Keep cause and comment' }).isDisabled()).toBe(
      true,
    );
    await context.close();
  });
});

describe('what the review is held against', () => {
  test('a target is set by its rule, fixed by hand, and every version of it stays in sight', async () => {
    const { page, context } = await openReview(['energy-manager'], 'consumer=cooling');
    const budget = panel(page, 'Target of 2026');
    await budget.scrollIntoViewIfNeeded();
    await budget.getByText('No target of 2026 is set.').waitFor();
    await budget.getByLabel('Year, kWh').fill('365000');
    await budget.getByLabel('Runs down by').selectOption('even');
    await budget.getByLabel('Why').fill('As the pumps were rated');
    // 365000 over 365 days: 28000 in February before anything is set.
    await budget.getByText('28,000').waitFor();
    await budget.getByRole('button', { name: 'Set target' }).click();
    await budget.getByText('As the pumps were rated').waitFor();
    await budget.getByLabel('Fixed by hand 2026-02').fill('20000');
    await budget.getByLabel('Day to fix').fill('2026-03-01');
    await budget.getByLabel('Its target, kWh').fill('500');
    await budget.getByRole('button', { name: 'Fix day' }).click();
    await budget.getByLabel('Why').fill('Pumps rest in February');
    await budget.getByRole('button', { name: 'Set target' }).click();
    await budget.getByText('365,000 kWh, days, evenly, 2 fixed').waitFor();
    await expect.poll(() => budget.locator('.versions li').count()).toBe(2);
    await budget.locator('.versions button').first().click();
    await budget.getByText('An earlier version is shown').waitFor();
    expect(await budget.getByLabel('Fixed by hand 2026-02').inputValue()).toBe('');
    // What does not add up is said before it is sent.
    await budget.getByLabel('Fixed by hand 2026-02').fill('400000');
    await budget.getByText('What is fixed within 2026 comes to 400000').waitFor();
    expect(await budget.getByRole('button', { name: 'Set target' }).isDisabled()).toBe(true);
    await context.close();
  });

  test('planned generation shares out a year by the month', async () => {
    const { page, context } = await openReview(['energy-manager'], 'consumer=excitation');
    const budget = panel(page, 'Target of 2026');
    await budget.scrollIntoViewIfNeeded();
    await budget.getByLabel('Year, kWh').fill('120000');
    await budget.getByLabel('Runs down by').selectOption('generation-plan');
    for (const [month, mwh] of [
      ['01', '1000'],
      ['07', '3000'],
    ] as const)
      await budget.getByLabel(`Planned generation, MWh 2026-${month}`).fill(mwh);
    // A quarter of the year in January, the rest in July.
    await expect
      .poll(() => budget.locator('tr.target td').allTextContents())
      .toEqual(['30,000', '0', '0', '0', '0', '0', '90,000', '0', '0', '0', '0', '0', '120,000']);
    await context.close();
  });

  test('an event is logged and taken back; models are frozen anew with a reason, and all freezes stay', async () => {
    const { page, context } = await openReview(['energy-manager'], 'consumer=gates');
    const events = panel(page, 'Non-routine events');
    await events.getByLabel('Event', { exact: true }).fill('Gate 3 was tested');
    await events.getByRole('button', { name: 'Log event' }).click();
    await events.getByText('Days left out · Gates, Common services, Qingxi').waitFor();
    await panel(page, /^2/).getByText('left out: Gate 3 was tested').first().waitFor();
    await events.getByRole('button', { name: 'Take back' }).click();
    await events.getByText('taken back').waitFor();
    await expect.poll(() => panel(page, /^2/).getByText('left out: Gate 3').count()).toBe(0);
    const model = panel(page, 'Baseline');
    await model.getByLabel('From').fill('2026-01-01');
    await model.getByLabel('To').fill('2026-05-30');
    await model.getByLabel('Why').fill('New gate drives');
    await model.getByRole('button', { name: 'Fit and freeze all anew' }).click();
    await model.getByRole('button', { name: 'Earlier freezes' }).click();
    await model.locator('.freezes').getByText('New gate drives').waitFor();
    await expect.poll(() => model.locator('.freezes tbody tr').count()).toBe(2);
    await model.getByRole('button', { name: 'Hours' }).click();
    await context.close();
  });

  test('advice is taken by name, and the page says who took it', async () => {
    const { page, context } = await openReview(['energy-manager']);
    const advice = panel(page, /^Off-take/);
    await advice.getByText(/Saves .* CNY and .* kWh from the grid/).waitFor();
    await advice.getByRole('button', { name: 'Take into the plan' }).click();
    await advice.getByText(/Taken by a[0-9a-f]+, .*: the plan reckons with these loads/).waitFor();
    const [taken] = await house.energy.book.all('s1', 'advice');
    expect(taken!.serviceLoadsMw).toHaveLength(96);
    await context.close();
  });
});
