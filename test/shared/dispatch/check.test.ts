import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import type { Violation } from '#shared/dispatch/violation.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import {
  plainDay,
  plainStation,
  plainStationDay,
  plainSystem,
  plainUnit,
  systemWith,
  systemWithUnit,
} from '../../fixtures/plain-system.ts';
import { scheduleOf, simulatedPlan } from '../../fixtures/simulated-plan.ts';
import { workedDay } from './worked-day.ts';

test('simulator and checker, each by its own way, come to the same numbers', () => {
  fc.assert(
    fc.property(workedDay, ({ system, day, schedule }) => {
      const violations = checkPlan(system, day, simulatedPlan(system, day, schedule));
      const free = new Set(
        system.stations
          .filter(({ reservoir }) => reservoir.spillway.mode === 'free')
          .map(({ id }) => id),
      );
      const ofBoth = violations.filter(
        ({ limit, station }) =>
          limit === 'disagreement' || (limit === 'spill' && free.has(station)),
      );
      expect(ofBoth).toEqual([]);
    }),
  );
});

const day = plainDay(4);
const steadyPlan = (): Plan =>
  simulatedPlan(plainSystem, day, scheduleOf({ u1: [50, 50, 50, 50] }, [0, 0, 20, 0]));

describe('a plan whose numbers do not follow from its flows', () => {
  const s1 = (plan: Plan): Plan['stations'][string] => plan.stations['s1']!;
  const tamperings: [string, (plan: Plan) => void, number, [number, number]][] = [
    ['levelM', (plan) => (s1(plan).levelM[3]! += 0.002), 0.002, [2, 3]],
    ['levelM', (plan) => (s1(plan).levelM[0]! -= 0.002), 0.002, [0, 1]],
    ['outflowM3s', (plan) => (s1(plan).outflowM3s[1]! += 0.002), 0.002, [1, 2]],
    ['tailwaterM', (plan) => (s1(plan).tailwaterM[1]! += 0.002), 0.002, [1, 2]],
    ['generationMw', (plan) => (s1(plan).generationMw[1]! += 0.02), 0.02, [1, 2]],
    ['serviceMw', (plan) => (s1(plan).serviceMw[1]! += 0.02), 0.02, [1, 2]],
    ['exportMw', (plan) => (s1(plan).exportMw[1]! -= 0.02), 0.02, [1, 2]],
    ['on', (plan) => (s1(plan).units['u1']!.on[1] = 0), 1, [1, 2]],
    ['mw', (plan) => (s1(plan).units['u1']!.mw[1]! += 0.02), 0.02, [1, 2]],
    ['netHeadM', (plan) => (s1(plan).units['u1']!.netHeadM[1]! += 0.002), 0.002, [1, 2]],
    ['value.total', (plan) => (plan.value.total += 5), 5, [0, 4]],
    ['value.energy', (plan) => (plan.value.energy += 5), 5, [0, 4]],
    ['value.starts', (plan) => (plan.value.starts += 5), 5, [0, 4]],
    ['value.endWater', (plan) => (plan.value.endWater += 5), 5, [0, 4]],
    ['spill', (plan) => (plan.spill['s1']!.avoidableMm3 += 0.01), 0.01, [0, 4]],
  ];

  test.each(tamperings)('is found out: %s', (name, tamper, amount, [fromStep, toStep]) => {
    const plan = steadyPlan();
    expect(checkPlan(plainSystem, day, plan)).toEqual([]);
    tamper(plan);
    const [first, ...others] = checkPlan(plainSystem, day, plan);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ limit: 'disagreement', rank: 1, fromStep, toStep });
    expect(first!.amount).toBeCloseTo(amount, 6);
    expect(first!.message).toContain(`: ${name} `);
  });

  test('is found out where one of its numbers is no number', () => {
    const plan = steadyPlan();
    s1(plan).exportMw[2] = NaN;
    expect(checkPlan(plainSystem, day, plan)).toMatchObject([
      { limit: 'disagreement', fromStep: 2, toStep: 3 },
    ]);
  });

  test('is refused where a series is cut short', () => {
    const plan = steadyPlan();
    s1(plan).levelM.pop();
    expect(() => checkPlan(plainSystem, day, plan)).toThrow(
      'stations.s1.levelM: has 4 values; needs 5',
    );
  });
});

