import { describe, expect, test } from 'vitest';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { dayOfPlan } from '#client/stores/desk/day-of-plan.ts';
import { KEPT_MS, keepTrials, keptTrials } from '#client/stores/desk/trial-keeping.ts';
import { trialOfKept, savingOf } from '#client/stores/desk/shared-trials.ts';
import {
  bodyOf,
  carriedOver,
  cellMw,
  fixedCount,
  redone,
  trialOn,
  undone,
  withBase,
  withCells,
  withLoad,
} from '#client/stores/desk/trial.ts';

const [station] = exampleSystem.stations;
const startsAt = Date.parse(exampleDay.start);

function version(over: Partial<PlanVersion> = {}): PlanVersion {
  const plan = planDay(exampleSystem, exampleDay, { budgetMs: 1, gap: 0.01, clock: () => 0 });
  return {
    id: 'p1',
    state: 'in-force',
    revision: 1,
    moves: [],
    madeAt: startsAt,
    inForceFrom: startsAt,
    causes: ['start'],
    amends: null,
    startsAt,
    stepMinutes: exampleDay.stepMinutes,
    steps: exampleDay.steps,
    pricePerMwh: exampleDay.pricePerMwh,
    loadMw: null,
    inflowM3s: { s1: exampleDay.stations['s1']!.inflowM3s },
    inflowOrigin: 'forecast',
    substituted: [],
    plan,
    ...over,
  };
}
const base = version();
const of = { id: 't1', name: 'Evening', colour: 2, changedAt: startsAt };
const trial = trialOn(base, 's1', dayOfPlan(base, station!), of);

describe('a trial', () => {
  test('begins as its plan, with nothing fixed', () => {
    const planned = base.plan.stations['s1']!.units['u1']!.mw[40]!;
    expect(cellMw(trial, 'u1', 40)).toBe(planned);
    expect(fixedCount(trial)).toBe(0);
  });

  test('takes many cells as one change, and gives it back whole', () => {
    const set = withCells(
      trial,
      [
        { unit: 'u1', step: 4, mw: 30 },
        { unit: 'u2', step: 5, mw: 0 },
      ],
      1,
    );
    expect(fixedCount(set)).toBe(2);
    expect(cellMw(set, 'u2', 5)).toBe(0);
    const back = undone(set, 2);
    expect(back.state).toBe(trial.state);
    expect(redone(back, 3).state).toBe(set.state);
  });

  test('is the same trial where nothing changes, and ignores cells that it has not', () => {
    expect(withCells(trial, [{ unit: 'u1', step: 4, mw: null }], 1)).toBe(trial);
    expect(withCells(trial, [{ unit: 'u9', step: 4, mw: 3 }], 1)).toBe(trial);
    expect(withCells(trial, [{ unit: 'u1', step: 96, mw: 3 }], 1)).toBe(trial);
    expect(undone(trial, 1)).toBe(trial);
    expect(redone(trial, 1)).toBe(trial);
  });

  test('keeps what is fixed on another base, and forgets the way forward with a new change', () => {
    const set = withCells(trial, [{ unit: 'u1', step: 4, mw: 30 }], 1);
    const best = withBase(undone(set, 2), { ...set.state.base, origin: 'best' }, 3);
    expect(best.future).toEqual([]);
    expect(withBase(set, { ...set.state.base, origin: 'best' }, 3).state.fixed).toBe(
      set.state.fixed,
    );
  });

  test('follows a load on a day of its own', () => {
    const loaded = withLoad(trial, new Array<number>(96).fill(50), 5);
    expect(loaded.day.loadMw?.[3]).toBe(50);
    expect(loaded.loads).toBe(1);
    expect(trial.day.loadMw).toBeUndefined();
  });

  test('is carried over to a later plan by the clock, not by the step', () => {
    // An hour later the plan begins four steps on: step 10 is its step 6; step 2 lies before it.
    const later = version({ id: 'p2', startsAt: startsAt + 3_600_000, steps: 92 });
    const set = withCells(
      trial,
      [
        { unit: 'u1', step: 2, mw: 20 },
        { unit: 'u1', step: 10, mw: 30 },
      ],
      1,
    );
    const moved = carriedOver(set, later, dayOfPlan(later, station!), { ...of, id: 't2' });
    expect(fixedCount(moved)).toBe(1);
    expect(cellMw(moved, 'u1', 6)).toBe(30);
  });
});

