import type { Day } from '#shared/station/day-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { WhatIfBody } from '#shared/wire/what-if.ts';

/** MW by unit and step that a dispatcher has fixed; null, or no unit: as the base has it. */
export type FixedMw = Readonly<Record<string, readonly (number | null)[]>>;

/** What a trial stands on: set points of a plan, or of one that was made around what is fixed. */
export interface TrialBase {
  readonly mw: Readonly<Record<string, readonly number[]>>;
  readonly spillM3s: readonly number[];
  /** `plan`: the version's own; `best`: planned anew around what was fixed. */
  readonly origin: 'plan' | 'best';
}

export interface TrialState {
  readonly base: TrialBase;
  readonly fixed: FixedMw;
}

/** A what-if of one station: a plan's set points with a dispatcher's own on top, and the way back. */
export interface Trial {
  readonly id: string;
  readonly name: string;
  /** From 0, below `WHAT_IF_COLOURS`. */
  readonly colour: number;
  readonly station: string;
  readonly basePlanId: string;
  /** The day that the base plan was made for. */
  readonly day: Day;
  /** How often its load has changed: days of one trial are told apart by it. */
  readonly loads: number;
  /** Start of its first step, ms. */
  readonly startsAt: number;
  readonly stepMinutes: number;
  readonly steps: number;
  readonly state: TrialState;
  readonly past: readonly TrialState[];
  readonly future: readonly TrialState[];
  /** When it was last changed, ms of the server's clock. */
  readonly changedAt: number;
  /** How often it has been changed. */
  readonly edits: number;
  /** Where the server keeps it, and as it was after how many changes; null: it does not yet. */
  readonly kept: {
    readonly id: string;
    readonly revision: number;
    readonly edits: number;
  } | null;
  /** What somebody else did to the same what-if, until the dispatcher has seen to it. */
  readonly rival: Rival | null;
}

/**
 * `changed`: both have changed it, and theirs stands beside this one; `followed`: this one was not
 * changed here and is as they have it; `gone`: they have discarded it, and it is on this desk alone.
 */
export interface Rival {
  readonly kind: 'changed' | 'followed' | 'gone';
  /** Their trial on this desk; null: there is none. */
  readonly theirs: string | null;
  /** Who; empty: not known. */
  readonly by: string;
  readonly at: number;
  /** How often this one had been changed then. */
  readonly edits: number;
}

/** One cell to be set; null: back to the base. */
export interface CellEdit {
  readonly unit: string;
  readonly step: number;
  readonly mw: number | null;
}

/** Changes that can be taken back. */
const KEPT_CHANGES = 200;

/** A new trial on a plan's own set points. */
export function trialOn(
  version: PlanVersion,
  station: string,
  day: Day,
  of: Pick<Trial, 'id' | 'name' | 'colour' | 'changedAt'>,
): Trial {
  const plan = version.plan.stations[station];
  if (!plan) throw new Error(`stations.${station}: the plan lacks this station`);
  const mw = Object.fromEntries(Object.entries(plan.units).map(([id, unit]) => [id, unit.mw]));
  const { startsAt, stepMinutes, steps } = version;
  return {
    ...of,
    ...{ station, basePlanId: version.id, day, startsAt, stepMinutes, steps },
    loads: 0,
    state: { base: { mw, spillM3s: plan.spillM3s, origin: 'plan' }, fixed: {} },
    past: [],
    future: [],
    edits: 0,
    kept: null,
    rival: null,
  };
}

/** The trial with cells set as one change; the same trial where nothing would be other. */
export function withCells(trial: Trial, edits: readonly CellEdit[], nowMs: number): Trial {
  const fixed: Record<string, (number | null)[]> = {};
  let changed = false;
  for (const { unit, step, mw } of edits) {
    if (step < 0 || step >= trial.steps || !trial.state.base.mw[unit]) continue;
    const cells = (fixed[unit] ??= fixedCells(trial, unit));
    if (cells[step] === mw) continue;
    cells[step] = mw;
    changed = true;
  }
  if (!changed) return trial;
  return changedTo(trial, { ...trial.state, fixed: { ...trial.state.fixed, ...fixed } }, nowMs);
}