describe('bound, gap and status', () => {
  // Turnover: the energy of the day, all prices and exports being positive.
  const claims = (change: (plan: Plan) => Partial<Plan>): string[] => {
    const plan = steadyPlan();
    const all = checkPlan(plainSystem, day, { ...plan, ...change(plan) });
    return all.map(({ message }) => message.split(' ')[2]!);
  };

  test('agree where gap = (bound − value) / turnover', () => {
    const proved = (plan: Plan): Partial<Plan> => ({
      status: 'proved',
      bound: plan.value.total + 0.001 * plan.value.energy,
      gap: 0.001,
    });
    expect(claims(proved)).toEqual([]);
    expect(claims((plan) => ({ ...proved(plan), gap: 0.002 }))).toEqual(['gap']);
  });

  test('take the turnover from the water where it is worth more than the energy', () => {
    // 200 m³/s-hours through the turbine are 0.72 Mm³, worth 720,000; gap 0.01 of that.
    const dear = plainDay(4, { end: { waterValuePerMm3: 1e6 } });
    const plan = simulatedPlan(plainSystem, dear, scheduleOf({ u1: [50, 50, 50, 50] }));
    const bounded = { ...plan, bound: plan.value.total + 7200, gap: 0.01 };
    expect(checkPlan(plainSystem, dear, bounded)).toEqual([]);
  });

  test('take water at the mean price while a load is followed without a water value', () => {
    const flows = scheduleOf({ u1: [50] });
    const exported = simulatedPlan(plainSystem, plainDay(1), flows).stations['s1']!.exportMw;
    const loaded = plainDay(1, { end: { levelM: 101 } }, { loadMw: exported });
    const plan = simulatedPlan(plainSystem, loaded, flows);
    expect(plan.value.endWater).toBeGreaterThan(1e6);
    expect(checkPlan(plainSystem, loaded, plan)).toEqual([]);
  });

  test('disagree where the plan is worth more than its bound', () => {
    const bounded = (plan: Plan): Partial<Plan> => ({
      bound: plan.value.total - 0.01 * plan.value.energy,
      gap: -0.01,
    });
    expect(claims(bounded)).toEqual(['bound']);
  });

  test('disagree where nothing proves what is called proved', () => {
    expect(claims(() => ({ status: 'proved' }))).toEqual(['status']);
  });

  test('disagree where relaxed says of nothing that it is relaxed, or feasible keeps it quiet', () => {
    const relaxation = {
      station: 's1',
      limit: 'load',
      fromStep: 0,
      toStep: 1,
      amount: 1,
      unit: 'MW',
    };
    expect(claims(() => ({ status: 'relaxed' }))).toEqual(['status']);
    expect(claims(() => ({ relaxations: [relaxation] }))).toEqual(['status']);
    expect(claims(() => ({ status: 'relaxed', relaxations: [relaxation] }))).toEqual([]);
  });
});

/** What is found of the units' times alone. */
function times(system: System, theDay: Day, flowsM3s: readonly number[]): Violation[] {
  const plan = simulatedPlan(system, theDay, scheduleOf({ u1: flowsM3s }));
  return checkPlan(system, theDay, plan).filter(({ limit }) =>
    ['min-up', 'min-down', 'starts'].includes(limit),
  );
}

