import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { scheduleOfSetPoints, SetPointDay } from '#client/workers/set-points.ts';
import { bestFromHere, ruleCurve, trialOf, tryOut } from '#client/workers/what-if.ts';
import type { Rows } from '#client/workers/what-if-messages.ts';

const clock = (): number => 0;
const options = { budgetMs: 1, gap: 0.001, clock };
const plan = planDay(exampleSystem, exampleDay, options);
const trial = trialOf(exampleSystem, exampleDay);
const { steps } = exampleDay;

type Fixed = Record<string, (number | null)[]>;

function rowsOf({ stations }: Pick<Plan, 'stations'>, fixedMw: Fixed = {}): Rows {
  return Object.fromEntries(
    Object.entries(stations).map(([id, { spillM3s, units }]) => [
      id,
      {
        spillM3s,
        baseMw: Object.fromEntries(Object.entries(units).map(([unit, { mw }]) => [unit, mw])),
        fixedMw,
      },
    ]),
  );
}

/** MW in the steps `[from, to)`, the others free. */
const held = (mw: number, from: number, to: number): (number | null)[] =>
  Array.from({ length: steps }, (_, t) => (t >= from && t < to ? mw : null));

describe('a plan without any change', () => {
  test('comes back from its own set points to the same flows, levels and money', () => {
    const outcome = tryOut(trial, rowsOf(plan), clock);
    const planned = plan.stations['s1']!;
    const made = outcome.stations['s1']!;
    made.levelM.forEach((level, i) => expect(level).toBeCloseTo(planned.levelM[i]!, 6));
    for (const [unit, { flowM3s }] of Object.entries(planned.units)) {
      flowM3s.forEach((flow, t) => expect(made.units[unit]!.flowM3s[t]).toBeCloseTo(flow, 5));
    }
    expect(outcome.value.total).toBeCloseTo(plan.value.total, 0);
    expect(outcome.broken).toEqual([]);
    expect(outcome.short).toEqual([]);
  });
});