function fixedCells(trial: Trial, unit: string): (number | null)[] {
  const cells = trial.state.fixed[unit];
  return cells ? [...cells] : new Array<number | null>(trial.steps).fill(null);
}

/** The trial on another base: what was fixed stays fixed. */
export function withBase(trial: Trial, base: TrialBase, nowMs: number): Trial {
  return changedTo(trial, { ...trial.state, base }, nowMs);
}

/** The trial on a day with a load to follow, MW per step. */
export function withLoad(trial: Trial, loadMw: readonly number[], changedAt: number): Trial {
  const day = { ...trial.day, loadMw: [...loadMw] };
  return { ...trial, day, loads: trial.loads + 1, changedAt };
}

/**
 * A new trial on another version with what was fixed in an older one: each cell at its own instant; what
 * the version does not speak of is left out.
 */
export function carriedOver(
  older: Trial,
  version: PlanVersion,
  day: Day,
  of: Pick<Trial, 'id' | 'name' | 'colour' | 'changedAt'>,
): Trial {
  const trial = trialOn(version, older.station, day, of);
  const stepMs = trial.stepMinutes * MS_PER_MINUTE;
  const later = Math.round((older.startsAt - trial.startsAt) / stepMs);
  const edits = Object.entries(older.state.fixed).flatMap(([unit, cells]) =>
    cells.flatMap((mw, step) => (mw === null ? [] : [{ unit, step: step + later, mw }])),
  );
  return withCells(trial, edits, of.changedAt);
}

function changedTo(trial: Trial, state: TrialState, changedAt: number): Trial {
  const past = [...trial.past, trial.state].slice(-KEPT_CHANGES);
  return { ...trial, state, past, future: [], changedAt, edits: trial.edits + 1 };
}

export function undone(trial: Trial, nowMs: number): Trial {
  const state = trial.past.at(-1);
  if (!state) return trial;
  const future = [trial.state, ...trial.future];
  const past = trial.past.slice(0, -1);
  return { ...trial, state, past, future, changedAt: nowMs, edits: trial.edits + 1 };
}

export function redone(trial: Trial, nowMs: number): Trial {
  const [state, ...future] = trial.future;
  if (!state) return trial;
  const past = [...trial.past, trial.state];
  return { ...trial, state, past, future, changedAt: nowMs, edits: trial.edits + 1 };
}

/** The trial under another name. */
export function renamed(trial: Trial, name: string): Trial {
  return name === trial.name ? trial : { ...trial, name, edits: trial.edits + 1 };
}

/** MW of a cell as set, whatever the machine makes of it. */
export function cellMw(trial: Trial, unit: string, step: number): number {
  return trial.state.fixed[unit]?.[step] ?? trial.state.base.mw[unit]?.[step] ?? 0;
}

/** How many cells are fixed. */
export function fixedCount(trial: Trial): number {
  return Object.values(trial.state.fixed)
    .flat()
    .reduce<number>((sum, mw) => sum + (mw === null ? 0 : 1), 0);
}

/** The trial as the server keeps it. What a search has planned around the fixed cells is set like they are. */
export function bodyOf(trial: Trial, schedule: WhatIfBody['schedule']): WhatIfBody {
  const { startsAt, stepMinutes, steps, basePlanId, station, state } = trial;
  const setMw =
    state.base.origin === 'plan'
      ? state.fixed
      : Object.fromEntries(
          Object.entries(state.base.mw).map(([unit, mw]) => [
            unit,
            mw.map((value, t) => state.fixed[unit]?.[t] ?? value),
          ]),
        );
  return { basePlanId, startsAt, stepMinutes, steps, setMw: { [station]: setMw }, schedule };
}
