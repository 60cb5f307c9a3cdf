import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import {
  moveOf,
  PLAN_STEPS,
  type PlanMove,
  type PlanState,
  type PlanStep,
  type Who,
} from '#shared/wire/plan-life.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { PlanInputs } from '../store/plan-store.ts';
import { stepAt } from './ordered-slots.ts';

/** What becomes of versions at once: one that is new, and those that take steps, in this order. */
export interface LifeChange {
  readonly fresh: { readonly version: PlanVersion; readonly inputs: PlanInputs | null } | null;
  /** As they stand afterwards; their new moves are at the end of their histories. */
  readonly changed: readonly PlanVersion[];
}

/** Who takes a step, when and why. */
export interface StepTaken {
  readonly by: Who;
  readonly at: number;
  readonly reason?: string | null;
  readonly otherPlan?: string | null;
}

/** States of a decision that has not come into force. */
const DECIDED: readonly PlanState[] = ['accepted', 'amended', 'ordered'];

export const planEndMs = (version: PlanVersion): number =>
  version.startsAt + version.steps * version.stepMinutes * MS_PER_MINUTE;

/** A version after one more step. Whether it may be taken is `refusalOf`'s to say. */
export function stepped(version: PlanVersion, step: PlanStep, taken: StepTaken): PlanVersion {
  const { by, at, reason = null, otherPlan = null } = taken;
  const move = moveOf(version, step, { by, at, reason, otherPlan });
  const isDropped = PLAN_STEPS[step].to === 'superseded' || PLAN_STEPS[step].to === 'rejected';
  const neverBegan = version.state !== 'in-force';
  return {
    ...version,
    state: move.state,
    revision: move.revision,
    moves: [...version.moves, move],
    inForceFrom: isDropped && neverBegan ? null : version.inForceFrom,
  };
}

/** The move that a new version is born by. */
export function birthMove(step: 'offer' | 'amend', taken: StepTaken): PlanMove {
  const { by, at, reason = null, otherPlan = null } = taken;
  return moveOf({ state: 'offered', moves: [] }, step, { by, at, reason, otherPlan });
}

function superseded(
  versions: readonly PlanVersion[],
  states: readonly PlanState[],
  taken: StepTaken & { readonly otherPlan: string },
): PlanVersion[] {
  return versions
    .filter((version) => version.id !== taken.otherPlan && states.includes(version.state))
    .map((version) => stepped(version, 'supersede', { ...taken, reason: null }));
}

/** A new offer takes the place of those that nobody has decided on. */
export function offering(
  versions: readonly PlanVersion[],
  version: PlanVersion,
  inputs: PlanInputs | null,
  taken: StepTaken,
): LifeChange {
  const changed = superseded(versions, ['offered'], { ...taken, otherPlan: version.id });
  return { fresh: { version, inputs }, changed };
}

/** Where nobody decides, an offer is in force at once, and everything else is past. */
export function adopting(
  versions: readonly PlanVersion[],
  offered: PlanVersion,
  inputs: PlanInputs | null,
  taken: StepTaken,
): LifeChange {
  const steps = ['accept', 'order', 'begin'] as const;
  const version = steps.reduce((before, step) => stepped(before, step, taken), offered);
  const open: readonly PlanState[] = ['offered', ...DECIDED, 'in-force'];
  return {
    fresh: { version: { ...version, inForceFrom: taken.at }, inputs },
    changed: superseded(versions, open, { ...taken, otherPlan: version.id }),
  };
}

/** A version made by hand takes the place of the one it was made of, unless that one is in force. */
export function amending(
  base: PlanVersion,
  version: PlanVersion,
  inputs: PlanInputs | null,
  taken: StepTaken,
): LifeChange {
  const open: readonly PlanState[] = ['offered', ...DECIDED];
  return {
    fresh: { version, inputs },
    changed: superseded([base], open, { ...taken, otherPlan: version.id }),
  };
}

/**
 * An ordered version takes the place of whatever else was decided and has not begun; it comes into force
 * at `fromMs`, at once if that has come.
 */
export function ordering(
  versions: readonly PlanVersion[],
  version: PlanVersion,
  fromMs: number,
  taken: StepTaken,
): LifeChange {
  const others = superseded(versions, DECIDED, { ...taken, otherPlan: version.id });
  const ordered = { ...stepped(version, 'order', taken), inForceFrom: fromMs };
  if (fromMs > taken.at) return { fresh: null, changed: [...others, ordered] };
  return { fresh: null, changed: [...others, ...beginning(versions, ordered, taken)] };
}

/** What is in force makes room, and then the ordered version begins. */
function beginning(
  versions: readonly PlanVersion[],
  ordered: PlanVersion,
  taken: StepTaken,
): PlanVersion[] {
  const before = superseded(versions, ['in-force'], { ...taken, otherPlan: ordered.id });
  return [...before, stepped(ordered, 'begin', taken)];
}

/**
 * What time alone does: an ordered version whose time has come begins, one in force whose steps are over
 * closes, and one that nobody has decided on until then is past.
 */
export function timely(versions: readonly PlanVersion[], taken: StepTaken): LifeChange | null {
  const due = versions.find(
    ({ state, inForceFrom }) => state === 'ordered' && (inForceFrom ?? Infinity) <= taken.at,
  );
  if (due) return { fresh: null, changed: beginning(versions, due, taken) };
  const open: readonly PlanState[] = ['offered', ...DECIDED, 'in-force'];
  const over = versions.filter(
    (version) => open.includes(version.state) && planEndMs(version) <= taken.at,
  );
  if (over.length === 0) return null;
  const changed = over.map((version) =>
    stepped(version, version.state === 'in-force' ? 'close' : 'supersede', taken),
  );
  return { fresh: null, changed };
}

/**
 * From when on a version that is ordered now is in force, ms: at once where it keeps the step that has
 * begun as it is ordered, where nothing is in force, or where it was made because a unit is out; else
 * with the next step, so that no step is ordered two ways. Not before its own start.
 */
export function effectiveFromMs(
  version: PlanVersion,
  inForce: PlanVersion | null,
  nowMs: number,
): number {
  if (nowMs < version.startsAt) return version.startsAt;
  const here = stepAt(version, nowMs);
  const there = inForce ? stepAt(inForce, nowMs) : -1;
  if (here < 0 || !inForce || there < 0) return nowMs;
  const isForced = version.causes.some((cause) => cause === 'trip' || cause === 'outage');
  if (isForced || isSameStep(version, here, inForce, there)) return nowMs;
  return version.startsAt + (here + 1) * version.stepMinutes * MS_PER_MINUTE;
}

/** Flows nearer than this are the same order, m³/s. */
const SAME_M3S = 1e-3;

function isSameStep(a: PlanVersion, stepOfA: number, b: PlanVersion, stepOfB: number): boolean {
  return Object.entries(a.plan.stations).every(([id, station]) =>
    Object.entries(station.units).every(([unit, { flowM3s }]) => {
      const other = b.plan.stations[id]?.units[unit]?.flowM3s[stepOfB];
      return other !== undefined && Math.abs(flowM3s[stepOfA]! - other) < SAME_M3S;
    }),
  );
}
