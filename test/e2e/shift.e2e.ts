import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Outage } from '#shared/wire/outage.ts';
import type { PlanState } from '#shared/wire/plan-life.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { openBrowser } from './support/browser.ts';
import { openDesk } from './support/desk.ts';
import { openShiftHouse, type ShiftHouse } from './support/shift-house.ts';

/**
 * The end of a day. What is changed by hand is changed at the pace of time; then the clock runs
 * faster, so that the trip, the end of its quarter-hour and midnight come within two minutes. What two
 * people decide within a quarter-hour has a third of a minute.
 */
const DAY = '2026-03-05';
const BEGINS = Date.parse(`${DAY}T22:46:00+08:00`);
const MIDNIGHT = Date.parse(`${DAY}T24:00:00+08:00`);
/**
 * A little into a quarter-hour that was ordered from its beginning; and late enough for a server whose clock runs fast
 * at once to open its doors before.
 */
const TRIPS = Date.parse(`${DAY}T23:31:00+08:00`);
/** How the day was followed is looked at once a second, real time. */
const JUDGED = MIDNIGHT + 5 * MS_PER_MINUTE;
const SPEED = 40;
const QUARTER_MS = 15 * MS_PER_MINUTE;
/** What a person may take until a step is taken, on a machine that is busy with something else. */
const PATIENCE = { timeout: 120_000, interval: 100 } as const;

const LI = { name: 'li', label: 'Li Na', roles: ['dispatcher'] } as const;
const WANG = { name: 'wang', label: 'Wang Jun', roles: ['dispatcher'] } as const;

let browser: Browser;
let house: ShiftHouse;
let li: Page;
let wang: Page;
const complaints: string[][] = [];
/** What the trip's plan took the place of. */
let amended: PlanVersion;
let afterTrip: PlanVersion;
let trippedAt: number;

beforeAll(async () => {
  [house, browser] = await Promise.all([
    openShiftHouse(['--at', new Date(BEGINS).toISOString()], { adopt: 'none', secondPerson: true }),
    openBrowser(),
  ]);
  li = await seat(LI);
  wang = await seat(WANG);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** One step stands on the one before: after a failure the rest says nothing. */
let isBroken = false;
beforeEach(({ skip }) => skip(isBroken, 'a step before it failed'));
afterEach(({ task }) => {
  isBroken ||= task.result?.state === 'fail';
});

async function seat(person: typeof LI | typeof WANG): Promise<Page> {
  const context = await house.admit(browser, person);
  const desk = await openDesk(browser, { address: house.address, context });
  complaints.push(desk.complaints);
  return desk.page;
}

const sheet = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) });
const panel = (page: Page, name: string): Promise<void> =>
  page.getByRole('tab', { name, exact: true }).click();
const history = (page: Page) => page.locator('.decide-panel .moves');
const cell = (page: Page, row: number, unit: number) => page.locator(`#cell-${row}-${unit}`);
const settled = (page: Page): Promise<unknown> =>
  page.locator('.desk-figures:not(.pending) [data-took-ms]').waitFor();

/** Every version that speaks of the end of the day, oldest made first. */
const stored = (): Promise<readonly PlanVersion[]> => house.plans(BEGINS, MIDNIGHT);

/** The stored version that is so, once there is one. */
const version = (isSo: (one: PlanVersion) => boolean): Promise<PlanVersion> =>
  vi.waitUntil(async () => (await stored()).findLast(isSo), PATIENCE);

const inState = (id: string, state: PlanState): Promise<PlanVersion> =>
  version((one) => one.id === id && one.state === state);

/** Presses a step's button on a plan's sheet, as soon as it may be pressed. */
async function take(page: Page, name: 'Offered' | 'Decided', step: string): Promise<void> {
  await sheet(page, name).click();
  await panel(page, 'Decide');
  await page.locator(`[data-step=${step}]:enabled`).click();
}

/** What the audit says was done with a plan, oldest first. */
async function deedsOn(id: string): Promise<string[]> {
  const { entries } = await house.audit();
  return entries
    .filter(({ subject }) => subject === id)
    .map(({ actorName, action }) => `${actorName}: ${action}`);
}

/** 23:15, 23:30 and 23:45. */
const ROWS = [93, 94, 95] as const;
const UNIT_2 = 1;