describe('what outlives a reload', () => {
  const set = withCells(trial, [{ unit: 'u1', step: 4, mw: 30 }], startsAt);

  test('is each trial with what it stands on, without the way back', () => {
    localStorage.clear();
    keepTrials(localStorage, 's1', [set]);
    const [kept] = keptTrials(localStorage, 's1', startsAt);
    expect(kept).toMatchObject({ id: 't1', name: 'Evening', basePlanId: 'p1', past: [] });
    expect(kept!.state.fixed).toEqual(set.state.fixed);
    expect(kept!.state.base.mw['u1']![40]).toBeCloseTo(set.state.base.mw['u1']![40]!, 6);
    expect(keptTrials(localStorage, 's2', startsAt)).toEqual([]);
  });

  test('is let go after a shift, and where it cannot be read', () => {
    keepTrials(localStorage, 's1', [set]);
    expect(keptTrials(localStorage, 's1', startsAt + KEPT_MS)).toEqual([]);
    localStorage.setItem('forebay.desk.s1', '{"form":"other/9","trials":[]}');
    expect(keptTrials(localStorage, 's1', startsAt)).toEqual([]);
    localStorage.setItem('forebay.desk.s1', '{half');
    expect(keptTrials(localStorage, 's1', startsAt)).toEqual([]);
  });
});

describe('what the server keeps', () => {
  const set = withCells(trial, [{ unit: 'u1', step: 4, mw: 30 }], startsAt);

  test('is what was set, and comes back as the same cells', () => {
    const { body } = savingOf(set, null);
    expect(body.setMw['s1']!['u1']![4]).toBe(30);
    const whatIf = {
      ...savingOf(set, null),
      id: 'w1',
      revision: 3,
      owner: { id: 'a', name: 'Li' },
      changedAt: startsAt,
      changedBy: { id: 'b', name: 'Wang' },
      shiftStartsAt: startsAt,
    };
    const back = trialOfKept(whatIf, base, station!)!;
    expect(back.kept).toEqual({ id: 'w1', revision: 3, edits: 0 });
    expect(cellMw(back, 'u1', 4)).toBe(30);
    expect(fixedCount(back)).toBe(1);
    expect(trialOfKept(whatIf, { ...base, id: 'p9' }, station!)).toBeNull();
  });

  test('of a plan made around it is every cell, since the server knows no such base', () => {
    const best = withBase(set, { ...set.state.base, origin: 'best' }, 1);
    const cells = bodyOf(best, null).setMw['s1']!['u2']!;
    expect(cells.every((mw) => mw !== null)).toBe(true);
  });
});

describe('the day of a plan', () => {
  test('has the plan’s start, prices, inflow, and the worth of its last water', () => {
    const day = dayOfPlan(base, station!);
    expect(day.stations['s1']!.levelM).toBe(exampleDay.stations['s1']!.levelM);
    expect(day.pricePerMwh).toEqual(exampleDay.pricePerMwh);
    // The example's water is worth 84 000 a Mm³: endWater / V[n] gives it back.
    expect(day.stations['s1']!.end?.waterValuePerMm3).toBeCloseTo(84_000, 3);
  });

  test('tells from the first step’s reasons which units ran before', () => {
    const started = {
      station: 's1',
      unit: 'u1',
      step: 0,
      code: 'start.price-rise',
      data: {},
    };
    const units = dayOfPlan({ ...base, plan: { ...base.plan, reasons: [started] } }, station!)
      .stations['s1']!.units;
    expect(units['u1']?.on).toBe(false);
  });
});
