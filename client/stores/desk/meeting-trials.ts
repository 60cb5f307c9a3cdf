import type { WhatIf } from '#shared/wire/what-if.ts';
import { bodyOf, type Rival, type Trial } from './trial.ts';

/** Whether the server has it as it stands here, or nobody wants it kept again. */
export function isKept(trial: Trial): boolean {
  if (trial.rival?.kind === 'gone') return trial.rival.edits === trial.edits;
  return trial.kept?.edits === trial.edits;
}

/** Whether two stand on the same plan, have the same cells set and the same name. */
export function isSame(one: Trial, other: Trial): boolean {
  const content = (trial: Trial): string => {
    const { basePlanId, setMw } = bodyOf(trial, null);
    const units = Object.entries(setMw[trial.station] ?? {})
      .filter(([, cells]) => cells.some((mw) => mw !== null))
      .toSorted(([a], [b]) => a.localeCompare(b));
    return JSON.stringify([basePlanId, trial.name, units]);
  };
  return content(one) === content(other);
}

/** How the two are told apart where both stay. */
export interface MeetingParts {
  /** Names theirs on this desk. */
  readonly newId: string;
  /** What mine is called from then on. */
  readonly ownName: string;
}

/**
 * The server's newest revision meets the trial of this desk. Nobody's work is lost: what was not changed
 * here follows them; what was is parted into theirs, under its old name, and mine, which is kept anew.
 * @param theirs null where the plan that it stands on is not to be had here
 * @returns what takes mine's place: mine is the last of them
 */
export function met(
  mine: Trial,
  whatIf: WhatIf,
  theirs: Trial | null,
  { newId, ownName }: MeetingParts,
): readonly Trial[] {
  if (mine.kept && whatIf.revision <= mine.kept.revision) return [mine];
  const kept = { id: whatIf.id, revision: whatIf.revision, edits: mine.edits };
  if (theirs && isSame(mine, theirs)) return [{ ...mine, kept }];
  const by = whatIf.changedBy.name;
  const rivalOf = (kind: Rival['kind'], beside: string | null): Rival => {
    return { kind, theirs: beside, by, at: whatIf.changedAt, edits: mine.edits };
  };
  if (theirs && isKept(mine)) {
    // The day is of the plan under it, and that is the same; a load to follow is this desk's own.
    const { id, day, loads, edits } = mine;
    const followed = { ...theirs, id, day, loads, edits, kept };
    return [{ ...followed, rival: rivalOf('followed', null) }];
  }
  const beside = theirs ? [{ ...theirs, id: newId }] : [];
  const rival = rivalOf('changed', theirs ? newId : null);
  return [...beside, { ...mine, name: ownName, kept: null, edits: mine.edits + 1, rival }];
}

/**
 * Somebody has discarded what this desk has: who looks at it, or has changed it, keeps it here alone.
 * @returns null: it goes here too
 */
export function discarded(mine: Trial, isOpen: boolean, at: number): Trial | null {
  const isTouched = mine.kept?.edits !== mine.edits;
  if (!isOpen && !isTouched) return null;
  const { edits } = mine;
  return { ...mine, kept: null, rival: { kind: 'gone', theirs: null, by: '', at, edits } };
}
