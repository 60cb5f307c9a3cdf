import { describe, expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import {
  OPTIONAL_DATA,
  type ReasonCode,
  reasonCodes,
  reasonDataKeys,
} from '#shared/dispatch/reason-codes.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

type Json = Record<string, unknown>;

const STEPS = 24;
const still = { budgetMs: 10_000, gap: 0.001, clock: () => 0 };
const resting = { on: false, forMinutes: 600 };

/** Plans six hours of one station with two units and 60 m³/s of inflow; what comes is checked. */
function planOf(over: {
  unit?: Json;
  station?: Json;
  reservoir?: Json;
  station1?: Json;
  day?: Json;
}): Plan {
  const units = [unitJson('u1', over.unit), unitJson('u2', over.unit)];
  const system = systemOf([stationJson('s1', units, over.station, over.reservoir)]);
  const stationDay = {
    levelM: 212,
    units: { u1: { on: true, forMinutes: 600, mw: 20 }, u2: resting },
    inflowM3s: flat(60, STEPS),
    end: { levelM: 212 },
    ...over.station1,
  };
  const day = dayOf(STEPS, { s1: stationDay }, over.day);
  const plan = planDay(system, day, still);
  expect(checkPlan(system, day, plan).filter(({ rank }) => rank === 1)).toEqual([]);
  return plan;
}

const at = (plan: Plan): Plan['stations'][string] => plan.stations['s1']!;
const steps = (series: readonly number[], before?: number): number[] =>
  series.map((value, t) => value - (t > 0 ? series[t - 1]! : (before ?? value)));

describe('a free day', () => {
  test('water is kept for the dear hours, and the end level is held', () => {
    const plan = planOf({});
    expect(plan.status).toBe('proved');
    const made = (from: number, to: number): number =>
      at(plan)
        .generationMw.slice(from, to)
        .reduce((sum, mw) => sum + mw, 0);
    expect(made(16, 24)).toBeGreaterThan(made(0, 8));
    expect(at(plan).levelM.at(-1)).toBeGreaterThanOrEqual(212 - 1e-3);
    expect(at(plan).spillM3s.every((spill) => spill === 0)).toBe(true);
    // No plan is worth more than the bound; this one lacks at most 0.1 % of the day's turnover.
    expect(plan.bound).toBeGreaterThanOrEqual(plan.value.total);
    expect(plan.gap).toBeLessThanOrEqual(0.001);
  });

  test('each reason carries a code of the list and what a sentence needs', () => {
    const { reasons } = planOf({});
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) {
      expect(reasonCodes).toContain(reason.code);
      const needed = reasonDataKeys(reason.code as ReasonCode);
      expect(Object.keys(reason.data)).toEqual(expect.arrayContaining([...needed]));
      for (const key of Object.keys(reason.data))
        expect([...needed, ...OPTIONAL_DATA]).toContain(key);
    }
  });
});

