import { describe, expect, it } from 'vitest';
import { exampleSystem } from '#shared/station/example/example.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { emptyOutcome, runStep } from '#shared/hydraulics/step.ts';
import { volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { dayStartMs } from '#shared/units/time-grid.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { createCalculation } from '#server/readings/calculated/calculation.ts';
import { createEnergyMeter } from '#server/readings/calculated/energy-meter.ts';
import { hoursToSpill } from '#server/readings/calculated/reservoir-values.ts';
import type { LiveValue } from '#server/readings/live-state.ts';

const ZONE = 'Asia/Shanghai';
/** 08:00 in Shanghai. */
const EIGHT = Date.UTC(2026, 5, 1);

const judged = (tag: string, at: number, value: number | null): JudgedReading => ({
  tag,
  at,
  value,
  quality: 'good',
  source: 'test',
  receivedAt: at,
});

describe('energy of the day', () => {
  const meter = (readings: readonly (readonly [hour: number, mw: number])[]) => {
    const energy = createEnergyMeter(['s1/u1/mw'], ZONE);
    for (const [hour, mw] of readings) {
      energy.observe(judged('s1/u1/mw', EIGHT + hour * MS_PER_HOUR, mw));
    }
    return energy;
  };

  it('is the area under straight lines between the powers', () => {
    // 10 → 30 MW over an hour is 20 MWh, then half an hour at 30 MW is 15 MWh.
    const { today } = meter([
      [0, 10],
      [1, 30],
      [1.5, 30],
    ]).days(EIGHT + 2 * MS_PER_HOUR);
    expect(today.value).toBeCloseTo(35, 9);
  });

  it('is split at local midnight: 23:30 to 00:30 at 40 MW is 20 MWh on each side', () => {
    const { today, yesterday } = meter([
      [15.5, 40],
      [16.5, 40],
    ]).days(EIGHT + 17 * MS_PER_HOUR);
    expect([yesterday.value, today.value]).toEqual([20, 20]);
  });

  it('has nothing of a gap of more than two hours, and says that it is doubtful', () => {
    const midnight = (dayStartMs(EIGHT, ZONE) - EIGHT) / MS_PER_HOUR;
    const whole = meter([
      [midnight, 10],
      [midnight + 2, 10],
      [midnight + 4, 10],
    ]);
    expect(whole.days(EIGHT).today).toEqual({ value: 40, quality: 'good' });
    const gap = meter([
      [midnight, 10],
      [midnight + 2.1, 10],
      [midnight + 4, 10],
    ]);
    expect(gap.days(EIGHT).today.value).toBeCloseTo(19, 9);
    expect(gap.days(EIGHT).today.quality).toBe('doubtful');
  });

  it('is missing for a day that no reading spoke of', () => {
    expect(meter([[0, 10]]).days(EIGHT).yesterday).toEqual({ value: null, quality: 'missing' });
  });
});

describe('hours until spill', () => {
  it('is free volume over net inflow: 3.6 Mm³ at 100 m³/s are 10 h', () => {
    expect(hoursToSpill(3.6, 100)).toBeCloseTo(10, 12);
  });

  it('is 0 at the limit and null for a reservoir that does not rise', () => {
    expect(hoursToSpill(0, 100)).toBe(0);
    expect(hoursToSpill(3.6, 0)).toBeNull();
    expect(hoursToSpill(3.6, -5)).toBeNull();
  });
});

describe('the calculated tags of a station', () => {
  const station = exampleSystem.stations[0]!;
  const plant = plantOf(station);
  const levelM = (station.reservoir.levelMinM + station.reservoir.levelMaxM) / 2;
  const unit = plant.units[0]!;
  const flow = unit.flowMax.y[0]! * 0.9;
  const flowsM3s = plant.units.map((_, u) => (u === 0 ? flow : 0));
  // What the physics says of this very instant: inflow = outflow, so that the level stands.
  const step = runStep(
    plant,
    {
      volumeMm3: volumeMm3(plant, levelM),
      inflowM3s: flow,
      flowsM3s,
      spillM3s: 0,
      startWaterM3: 0,
      downstreamLevelM: -Infinity,
      serviceLoadMw: 0,
      seconds: 900,
    },
    emptyOutcome(plant),
  );
  const measured = new Map<string, number>([
    [`${plant.id}/forebay/level`, levelM],
    [`${plant.id}/tailrace/level`, step.tailwaterM],
    [`${plant.id}/inflow/observed`, flow],
    [`${plant.id}/outflow/total`, flow],
    ...plant.units.flatMap(({ id }, u): [string, number][] => [
      [`${plant.id}/${id}/flow`, flowsM3s[u]!],
      [`${plant.id}/${id}/mw`, step.powerMw[u]!],
      [`${plant.id}/${id}/on`, flowsM3s[u]! > 0 ? 1 : 0],
    ]),
  ]);
  const live =
    (without: readonly string[] = []) =>
    (tag: string): LiveValue | undefined => {
      const value = measured.get(tag);
      if (value === undefined || without.includes(tag)) return undefined;
      return { value, at: EIGHT, quality: 'good', receivedAt: EIGHT, source: 'test' };
    };
  const valuesWith = (without?: readonly string[]) =>
    new Map(
      createCalculation(exampleSystem)
        .valuesOf(plant.id, live(without), EIGHT)
        .map((value) => [value.tag.slice(plant.id.length + 1), value]),
    );

  it('agree with the physics: a unit that runs on its curve has its expected efficiency', () => {
    const values = valuesWith();
    expect(values.get('head/gross')?.value).toBeCloseTo(step.grossHeadM, 9);
    expect(values.get('station/generation')?.value).toBeCloseTo(step.generationMw, 9);
    expect(values.get('reservoir/storage')?.value).toBeCloseTo(volumeMm3(plant, levelM), 9);
    expect(values.get('reservoir/hours-to-spill')?.value).toBeNull();
    const expected = values.get(`${unit.id}/efficiency-expected`)?.value;
    expect(expected).toBeGreaterThan(0.7);
    expect(values.get(`${unit.id}/efficiency`)?.value).toBeCloseTo(expected ?? NaN, 9);
  });

  it('give a unit at rest no efficiency, of good quality', () => {
    const resting = valuesWith().get(`${plant.units[1]!.id}/efficiency`);
    expect(resting).toMatchObject({ value: null, quality: 'good' });
  });

  it('are missing where an input is', () => {
    const values = valuesWith([`${plant.id}/tailrace/level`]);
    expect(values.get('head/gross')).toMatchObject({ value: null, quality: 'missing' });
    expect(values.get('reservoir/storage')).toMatchObject({ quality: 'good' });
  });

  it('keep yesterday’s energy fresh while a unit is silent: the day is over; today’s is as old as it', () => {
    const calculation = createCalculation(exampleSystem);
    const later = EIGHT + 10 * 60_000;
    for (const { id } of plant.units) {
      for (let hour = -25; hour <= 0; hour++) {
        calculation.count(judged(`${plant.id}/${id}/mw`, EIGHT + hour * MS_PER_HOUR, 10));
      }
    }
    // Ten minutes on, all but one unit have spoken again.
    const silent = `${plant.id}/${unit.id}/mw`;
    const read = (tag: string): LiveValue | undefined => {
      const value = live()(tag);
      return value && { ...value, at: tag === silent ? EIGHT : later };
    };
    const values = calculation.valuesOf(plant.id, read, later);
    const at = (name: string) => values.find(({ tag }) => tag === `${plant.id}/${name}`)?.at;
    expect(at('station/energy-today')).toBe(EIGHT);
    expect(later - (at('station/energy-yesterday') ?? 0)).toBeLessThan(5000);
  });

  it('count a unit’s hours from its start', () => {
    const calculation = createCalculation(exampleSystem);
    const on = `${plant.id}/${unit.id}/on`;
    calculation.observe(judged(on, EIGHT - 3 * MS_PER_HOUR, 0));
    calculation.observe(judged(on, EIGHT - 2 * MS_PER_HOUR, 1));
    calculation.observe(judged(on, EIGHT - MS_PER_HOUR, 1));
    const values = calculation.valuesOf(plant.id, live(), EIGHT);
    const hours = values.find((value) => value.tag === `${plant.id}/${unit.id}/running-for`);
    expect(hours?.value).toBe(2);
  });
});