describe('what the dispatcher fixes', () => {
  test('is made to the watt, and later levels follow', () => {
    const outcome = tryOut(trial, rowsOf(plan, { u1: held(40, 10, 30) }), clock);
    const { units, levelM } = outcome.stations['s1']!;
    for (let t = 10; t < 30; t++) expect(units['u1']!.mw[t]).toBeCloseTo(40, 6);
    expect(units['u1']!.on[9]).toBe(0);
    expect(levelM[30]!).toBeLessThan(plan.stations['s1']!.levelM[30]! - 0.01);
  });

  test('of 0 MW is a stop', () => {
    const outcome = tryOut(trial, rowsOf(plan, { u1: held(0, 0, steps) }), clock);
    expect(Math.max(...outcome.stations['s1']!.units['u1']!.flowM3s)).toBe(0);
  });

  test('in a forbidden zone, too short a run, is told with unit and steps', () => {
    const outcome = tryOut(trial, rowsOf(plan, { u1: held(18, 4, 6) }), clock);
    expect(outcome.broken).toContainEqual(
      expect.objectContaining({
        limit: 'forbidden-zone',
        unit: 'u1',
        rank: 1,
        fromStep: 4,
        toStep: 6,
        // The zone is 14 to 22 MW: 18 lies 4 inside.
        amount: expect.closeTo(4, 6),
      }),
    );
    expect(outcome.broken.map(({ limit }) => limit)).toContain('min-up');
  });

  test('above what the machine can is made as far as it can, and told', () => {
    const outcome = tryOut(trial, rowsOf(plan, { u3: held(60, 8, 16) }), clock);
    expect(outcome.short).toHaveLength(8);
    expect(outcome.short[0]).toMatchObject({ station: 's1', unit: 'u3', step: 8, askedMw: 60 });
    const madeMw = outcome.stations['s1']!.units['u3']!.mw[8]!;
    expect(outcome.short[0]!.madeMw).toBe(madeMw);
    // A machine of 20 MW at its largest flow.
    expect(madeMw).toBeGreaterThan(15);
    expect(madeMw).toBeLessThan(25);
  });

  test('asks for no water twice: whatever is fixed, water balances and set points are made or told', () => {
    const cell = fc.option(fc.double({ min: 0, max: 44, noNaN: true }), { nil: null });
    const unit = fc.array(cell, { minLength: steps, maxLength: steps });
    fc.assert(
      fc.property(fc.record({ u1: unit, u3: unit }), (fixedMw) => {
        const { stations, short } = tryOut(trial, rowsOf(plan, fixedMw), clock);
        const missed = new Set(short.map(({ unit: id, step }) => `${id}/${step}`));
        for (const [id, cells] of Object.entries(fixedMw)) {
          cells.forEach((mw, t) => {
            if (mw === null || missed.has(`${id}/${t}`)) return;
            expect(Math.abs(stations['s1']!.units[id]!.mw[t]! - mw)).toBeLessThanOrEqual(0.0501);
          });
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('a day asked again with other set points', () => {
  test('comes to the same as one asked for the first time, to the last bit', () => {
    const again = new SetPointDay(trial.problem);
    const cell = fc.record({
      unit: fc.constantFrom('u1', 'u2', 'u3', 'u4'),
      from: fc.nat(steps - 1),
      mw: fc.option(fc.double({ min: 0, max: 60, noNaN: true }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 4 }), (cells) => {
        const fixed: Fixed = {};
        for (const { unit, from, mw } of cells) {
          fixed[unit] = held(mw ?? 0, from, Math.min(steps, from + 6));
          if (mw === null) fixed[unit] = fixed[unit].map(() => null);
        }
        const rows = rowsOf(plan, fixed);
        expect(again.make(rows)).toEqual(scheduleOfSetPoints(trial.problem, rows));
      }),
      { numRuns: 30 },
    );
  });

  test('goes on after a question that could not be answered', () => {
    const day = new SetPointDay(trial.problem);
    const before = day.make(rowsOf(plan, { u1: held(40, 10, 30) }));
    expect(() => day.make({})).toThrow('stations.s1: no set points');
    expect(day.make(rowsOf(plan, { u1: held(40, 10, 30) }))).toEqual(before);
  });
});

describe('a reservoir at its limit', () => {
  test('opens its gates as far as the limit asks, when a unit is taken away', () => {
    const s1 = { ...exampleDay.stations['s1']!, levelM: 449.99 };
    const full = {
      ...exampleDay,
      stations: { s1: { ...s1, inflowM3s: s1.inflowM3s.map(() => 170) } },
    };
    const off = held(0, 0, steps);
    const rows = rowsOf(plan, { u1: off, u2: off, u3: off, u4: off });
    const { schedule } = scheduleOfSetPoints(trialOf(exampleSystem, full).problem, rows);
    const outcome = tryOut(trialOf(exampleSystem, full), rows, clock);
    // 170 m³/s come and nothing runs: once full, all of it has to pass the gates.
    expect(schedule.stations['s1']!.spillM3s.at(-1)).toBeCloseTo(170, 3);
    expect(Math.max(...outcome.stations['s1']!.levelM)).toBeLessThanOrEqual(450);
    // 170 m³/s bring 14.7 Mm³ in 24 h; the last centimetre of the reservoir takes little of it.
    const spilled = outcome.stations['s1']!.spillM3s.reduce((sum, flow) => sum + flow * 900, 0);
    expect(spilled / 1e6).toBeGreaterThan(14);
  });
});

describe('best from here', () => {
  const inTime = { budgetMs: 1500, gap: 0.001, clock: () => performance.now() };

  test('keeps what is fixed to the watt and is worth no less than leaving the rest as it was', () => {
    const rows = rowsOf(plan, { u1: held(30, 20, 40) });
    const left = tryOut(trial, rows, clock);
    const best = bestFromHere(trial, rows, inTime);
    for (let t = 20; t < 40; t++) {
      expect(best.stations['s1']!.units['u1']!.mw[t]).toBeCloseTo(30, 6);
    }
    expect(best.broken.filter(({ rank }) => rank === 1)).toEqual([]);
    expect(best.value.total).toBeGreaterThanOrEqual(left.value.total);
  });

  test('follows a load that is asked for, and says where it cannot', () => {
    // 200 MW is more than the four units have: 2 · 45 + 2 · 20 = 130 MW.
    const loadMw = Array.from({ length: steps }, (_, t) => (t === 50 ? 200 : 60));
    const asked = trialOf(exampleSystem, { ...exampleDay, loadMw });
    const best = bestFromHere(asked, rowsOf(plan), inTime);
    const exported = best.stations['s1']!.exportMw;
    expect(exported[10]).toBeCloseTo(60, 0);
    expect(best.status).toBe('relaxed');
    const load = best.broken.filter(({ limit }) => limit === 'load');
    expect(load.some(({ fromStep, toStep }) => fromStep <= 50 && toStep > 50)).toBe(true);
  });
});

test('the rule curve holds the level with the inflow', () => {
  const { levelM } = ruleCurve(trial, clock).stations['s1']!;
  for (const level of levelM) expect(level).toBeCloseTo(exampleDay.stations['s1']!.levelM, 0);
});
