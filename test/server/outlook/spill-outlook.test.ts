import { describe, expect, it } from 'vitest';
import type { Forecast } from '#shared/wire/reading.ts';
import { spillOutlook } from '#server/outlook/spill-outlook.ts';
import { plainDay, plainSystem } from '../../fixtures/plain-system.ts';
import { planVersion } from '../../fixtures/plan-version.ts';
import { scheduleOf, simulatedPlan } from '../../fixtures/simulated-plan.ts';

const HOUR = 3_600_000;
const STEPS = 6;
const STEADY = new Array<number>(STEPS).fill(60);
/** 600 m³/s for 60 out: 540 · 3600 = 1.944 Mm³ an hour, 0.1944 m of a reservoir of 10 Mm³ a metre. */
const WET = new Array<number>(STEPS).fill(600);

const startsAt = Date.parse('2026-06-01T00:00:00Z');
const day = { ...plainDay(STEPS, { inflowM3s: STEADY }), start: new Date(startsAt).toISOString() };
const version = planVersion({
  state: 'in-force',
  startsAt,
  steps: STEPS,
  plan: simulatedPlan(plainSystem, day, scheduleOf({ u1: STEADY })),
});
const forecast = (members?: readonly (readonly number[])[]): Forecast => ({
  station: 's1',
  issuedAt: startsAt,
  startsAt,
  stepMinutes: 60,
  inflowM3s: STEADY,
  origin: 'forecast',
  ...(members ? { members } : {}),
});
const outlook = (levelM: number, members?: readonly (readonly number[])[], now = startsAt) =>
  spillOutlook({
    system: plainSystem,
    station: 's1',
    version,
    day,
    forecast: forecast(members),
    levelM: () => levelM,
    now,
  });

describe('the chance of spill', () => {
  it('is the share of members that pass the limit with the plan in force', async () => {
    // The limit is 118 m: 0.1944 m an hour passes it from 117.9 m in the first hour, and from 110 m not in six.
    expect(await outlook(117.9, [STEADY, WET, STEADY, WET])).toMatchObject({
      members: 4,
      spilling: 2,
    });
    expect(await outlook(110, [STEADY, WET])).toMatchObject({ members: 2, spilling: 0 });
  });

  it('goes on from the level as it is now, with what is left of the plan', async () => {
    const late = await outlook(117.7, [WET], startsAt + 4.5 * HOUR);
    // Two steps are left: 117.7 + 2 · 0.1944 = 118.09.
    expect(late).toMatchObject({ startsAt: startsAt + 4 * HOUR, spilling: 1 });
    expect(late?.lowM).toHaveLength(3);
    expect(late?.lowM.at(-1)).toBeCloseTo(118.09, 1);
  });

  it('comes with the band that holds most members, which narrows to a line where they agree', async () => {
    const { lowM = [], highM = [] } = (await outlook(110, [STEADY, STEADY, WET])) ?? {};
    expect(lowM[0]).toBe(110);
    expect(highM.at(-1)! - lowM.at(-1)!).toBeGreaterThan(0.5);
    const agreeing = await outlook(110, [WET, WET]);
    agreeing?.lowM.forEach((low, i) => expect(low).toBeCloseTo(agreeing.highM[i]!, 9));
  });

  it('is not told without members, nor of hours that no plan speaks of', async () => {
    expect(await outlook(110)).toBeNull();
    expect(await outlook(110, [WET], startsAt + 48 * HOUR)).toBeNull();
  });
});