describe('times of a unit', () => {
  const twoHours = systemWithUnit({ minUpMinutes: 120, minDownMinutes: 120 });

  test('count what came before the horizon', () => {
    const half = plainDay(4, { units: { u1: { on: true, forMinutes: 60 } } });
    expect(times(twoHours, half, [50, 0, 0, 0])).toEqual([]);
    const rested = plainDay(4, { units: { u1: { on: false, forMinutes: 30 } } });
    expect(times(twoHours, rested, [0, 50, 50, 50])).toMatchObject([
      { limit: 'min-down', fromStep: 0, toStep: 1, amount: 30 },
    ]);
  });

  test('do not bind what the end of the horizon cuts', () => {
    expect(times(twoHours, day, [50, 0, 0, 50])).toEqual([]);
    expect(times(twoHours, day, [50, 50, 50, 0])).toEqual([]);
  });

  test('do not hold against a plan that an outage stops a run from before the horizon', () => {
    const outOfService = [{ unit: 'u1', fromStep: 1, toStep: 4 }];
    const justStarted = { u1: { on: true, forMinutes: 15 } };
    const stopped = plainDay(4, { outOfService, units: justStarted });
    expect(times(twoHours, stopped, [50, 0, 0, 0])).toEqual([]);
    const resting = plainDay(4, { outOfService, units: { u1: { on: false, forMinutes: 600 } } });
    expect(times(twoHours, resting, [50, 0, 0, 0])).toMatchObject([{ limit: 'min-up' }]);
  });

  test('take a unit that the day does not name for one that has long rested', () => {
    expect(times(twoHours, plainDay(4, { units: {} }), [50, 50, 50, 50])).toEqual([]);
  });

  test('count starts by the local day, not by the horizon', () => {
    // From 22:00 in Shanghai: the starts at 23:00 and 01:00 are on two days; at 00:00 UTC (08:00
    // in Shanghai) nothing begins anew.
    const once = systemWithUnit({ startsPerDay: 1 });
    const overMidnight = plainDay(4, {}, { start: '2026-06-01T22:00:00+08:00' });
    expect(times(once, overMidnight, [0, 50, 0, 50])).toEqual([]);
    const overUtcMidnight = plainDay(4, {}, { start: '2026-06-01T22:00:00Z' });
    expect(times(once, overUtcMidnight, [0, 50, 0, 50])).toMatchObject([
      { limit: 'starts', amount: 1, fromStep: 3 },
    ]);
  });

  test('end a local day of 25 hours after 25 hours', () => {
    // Denver, 2026-11-01: clocks go back at 02:00, so hour 24 of the day is still the 1st.
    const once = { ...systemWithUnit({ startsPerDay: 1 }), timeZone: 'America/Denver' };
    const longDay = plainDay(27, {}, { start: '2026-11-01T00:00:00-06:00' });
    const startAt = (...hours: number[]): number[] =>
      Array.from({ length: 27 }, (_, t) => (hours.includes(t) ? 25 : 0));
    expect(times(once, longDay, startAt(22, 24))).toMatchObject([
      { limit: 'starts', fromStep: 24 },
    ]);
    expect(times(once, longDay, startAt(23, 25))).toEqual([]);
  });
});

describe('limits of several units and stations', () => {
  test('the reserve is what all running units together have left', () => {
    const units = [plainUnit, { ...plainUnit, id: 'u2' }, { ...plainUnit, id: 'u3' }];
    const system = systemWith({ units, reserveMw: 34 });
    const flows = { u1: [50], u2: [50], u3: [0] };
    const oneHour = plainDay(1);
    const plan = simulatedPlan(system, oneHour, scheduleOf(flows));
    // Two units of 40 MW run at some 22 MW: about 36 MW are left, above the 34.
    expect(checkPlan(system, oneHour, plan)).toEqual([]);
    const one = simulatedPlan(system, oneHour, scheduleOf({ ...flows, u2: [0] }));
    const left = 40 - one.stations['s1']!.units['u1']!.mw[0]!;
    const [short] = checkPlan(system, oneHour, one);
    expect(short).toMatchObject({ limit: 'reserve', unit: 'MW' });
    expect(short!.amount).toBeCloseTo(34 - left, 9);
  });

  test('the load is that of all stations together, and broken by the system', () => {
    const system = {
      ...plainSystem,
      stations: [plainStation, { ...plainStation, id: 's2' }],
    };
    const station = plainStationDay(1);
    const rest = { spillM3s: [0], units: { u1: { flowM3s: [0] } } };
    // At rest each station takes its 0.1 MW: −0.2 MW together, against a load of 0.
    const theDay = { ...plainDay(1, {}, { loadMw: [0] }), stations: { s1: station, s2: station } };
    const plan = simulatedPlan(system, theDay, { stations: { s1: rest, s2: rest } });
    expect(checkPlan(system, theDay, plan)).toMatchObject([
      { station: 'system', limit: 'load', amount: expect.closeTo(0.2, 9) as number },
    ]);
  });
});
