import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outflowBefore } from '#shared/dispatch/cascade.ts';
import type { Schedule } from '#shared/dispatch/schedule.ts';
import { simulateDay } from '#shared/dispatch/simulate.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { spillCapacityM3s, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import type { System } from '#shared/station/system-schema.ts';
import {
  plainDay,
  plainStation,
  plainStationDay,
  plainSystem,
  systemWith,
} from '../../fixtures/plain-system.ts';
import { casesAbsent, readCase, stationDayCases } from '../../fixtures/cases.ts';
import { scheduleOf } from '../../fixtures/simulated-plan.ts';
import { workedDay } from './worked-day.ts';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('a simulated day', () => {
  test('neither makes nor loses water: stored and under way change by what flows in and out', () => {
    fc.assert(
      fc.property(workedDay, ({ system, day, schedule }) => {
        const { stations } = simulateDay(system, day, schedule);
        let gainedMm3 = 0;
        let netM3s = 0;
        for (const station of system.stations) {
          const { levelM, outflowM3s } = stations[station.id]!;
          const { inflowM3s, outflowHistoryM3s } = day.stations[station.id]!;
          const plant = plantOf(station);
          gainedMm3 += volumeMm3(plant, levelM[day.steps]!) - volumeMm3(plant, levelM[0]!);
          netM3s += sum(inflowM3s);
          if (!station.downstream) {
            netM3s -= sum(outflowM3s);
            continue;
          }
          // Under way: what was let go in the last `lag` steps, at the end and at the start.
          const lag = Math.round(station.downstream.travelMinutes / day.stepMinutes);
          const start = Array.from({ length: lag }, (_, k) =>
            outflowBefore(outflowHistoryM3s, lag - k),
          );
          const end = [...start, ...outflowM3s].slice(day.steps);
          gainedMm3 += ((sum(end) - sum(start)) * day.stepMinutes * 60) / 1e6;
        }
        expect(gainedMm3).toBeCloseTo((netM3s * day.stepMinutes * 60) / 1e6, 9);
      }),
    );
  });

  test('lets a free overflow spill its capacity at the mean level, whatever was ordered', () => {
    fc.assert(
      fc.property(workedDay, ({ system, day, schedule }) => {
        const { stations } = simulateDay(system, day, schedule);
        for (const station of system.stations) {
          const { levelM, spillM3s } = stations[station.id]!;
          if (station.reservoir.spillway.mode === 'gated') {
            expect(spillM3s).toEqual(schedule.stations[station.id]!.spillM3s);
            continue;
          }
          spillM3s.forEach((spill, t) => {
            const mean = (levelM[t]! + levelM[t + 1]!) / 2;
            expect(spill).toBeCloseTo(spillCapacityM3s(plantOf(station), mean), 7);
          });
        }
      }),
    );
  });

  test('exports what it generates less what it consumes', () => {
    fc.assert(
      fc.property(workedDay, ({ system, day, schedule }) => {
        const { stations } = simulateDay(system, day, schedule);
        for (const plan of Object.values(stations)) {
          plan.exportMw.forEach((mw, t) => {
            const units = sum(Object.values(plan.units).map((unit) => unit.mw[t]!));
            expect(plan.generationMw[t]).toBeCloseTo(units, 9);
            expect(mw).toBeCloseTo(plan.generationMw[t]! - plan.serviceMw[t]!, 9);
          });
        }
      }),
    );
  });
});

/** `s1` above `s2`, both plain, 90 minutes apart. */
function twoStations(backwater: boolean): System {
  const downstream = { station: 's2', travelMinutes: 90, backwater };
  return {
    ...plainSystem,
    stations: [
      { ...plainStation, id: 's2' },
      { ...plainStation, downstream },
    ],
  };
}

describe('a cascade', () => {
  const still = plainStationDay(4);
  const rest = { spillM3s: [0, 0, 0, 0], units: { u1: { flowM3s: [0, 0, 0, 0] } } };

  test('gets the water of the station above after round(travel / step) steps, first that of its history', () => {
    // 90 min / 60 min rounds to 2 steps: the two newest of the history, then the plan's own outflow.
    const day = {
      ...plainDay(4),
      stations: { s1: { ...still, outflowHistoryM3s: [7, 30, 60] }, s2: still },
    };
    const s1 = { spillM3s: [10, 20, 0, 0], units: rest.units };
    const { stations } = simulateDay(twoStations(false), day, { stations: { s1, s2: rest } });
    // Level of s2 rises by arrivals · 3600 / 10⁶ / 10 m: 0.00036 m per m³/s.
    const rises = stations['s2']!.levelM.slice(1).map((z, t) => z - stations['s2']!.levelM[t]!);
    [30, 60, 10, 20].forEach((arrival, t) => expect(rises[t]).toBeCloseTo(arrival * 0.00036, 10));
  });

  test('repeats the oldest outflow of a history that is too short, and takes none for nothing', () => {
    expect([1, 2, 3].map((k) => outflowBefore([40, 50], k))).toEqual([50, 40, 40]);
    expect(outflowBefore([], 1)).toBe(0);
  });

  test('with backwater has its tailwater raised to the level below at the start of the step', () => {
    // 105 m in the reservoir below stands far above a tailwater of 50 m; it rises by 0.036 m in the
    // first step (100 m³/s of inflow), which the second step sees.
    const day = {
      ...plainDay(4),
      stations: { s1: still, s2: { ...still, inflowM3s: [100, 0, 0, 0] } },
    };
    const schedule = { stations: { s1: rest, s2: rest } };
    const raised = simulateDay(twoStations(true), day, schedule).stations['s1']!.tailwaterM;
    expect(raised[0]).toBe(105);
    expect(raised[1]).toBeCloseTo(105.036, 10);
    expect(simulateDay(twoStations(false), day, schedule).stations['s1']!.tailwaterM[0]).toBe(50);
  });
});

