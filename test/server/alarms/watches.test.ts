import { describe, expect, it, onTestFinished } from 'vitest';
import type { StationPlan } from '#shared/station/plan-schema.ts';
import type { OrderedSlot, PlanView } from '#shared/wire/plan-view.ts';
import { slopeMPerHour } from '#server/alarms/watches/slope-watch.ts';
import { barePlan, noPlans, planVersion } from '../../fixtures/plan-version.ts';
import {
  alarmHouse,
  HOUR,
  inForce,
  LEVEL,
  MINUTE,
  NOON,
  SECOND,
  station,
  type AlarmHouse,
  type AlarmHouseOptions,
} from './alarm-house.ts';

const [u1, u2] = station.units.map(({ id }) => id) as [string, string];
const MID_M = (station.reservoir.levelMaxM + station.reservoir.levelMinM) / 2;

async function house(options: AlarmHouseOptions = {}): Promise<AlarmHouse> {
  const made = await alarmHouse(options);
  onTestFinished(() => made.close());
  return made;
}
const unit = (id: string, name: string): string => `${station.id}/${id}/${name}`;

/** Quarter-hours from an hour before noon on, all ordered alike. */
function ordering(units: Readonly<Record<string, number>>): (id: string) => PlanView {
  const generationMw = Object.values(units).reduce((sum, mw) => sum + mw, 0);
  const ordered = Array.from({ length: 96 }, (_, i): OrderedSlot => {
    const at = NOON - HOUR + i * 15 * MINUTE;
    return { at, planId: 'p', pricePerMwh: 0, generationMw, exportMw: generationMw, units };
  });
  return (id) => ({ ...inForce(id), ordered });
}

describe('a unit', () => {
  const idle = Object.fromEntries(station.units.map(({ id }) => [id, 0]));

  it('that stops while it is ordered to run has tripped; the alarm latches when it runs again', async () => {
    const plant = await house({ view: ordering({ ...idle, [u1]: 40 }) });
    await plant.read(unit(u1, 'on'), 1);
    plant.pass(SECOND);
    expect(plant.codes()).toEqual([]);
    await plant.read(unit(u1, 'on'), 0);
    const id = `${station.id}/unit.trip/${u1}`;
    // At once, not with the next cycle.
    expect(plant.find(id)).toMatchObject({
      state: 'unacknowledged',
      priority: 1,
      data: { unit: u1, ordered: 40 },
    });
    plant.pass(SECOND);
    await plant.read(unit(u1, 'on'), 1);
    plant.pass(SECOND);
    expect(plant.find(id)?.state).toBe('latched-unacknowledged');
  });

  it('that stops when it is ordered to has not', async () => {
    const plant = await house({ view: ordering(idle) });
    await plant.read(unit(u1, 'on'), 1);
    plant.pass(SECOND);
    await plant.read(unit(u1, 'on'), 0);
    expect(plant.codes()).toEqual([]);
  });
});