describe('limits that bind are kept', () => {
  const kept = (plan: Plan): void => {
    expect(plan.relaxations).toEqual([]);
  };

  test('outflow floor and ceiling', () => {
    const plan = planOf({ reservoir: { outflowMinM3s: 20, outflowMaxM3s: 80 } });
    kept(plan);
    expect(Math.min(...at(plan).outflowM3s)).toBeGreaterThanOrEqual(20 - 1e-3);
    expect(Math.max(...at(plan).outflowM3s)).toBeLessThanOrEqual(80 + 1e-3);
  });

  test('outflow ramps, into the first step from the history', () => {
    const plan = planOf({
      reservoir: { outflowRampM3sPerStep: { up: 8, down: 6 } },
      station1: { outflowHistoryM3s: [60] },
    });
    kept(plan);
    const changes = steps(at(plan).outflowM3s, 60);
    expect(Math.max(...changes)).toBeLessThanOrEqual(8 + 1e-3);
    expect(Math.min(...changes)).toBeGreaterThanOrEqual(-6 - 1e-3);
    expect(Math.max(...changes)).toBeGreaterThan(7);
  });

  test('change of generation per step', () => {
    const plan = planOf({ station: { rampMwPerStep: 10 } });
    kept(plan);
    const changes = steps(at(plan).generationMw, 20).map(Math.abs);
    expect(Math.max(...changes)).toBeLessThanOrEqual(10 + 1e-3);
  });

  test('export limit', () => {
    const plan = planOf({ station: { exportLimitMw: 50 } });
    kept(plan);
    expect(Math.max(...at(plan).exportMw)).toBeLessThanOrEqual(50 + 1e-3);
    expect(Math.max(...at(plan).exportMw)).toBeGreaterThan(45);
  });

  test('a level limit that comes down in the middle of the day', () => {
    const levelMaxM = Array.from({ length: STEPS + 1 }, (_, i) => (i >= 12 ? 211.8 : 218));
    const plan = planOf({ station1: { levelMaxM, end: { waterValuePerMm3: 100_000 } } });
    kept(plan);
    expect(Math.max(...at(plan).levelM.slice(12))).toBeLessThanOrEqual(211.8 + 1e-3);
  });

  test('spinning reserve', () => {
    const plan = planOf({ station: { reserveMw: 12 } });
    kept(plan);
    const { u1, u2 } = at(plan).units;
    for (let t = 0; t < STEPS; t++) {
      const reserve = [u1!, u2!].reduce((sum, u) => sum + (u.on[t] ? 45 - u.mw[t]! : 0), 0);
      expect(reserve).toBeGreaterThanOrEqual(12 - 1e-3);
    }
  });

  test('shortest runs and rests, starts per day and outages', () => {
    const plan = planOf({
      unit: { minUpMinutes: 90, minDownMinutes: 60, startsPerDay: 1 },
      station1: { outOfService: [{ unit: 'u1', fromStep: 18, toStep: 24 }] },
    });
    kept(plan);
    expect(
      at(plan)
        .units['u1']!.on.slice(18)
        .every((on) => on === 0),
    ).toBe(true);
  });

  test('steps already ordered', () => {
    const ordered = { u1: { flowM3s: [33, 34] }, u2: { flowM3s: [0, 0] } };
    const plan = planOf({ day: { fixed: { steps: 2, stations: { s1: { units: ordered } } } } });
    expect(at(plan).units['u1']!.flowM3s.slice(0, 2)).toEqual([33, 34]);
    expect(at(plan).units['u2']!.flowM3s.slice(0, 2)).toEqual([0, 0]);
  });

  test('a load is followed to 0.05 MW', () => {
    const loadMw = Array.from(
      { length: STEPS },
      (_, t) => 30 + 40 * Math.sin((Math.PI * t) / STEPS),
    );
    const plan = planOf({ day: { loadMw }, station1: { end: { waterValuePerMm3: 60_000 } } });
    kept(plan);
    loadMw.forEach((load, t) => expect(Math.abs(at(plan).exportMw[t]! - load)).toBeLessThan(0.05));
  });
});

describe('days on which no plan keeps every limit', () => {
  test('a load above all units is followed as far as they go, and the rest is declared', () => {
    const plan = planOf({
      day: { loadMw: flat(200, STEPS) },
      station1: { end: { waterValuePerMm3: 1 } },
    });
    expect(plan.status).toBe('relaxed');
    const [load] = plan.relaxations.filter(({ limit }) => limit === 'load');
    expect(load).toMatchObject({ station: 's1', fromStep: 0, toStep: STEPS, unit: 'MW' });
    // Two units of 45 MW less 0.5 MW of service leave 110.5 MW short where both run full.
    expect(load!.amount).toBeGreaterThanOrEqual(110.5 - 1e-3);
    expect(load!.amount).toBeLessThan(120);
  });

  test('an end level out of reach is missed by as little as holding all water leaves', () => {
    const plan = planOf({ station1: { end: { levelM: 214 } } });
    expect(plan.status).toBe('relaxed');
    expect(plan.relaxations.map(({ limit }) => limit)).toEqual(['end-level']);
    // 60 m³/s for six hours are 1.296 Mm³, on 11 Mm³ per metre 0.118 m: 1.882 m short of 214.
    expect(plan.relaxations[0]!.amount).toBeCloseTo(2 - 1.296 / 11, 2);
  });

  test('a flood above units and gates raises the level over its limit, gates and units full', () => {
    const capacity = [
      [205, 0],
      [220, 150],
    ];
    const plan = planOf({
      reservoir: { spillway: { mode: 'gated', capacity } },
      station1: { levelM: 217.9, inflowM3s: flat(900, STEPS), end: { waterValuePerMm3: 60_000 } },
    });
    expect(plan.status).toBe('relaxed');
    expect(plan.relaxations.some(({ limit }) => limit === 'level-max')).toBe(true);
    expect(plan.spill['s1']!.unavoidableMm3).toBeGreaterThan(2);
  });
});

