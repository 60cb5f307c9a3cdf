import { describe, expect, test } from 'vitest';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { exampleDay } from '#shared/station/example/example.ts';
import { exampleSystem } from '#shared/station/example/example.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { WhatIf } from '#shared/wire/what-if.ts';
import { dayOfPlan } from '#client/stores/desk/day-of-plan.ts';
import { discarded, isKept, isSame, met } from '#client/stores/desk/meeting-trials.ts';
import { savingOf, trialOfKept } from '#client/stores/desk/shared-trials.ts';
import {
  cellMw,
  renamed,
  type Trial,
  trialOn,
  undone,
  withCells,
} from '#client/stores/desk/trial.ts';

const station = exampleSystem.stations[0]!;
const startsAt = Date.parse(exampleDay.start);
const version: PlanVersion = {
  ...{ id: 'p1', state: 'in-force', revision: 1, moves: [], madeAt: startsAt, causes: ['start'] },
  ...{ inForceFrom: startsAt, amends: null, startsAt, loadMw: null, substituted: [] },
  stepMinutes: exampleDay.stepMinutes,
  steps: exampleDay.steps,
  pricePerMwh: exampleDay.pricePerMwh,
  inflowM3s: { s1: exampleDay.stations['s1']!.inflowM3s },
  inflowOrigin: 'forecast',
  plan: planDay(exampleSystem, exampleDay, { budgetMs: 1, gap: 0.01, clock: () => 0 }),
};
const named = { id: 'mine', name: 'Evening', colour: 2, changedAt: startsAt };
const begun = trialOn(version, 's1', dayOfPlan(version, station), named);

const withMw = (trial: Trial, mw: number): Trial =>
  withCells(trial, [{ unit: 'u1', step: 4, mw }], startsAt + 1000);
/** As this desk has it once the server has kept it. */
const keptAt = (trial: Trial, revision: number): Trial => ({
  ...trial,
  kept: { id: 'w1', revision, edits: trial.edits },
});
/** What the server keeps of a trial that Wang has changed. */
const changedByWang = (trial: Trial, revision: number): WhatIf => ({
  ...savingOf(trial, null),
  id: 'w1',
  revision,
  owner: { id: 'a', name: 'Li' },
  changedAt: startsAt + 5000,
  changedBy: { id: 'b', name: 'Wang' },
  shiftStartsAt: startsAt,
});
const parts = { newId: 'theirs', ownName: 'Evening (mine)' };
const meet = (mine: Trial, whatIf: WhatIf): readonly Trial[] =>
  met(mine, whatIf, trialOfKept(whatIf, version, station), parts);

const mine = keptAt(withMw(begun, 30), 1);
const theirs = changedByWang(withMw(begun, 35), 2);

describe('whether the server has it', () => {
  test('changes with a cell, a name and an undo, however quick, and not with being looked at', () => {
    expect(isKept(begun)).toBe(false);
    expect(isKept(mine)).toBe(true);
    expect(isKept(withMw(mine, 31))).toBe(false);
    expect(isKept(withMw(mine, 30))).toBe(true);
    expect(isKept(renamed(mine, 'Late'))).toBe(false);
    expect(isKept(undone(mine, startsAt))).toBe(false);
  });
});

describe('a what-if that somebody else has changed', () => {
  test('follows them where it was not changed here', () => {
    const [followed, ...none] = meet(mine, theirs);
    expect(none).toEqual([]);
    expect(followed?.id).toBe('mine');
    expect(cellMw(followed!, 'u1', 4)).toBe(35);
    expect(followed?.rival).toMatchObject({ kind: 'followed', by: 'Wang' });
    expect(isKept(followed!)).toBe(true);
  });

  test('is parted in two where it was: both are there, neither is written over', () => {
    const [other, own] = meet(withMw(mine, 32), theirs);
    expect(cellMw(other!, 'u1', 4)).toBe(35);
    expect(other).toMatchObject({ id: 'theirs', name: 'Evening', kept: { id: 'w1', revision: 2 } });
    expect(cellMw(own!, 'u1', 4)).toBe(32);
    expect(own).toMatchObject({ id: 'mine', name: 'Evening (mine)', kept: null });
    expect(own?.rival).toMatchObject({ kind: 'changed', theirs: 'theirs', by: 'Wang' });
    // Mine is kept on the server as one of its own.
    expect(isKept(own!)).toBe(false);
  });

  test('is one still where both have set the same', () => {
    const [same, ...none] = meet(withMw(mine, 35), theirs);
    expect(none).toEqual([]);
    expect(same).toMatchObject({ kept: { revision: 2 }, rival: null });
    expect(isKept(same!)).toBe(true);
  });

  test('stays as it is at word of a revision that it has already', () => {
    expect(meet(mine, changedByWang(withMw(begun, 35), 1))).toEqual([mine]);
  });

  test('is not lost where the plan that theirs stands on is not to be had', () => {
    const [own, ...none] = met(withMw(mine, 32), theirs, null, parts);
    expect(none).toEqual([]);
    expect(cellMw(own!, 'u1', 4)).toBe(32);
    expect(own?.rival).toMatchObject({ kind: 'changed', theirs: null });
  });
});

describe('a what-if that somebody has discarded', () => {
  test('goes where nobody looks at it, and stays where it is looked at or was changed', () => {
    expect(discarded(mine, false, startsAt)).toBeNull();
    expect(discarded(mine, true, startsAt)?.rival?.kind).toBe('gone');
    expect(discarded(withMw(mine, 32), false, startsAt)?.rival?.kind).toBe('gone');
  });

  test('is not sent back to the server before somebody wants it', () => {
    const left = discarded(mine, true, startsAt)!;
    expect(isKept(left)).toBe(true);
    expect(isKept({ ...left, rival: null })).toBe(false);
    expect(isKept(withMw(left, 33))).toBe(false);
  });
});

test('two that have the same cells are the same, whatever units were touched and left', () => {
  const touched = withCells(withMw(begun, 30), [{ unit: 'u2', step: 3, mw: 10 }], 0);
  const left = withCells(touched, [{ unit: 'u2', step: 3, mw: null }], 0);
  expect(isSame(left, withMw(begun, 30))).toBe(true);
  expect(isSame(left, renamed(withMw(begun, 30), 'Late'))).toBe(false);
});