describe('the station beside its plan', () => {
  it('is off it when it has been by more than the band for ten minutes, and not while units load', async () => {
    const plant = await house({ view: ordering({ [u1]: 40 }) });
    const runs = async (mw: number, minutes: number): Promise<void> => {
      for (let i = 0; i < minutes * 6; i += 1) {
        for (const { id } of station.units) await plant.read(unit(id, 'mw'), id === u1 ? mw : 0);
        plant.pass(10 * SECOND);
      }
    };
    await runs(40, 1);
    await runs(0, 9);
    expect(plant.codes()).not.toContain('adherence.off');
    await runs(0, 2);
    expect(plant.find(`${station.id}/adherence.off`)?.data).toMatchObject({
      value: 40,
      actual: 0,
      ordered: 40,
    });
  });

  it('rings for spill that the plan has in it within twelve hours, with the hours until then', async () => {
    const spills = (step: number) => (id: string) => {
      const spillM3s = Array.from({ length: 96 }, (_, i) => (i === step ? 20 : 0));
      const plan = barePlan({ [station.id]: { spillM3s } as unknown as StationPlan });
      const of = { state: 'in-force' as const, startsAt: NOON - 24 * HOUR, steps: 96, plan };
      const version = { ...planVersion(of), madeAt: NOON };
      return { ...noPlans(id), offered: version, inForce: version };
    };
    // Hours of the plan count from yesterday noon: step 30 begins 6 h from now, step 40 in 16 h.
    const near = await house({ view: spills(30) });
    near.pass(61 * SECOND, SECOND);
    const alarm = near.find(`${station.id}/spill.ahead`);
    expect(alarm?.data).toMatchObject({ from: 'plan' });
    expect(alarm?.data['value']).toBeCloseTo(6 - 61 / 3600, 1);
    const far = await house({ view: spills(40) });
    far.pass(61 * SECOND, SECOND);
    expect(far.codes()).toEqual([]);
  });

  it('rings when no plan is in force, and says nothing beside it of a plan that is old', async () => {
    const plant = await house({ view: noPlans });
    await plant.read(LEVEL, MID_M);
    for (let i = 0; i < 61; i += 1) {
      plant.pass(10 * SECOND);
      await plant.read(LEVEL, MID_M);
    }
    expect(plant.codes()).toEqual(['plan.none']);
    const old = await house();
    // The example plans every hour; three periods without a plan are one too many, after 15 min of grace.
    for (let i = 0; i <= 200; i += 1) {
      old.pass(MINUTE);
      await old.read(LEVEL, MID_M);
    }
    expect(old.codes()).toContain('plan.old');
  });
});

describe('the level', () => {
  it('rises by its slope over a quarter-hour, whatever waves are on it', () => {
    // 0.6 m/h with waves of 2 cm: least squares over 90 points keeps it within 2 %.
    const points = Array.from({ length: 90 }, (_, i): [number, number] => [
      i * 10_000,
      MID_M + (0.6 * i * 10) / 3600 + 0.02 * Math.sin(i * 2.1),
    ]);
    expect(slopeMPerHour(points)).toBeCloseTo(0.6, 1);
  });

  it('rings when it rises faster than 0.5 m/h where the station has no limit of its own', async () => {
    const plant = await house();
    const rise = async (mPerHour: number, minutes: number): Promise<void> => {
      for (let i = 0; i < 6 * minutes; i += 1) {
        levelM += mPerHour / 360;
        await plant.read(LEVEL, levelM);
        plant.pass(10 * SECOND);
      }
    };
    let levelM = MID_M - 2;
    await rise(0.4, 15);
    expect(plant.codes()).toEqual([]);
    await rise(0.8, 16);
    expect(plant.codes()).toEqual(['level.rise']);
  });
});

describe('efficiency', () => {
  /** Two units at the same flow for some time, each with what its meter shows of 30 MW. */
  async function run(measuredMw: Readonly<Record<string, number>>, minutes: number) {
    const plant = await house();
    const flowM3s = 40;
    const running = Object.keys(measuredMw);
    for (let i = 0; i < minutes * 6; i += 1) {
      const values: (readonly [tag: string, value: number])[] = [
        [LEVEL, MID_M],
        [`${station.id}/tailrace/level`, 359],
        ...station.units.flatMap(({ id }): [string, number][] => [
          [unit(id, 'flow'), running.includes(id) ? flowM3s : 0],
          [unit(id, 'mw'), measuredMw[id] ?? 0],
        ]),
      ];
      const { now: at } = plant;
      await plant.readings.accept(
        values.map(([tag, value]) => ({ tag, value, at, quality: 'good', source: 'scada' })),
      );
      plant.pass(10 * SECOND);
    }
    return plant.codes().filter((code) => code === 'head.loss' || code === 'unit.efficiency');
  }

  it('that all running units lack alike is head lost at the rack; what one lacks is its own', async () => {
    // About 85 m of head and 40 m³/s are some 31 MW by the hill chart; far less than that from both is the rack.
    expect(await run({ [u1]: 25, [u2]: 25 }, 30)).toEqual(['head.loss']);
    expect(await run({ [u1]: 25, [u2]: 31 }, 45)).toEqual(['unit.efficiency']);
  }, 60_000);
});