describe('spill', () => {
  test('a flood that the units can meet by drawing down beforehand spills nothing', () => {
    const inflowM3s = Array.from({ length: STEPS }, (_, t) => (t < 12 ? 40 : 160));
    const plan = planOf({
      station1: { levelM: 217.95, inflowM3s, end: { waterValuePerMm3: 90_000 } },
    });
    expect(plan.relaxations).toEqual([]);
    expect(at(plan).spillM3s.reduce((sum, spill) => sum + spill, 0)).toBeLessThan(1e-3);
  });

  test('an outflow floor below what any unit takes is met over the gates', () => {
    const plan = planOf({
      reservoir: { outflowMinM3s: 8 },
      station1: { inflowM3s: flat(8, STEPS), units: { u1: resting, u2: resting } },
    });
    expect(Math.min(...at(plan).outflowM3s)).toBeGreaterThanOrEqual(8 - 1e-3);
  });

  test('a free overflow spills exactly what its level gives', () => {
    const plan = planOf({
      reservoir: {
        spillway: {
          mode: 'free',
          capacity: [
            [216, 0],
            [220, 800],
          ],
        },
      },
      station1: { levelM: 217, inflowM3s: flat(300, STEPS), end: { waterValuePerMm3: 60_000 } },
    });
    expect(plan.spill['s1']!.causes).toContain('free-overflow');
    expect(at(plan).spillM3s[0]).toBeGreaterThan(100);
  });
});

describe('what no search may miss', () => {
  test('above the crest of a free overflow, water is drawn through the units while it lasts', () => {
    // 100 m³/s pass the crest per metre above 211 m, so at 212 m with 60 m³/s of inflow the level falls
    // by itself; what the units do not take at once goes over the crest.
    const spillway = {
      mode: 'free',
      capacity: [
        [211, 0],
        [216, 500],
      ],
    };
    const plan = planOf({ reservoir: { spillway }, station1: { end: { waterValuePerMm3: 1 } } });
    expect(plan.relaxations).toEqual([]);
    expect(plan.spill['s1']!.avoidableMm3).toBeLessThan(0.02);
    expect(Math.max(...steps(at(plan).levelM))).toBeLessThanOrEqual(0);
  });

  test('no load empties the reservoir beyond its storage curve', () => {
    const plan = planOf({
      station1: { inflowM3s: flat(0, STEPS), end: { waterValuePerMm3: 0 } },
      day: { loadMw: flat(40, STEPS), stepMinutes: 1440 },
    });
    expect(plan.status).toBe('relaxed');
    expect(plan.relaxations.some(({ limit }) => limit === 'load')).toBe(true);
  });

  test('a budget too short for any search gives the plan by rule', () => {
    let now = 0;
    const clock = (): number => (now += 10);
    const system = systemOf([stationJson('s1', [unitJson('u1')])]);
    const stationDay = { levelM: 212, units: { u1: resting }, inflowM3s: flat(60, STEPS) };
    const day = dayOf(STEPS, { s1: stationDay });
    const plan = planDay(system, day, { ...still, budgetMs: 1, clock });
    expect(plan.solve.method).toMatch(/^rule/);
    expect(checkPlan(system, day, plan).filter(({ rank }) => rank === 1)).toEqual([]);
  });
});