describe('a shift of two dispatchers, where each decision is confirmed by another person', () => {
  test('begins with a plan that is offered and in force for nobody', async () => {
    const offered = await version(({ state }) => state === 'offered');
    await sheet(li, 'Offered').waitFor();
    expect(await sheet(li, 'In force').count()).toBe(0);
    expect(offered.inForceFrom).toBeNull();
  });

  test('the plan is changed by keyboard and by a bar that is dragged, and amended with a reason', async () => {
    const offered = await version(({ state }) => state === 'offered');
    await sheet(li, 'Offered').click();
    await cell(li, ROWS[0], UNIT_2).click();
    await li.keyboard.type('30');
    await li.keyboard.press('Enter');
    await li.keyboard.press('ArrowUp');
    await li.keyboard.press('Shift+ArrowDown');
    await li.keyboard.press('Shift+ArrowDown');
    await li.keyboard.press('Control+d');
    await expect.poll(() => cell(li, ROWS[2], UNIT_2).textContent()).toContain('30.0');

    const box = (await li.locator('[data-unit=u2]').boundingBox())!;
    const x = box.x + ((ROWS[2] + 0.5) / 96) * box.width;
    await li.mouse.move(x, box.y + box.height * 0.5);
    await li.mouse.down();
    await li.mouse.move(x, box.y + box.height * 0.2, { steps: 4 });
    await li.mouse.up();
    await settled(li);
    // Four fifths of an axis that ends a little above the unit's 45 MW.
    const draggedMw = Number(await cell(li, ROWS[2], UNIT_2).textContent());
    expect(draggedMw).toBeGreaterThan(33);
    expect(draggedMw).toBeLessThan(42);

    // A unit that starts must run for an hour: the search finds what else that takes.
    await li.getByRole('button', { name: 'Best from here' }).click();
    await li.getByRole('button', { name: 'Best from here' }).and(li.locator(':enabled')).waitFor();
    await settled(li);
    await panel(li, 'Decide');
    await li.locator('.decide-panel input').fill('Grid asks for unit 2');
    await li.locator('[data-step=amend]:enabled').click();
    amended = await version(({ state }) => state === 'amended');
    await history(li)
      .getByText(/Li Na: amended \(Grid asks for unit 2\)/)
      .waitFor();

    expect(amended.amends).toBe(offered.id);
    const step = (Date.parse(`${DAY}T23:15:00+08:00`) - amended.startsAt) / QUARTER_MS;
    const [first, second, third] = amended.plan.stations['s1']!.units['u2']!.mw.slice(step);
    expect(first).toBeCloseTo(30, 1);
    expect(second).toBeCloseTo(30, 1);
    expect(third).toBeCloseTo(draggedMw, 1);
    await inState(offered.id, 'superseded');
    expect(await deedsOn(amended.id)).toEqual(['Li Na: plan.amend']);
  });

  test('who decided cannot confirm; another person does, and only then can it be ordered', async () => {
    await sheet(li, 'Decided').click();
    await li.getByText('Waits for a second person.').waitFor();
    expect(await li.locator('[data-step=order]').count()).toBe(0);
    await li.locator('[data-step=confirm]:enabled').click();
    await li.getByText(/who decided cannot confirm/).waitFor();

    await take(wang, 'Decided', 'confirm');
    await history(li).getByText('Wang Jun: confirmed').waitFor();
    await take(li, 'Decided', 'order');
    await sheet(li, 'In force').waitFor();
    await sheet(wang, 'In force').waitFor();
    await inState(amended.id, 'in-force');
    expect(await deedsOn(amended.id)).toEqual([
      'Li Na: plan.amend',
      'Wang Jun: plan.confirm',
      'Li Na: plan.order',
    ]);
  });

  test('a unit trips: a plan without it is offered at once', async () => {
    const nowMs = await house.clockMs();
    const inS = Math.round((TRIPS - nowMs) / 1000);
    await house.restart([
      ...['--at', new Date(BEGINS).toISOString(), '--speed', String(SPEED)],
      ...['--faults', `trip:s1/u2/on@${inS}s+2h`],
    ]);
    afterTrip = await version(({ causes }) => causes.includes('trip'));
    trippedAt = afterTrip.madeAt;
    expect(afterTrip.state).toBe('offered');
    const inputs = await house.get<{
      day: { stations: Record<string, { outOfService: unknown[] }> };
    }>(`/api/v1/plans/${afterTrip.id}/inputs`);
    expect(inputs.day.stations['s1']!.outOfService).toMatchObject([{ unit: 'u2', fromStep: 0 }]);
    const { outages } = await house.get<{ outages: Outage[] }>(
      `/api/v1/outages?from=${trippedAt}&to=${MIDNIGHT}`,
    );
    expect(outages).toMatchObject([{ unit: 'u2', origin: 'trip', ended: null }]);
    expect(await deedsOn('s1 u2')).toEqual(['Forebay: unit.trip']);
    expect(afterTrip.plan.stations['s1']!.units['u2']!.mw.slice(0, 8)).toEqual(Array(8).fill(0));
  });

  test('it is accepted, confirmed and ordered, and in force at once', async () => {
    await take(li, 'Offered', 'accept');
    await take(wang, 'Decided', 'confirm');
    await take(li, 'Decided', 'order');
    const inForce = await inState(afterTrip.id, 'in-force');
    // A trip takes the plan with it: the quarter-hour that has begun is ordered anew.
    const ordered = inForce.moves.find(({ step }) => step === 'order')!;
    expect(inForce.inForceFrom).toBe(ordered.at);
    await inState(amended.id, 'superseded');
    await sheet(li, 'In force').click();
    await history(li).getByText('Li Na: ordered').waitFor();
    expect(await deedsOn(afterTrip.id)).toEqual([
      'Li Na: plan.accept',
      'Wang Jun: plan.confirm',
      'Li Na: plan.order',
    ]);
  });

  test('the quarter-hour of the trip is a deviation; its cause is given at the desk', async () => {
    await panel(li, 'Following');
    const ofUnit2 = async () =>
      (await house.followedDay(DAY)).deviations.find(({ unit }) => unit === 'u2');
    const { id } = await vi.waitUntil(ofUnit2, PATIENCE);
    await line(id).getByText('wants a cause').waitFor();
    await explain(id, 'Unit tripped', 'Breaker of unit 2 opened');
    const deviation = (await ofUnit2())!;
    expect(deviation.from).toBe(Math.floor(trippedAt / QUARTER_MS) * QUARTER_MS);
    expect(Math.abs(deviation.largestMw)).toBeGreaterThan(deviation.bandMw);
    expect(deviation.explained).toMatchObject({
      cause: 'unit-trip',
      note: 'Breaker of unit 2 opened',
      by: { name: 'Li Na' },
    });
    expect(await deedsOn(deviation.id)).toEqual(['Li Na: deviation.explain']);
  });

  test('when it is over the day is closed, once every deviation has its cause', async () => {
    // Its last quarter-hour has been judged by then.
    await vi.waitUntil(async () => (await house.clockMs()) > JUDGED, PATIENCE);
    await li.getByRole('button', { name: DAY }).click();
    const { deviations } = await house.followedDay(DAY);
    expect(deviations.length).toBeGreaterThan(0);
    for (const { id, explained } of deviations)
      if (!explained) await explain(id, 'Unit tripped', 'Units started in place of unit 2');
    await expect.poll(() => li.locator('.follow-panel li').count()).toBe(deviations.length);
    await li.getByRole('button', { name: 'Close the day' }).click();
    await li.getByRole('button', { name: 'Close it for good' }).click();
    await li.getByText(/Closed by Li Na/).waitFor();
    const { closed } = await house.followedDay(DAY);
    expect(closed).toMatchObject({ station: 's1', day: DAY, by: { name: 'Li Na' } });
    expect(await deedsOn(`s1 ${DAY}`)).toEqual(['Li Na: plan.close']);
  });

  test('the audit holds from end to end, and no screen has complained or asked in vain', async () => {
    const { verdict, entries } = await house.audit();
    expect(verdict).toMatchObject({ sound: true, entries: entries.length });
    // No screen has asked for what is not its own.
    expect(entries.filter(({ action }) => action.startsWith('access.'))).toEqual([]);
    expect(complaints.flat()).toEqual([]);
  });
});

/** What Li's desk says of one deviation. */
const line = (id: string) => li.locator(`.follow-panel li[data-deviation="${id}"]`);

/** Records the cause of a deviation at Li's desk; where it has grown meanwhile, again. */
async function explain(id: string, cause: string, note: string): Promise<void> {
  const soon = { timeout: 5000 };
  await vi.waitFor(async () => {
    if ((await line(id).getByText('wants a cause').count()) > 0) {
      await li.locator('#deviation-cause').selectOption(cause, soon);
      await li.locator('#deviation-note').fill(note, soon);
      await line(id).getByRole('button', { name: 'Record the cause' }).click(soon);
    }
    await line(id).getByText(`${cause}: ${note}`).waitFor(soon);
  }, PATIENCE);
}