describe('value and turnover', () => {
  const flow = scheduleOf({ u1: [0, 50, 0, 50] });

  test('count a start where the unit was off before, the state before the horizon included', () => {
    const off = { units: { u1: { on: false, forMinutes: 60 } } };
    const starts = (schedule: Schedule, station = {}): number =>
      simulateDay(plainSystem, plainDay(4, station), schedule).value.starts;
    // 200 each: two starts from rest; one where it runs from before the horizon on.
    expect(starts(flow)).toBe(400);
    expect(starts(scheduleOf({ u1: [50, 50, 0, 50] }))).toBe(200);
    expect(starts(scheduleOf({ u1: [50, 50, 0, 50] }), off)).toBe(400);
  });

  test('price water at the mean price while a load is followed without a water value', () => {
    // Gross head 105 − 50 = 55 m (no outflow before): 1 Mm³ makes 10⁶ · 9810 · 55 · 0.9 / 3.6e9
    // = 134.8875 MWh, worth 134.8875 · 300 = 40,466.25; 150 Mm³ of it are left.
    const day = plainDay(4, { end: { levelM: 101 } }, { loadMw: [0, 0, 0, 0] });
    const { value } = simulateDay(plainSystem, day, scheduleOf({ u1: [0, 0, 0, 0] }));
    expect(value.endWater).toBeCloseTo(40_466.25 * 150, 4);
  });

  test('leave the energy out while a load is followed: X is given, water and starts are left', () => {
    const free = simulateDay(plainSystem, plainDay(4, { end: { waterValuePerMm3: 1000 } }), flow);
    const loadMw = free.stations['s1']!.exportMw;
    const day = plainDay(4, { end: { waterValuePerMm3: 1000 } }, { loadMw });
    const { value, turnover } = simulateDay(plainSystem, day, flow);
    expect(value.energy).toBe(0);
    expect(value.total).toBe(free.value.total - free.value.energy);
    expect(turnover).toBe(free.turnover);
  });

  test('take the water for the turnover where it is worth more than the energy', () => {
    // 100 m³/s-hours are 0.36 Mm³, worth 0.36 · 10⁶; the energy some 2 · 22.7 MWh · 300.
    const day = plainDay(4, { end: { waterValuePerMm3: 1e6 } });
    expect(simulateDay(plainSystem, day, flow).turnover).toBeCloseTo(360_000, 6);
  });

  test('a day that trades nothing has a turnover of 1, so that a gap stays a number', () => {
    const system = systemWith({ service: { fixedMw: 0 } });
    const still = scheduleOf({ u1: [0, 0, 0, 0] });
    expect(simulateDay(system, plainDay(4), still).turnover).toBe(1);
  });
});

test.skipIf(casesAbsent).each(stationDayCases())(
  'case $day closes its water balance (skipped where the cases are absent)',
  (paths) => {
    const { system, day } = readCase(paths);
    const station = system.stations[0]!;
    const schedule = {
      stations: {
        [station.id]: {
          spillM3s: new Array<number>(day.steps).fill(5),
          units: Object.fromEntries(
            station.units.map(({ id, flowRange }, u) => {
              const flow = u % 2 === 0 ? flowRange[0]![2] * 0.8 : 0;
              return [id, { flowM3s: new Array<number>(day.steps).fill(flow) }];
            }),
          ),
        },
      },
    };
    const plan = simulateDay(system, day, schedule).stations[station.id]!;
    const plant = plantOf(station);
    const gain =
      volumeMm3(plant, plan.levelM[day.steps]!) -
      volumeMm3(plant, day.stations[station.id]!.levelM);
    const net = sum(day.stations[station.id]!.inflowM3s) - sum(plan.outflowM3s);
    // 10⁻⁹ of the volume that the balance is a difference of.
    const scale = volumeMm3(plant, plan.levelM[day.steps]!);
    expect(Math.abs(gain - (net * day.stepMinutes * 60) / 1e6)).toBeLessThan(1e-9 * scale);
  },
);
