import { describe, expect, test } from 'vitest';
import { problemOf } from '#shared/dispatch/problem.ts';
import { plainDay, plainStation, plainSystem } from '../../fixtures/plain-system.ts';

describe('a day put into numbers', () => {
  test('counts steps by the local day they start in, also where a clock changes', () => {
    // Quarter-hours from 22:00: eight of them until midnight, the ninth is the next day's.
    const evening = plainDay(12, {}, { start: '2026-06-01T22:00:00+08:00', stepMinutes: 15 });
    expect([...problemOf(plainSystem, evening).localDay]).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
    ]);
    // Denver's 2026-03-08 has 23 hours, its 2026-11-01 has 25.
    const denver = { ...plainSystem, timeZone: 'America/Denver' };
    const daysFrom = (start: string): Int32Array =>
      problemOf(denver, plainDay(26, {}, { start })).localDay;
    expect(daysFrom('2026-03-08T00:00:00-07:00').indexOf(1)).toBe(23);
    expect(daysFrom('2026-11-01T00:00:00-06:00').indexOf(1)).toBe(25);
  });

  test('narrows the reservoir’s limits by the day’s, never widens them', () => {
    const day = plainDay(2, { levelMinM: [0, 103, 0], levelMaxM: [200, 200, 110] });
    const [station] = problemOf(plainSystem, day).stations;
    expect([...station!.levelMinM]).toEqual([101, 103, 101]);
    expect([...station!.levelMaxM]).toEqual([118, 118, 110]);
  });

  test('asks for the start level at the end where neither level nor water value is given', () => {
    const day = plainDay(1);
    const endOf = (end: { levelM?: number; waterValuePerMm3?: number } | null) => {
      const station = { ...day.stations['s1']! };
      if (end) station.end = end;
      else delete station.end;
      return problemOf(plainSystem, { ...day, stations: { s1: station } }).stations[0]!.end;
    };
    expect(endOf(null)).toEqual({ levelM: 105, waterValuePerMm3: 0 });
    expect(endOf({ levelM: 103 })).toEqual({ levelM: 103, waterValuePerMm3: 0 });
    expect(endOf({ waterValuePerMm3: 7 })).toEqual({ levelM: -Infinity, waterValuePerMm3: 7 });
  });

  test('knows outages, ordered flows and the state of each unit', () => {
    const day = plainDay(
      3,
      { outOfService: [{ unit: 'u1', fromStep: 1, toStep: 2 }], units: {} },
      { fixed: { steps: 2, stations: { s1: { units: { u1: { flowM3s: [0, 40] } } } } } },
    );
    const [unit] = problemOf(plainSystem, day).stations[0]!.units;
    expect([...unit!.available]).toEqual([1, 0, 1]);
    expect([...unit!.fixedFlowM3s]).toEqual([0, 40, NaN]);
    expect(unit).toMatchObject({ onBefore: false, forMinutes: Infinity });
  });

  test('puts stations from upstream down, in whatever order the system names them', () => {
    const flowsTo = (station: string) => ({ station, travelMinutes: 60, backwater: false });
    const system = {
      ...plainSystem,
      stations: [
        { ...plainStation, id: 'low' },
        { ...plainStation, id: 'middle', downstream: flowsTo('low') },
        { ...plainStation, id: 'high', downstream: flowsTo('middle') },
      ],
    };
    const station = plainDay(1).stations['s1']!;
    const day = { ...plainDay(1), stations: { low: station, middle: station, high: station } };
    const { stations } = problemOf(system, day);
    expect(stations.map(({ id }) => id)).toEqual(['high', 'middle', 'low']);
    expect(stations.map(({ arrivals }) => arrivals)).toEqual([
      [],
      [{ from: 0, lagSteps: 1 }],
      [{ from: 1, lagSteps: 1 }],
    ]);
  });
});
