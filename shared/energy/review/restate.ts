import type { ConsumerDay } from './close-day.ts';
import type { MeterDay, SlotState } from './day-facts.ts';

/** Why a closed day says something else than it did. */
export const RESTATEMENT_CAUSES = [
  'late',
  'corrected',
  'withdrawn',
  'by-hand',
  'drivers',
  'baseline',
  'target',
  'plan',
  'event',
] as const;
export type RestatementCause = (typeof RESTATEMENT_CAUSES)[number];

/** One cause of a restatement with what it changed. */
export interface Restated {
  readonly cause: RestatementCause;
  /** Slots that changed, of the meter's causes. */
  readonly slots: number;
  /** Change of the actual (late, corrected, withdrawn, by hand), of the baseline (drivers, baseline), target or plan, kWh. */
  readonly byKwh: number;
}

/** A version of a closed day with what it was made of. */
export interface Statement {
  readonly day: ConsumerDay;
  readonly meter: MeterDay;
  /** Name the frozen models that were used. */
  readonly baselineId: string | null;
}

/** Changes smaller than this are rounding, as a share of the numbers. */
const ROUNDING = 1e-9;

const differs = (a: number | null, b: number | null): boolean =>
  a === null || b === null
    ? a !== b
    : Math.abs(a - b) > ROUNDING * Math.max(1, Math.abs(a), Math.abs(b));

const change = (then: number | null, now: number | null): number => (now ?? 0) - (then ?? 0);

/** What changed between two versions of a day, by cause; nothing where both say the same. */
export function restatements(then: Statement, now: Statement): Restated[] {
  const found = meterChanges(then.meter, now.meter);
  const { lines: before } = then.day;
  const { lines: after } = now.day;
  if (differs(before.baselineKwh, after.baselineKwh) || then.baselineId !== now.baselineId)
    found.push({
      cause: then.baselineId === now.baselineId ? 'drivers' : 'baseline',
      slots: 0,
      byKwh: change(before.baselineKwh, after.baselineKwh),
    });
  if (differs(before.targetKwh, after.targetKwh))
    found.push({ cause: 'target', slots: 0, byKwh: change(before.targetKwh, after.targetKwh) });
  if (differs(before.planKwh, after.planKwh))
    found.push({ cause: 'plan', slots: 0, byKwh: change(before.planKwh, after.planKwh) });
  const eventOf = ({ doubt }: ConsumerDay): string | null =>
    doubt?.code === 'excluded' ? doubt.event : null;
  if (eventOf(then.day) !== eventOf(now.day)) found.push({ cause: 'event', slots: 0, byKwh: 0 });
  return found;
}

/** Slot by slot: one set by hand, or no longer so; one that was not metered and now is came late; one that is gone was withdrawn. */
function meterChanges(then: MeterDay, now: MeterDay): Restated[] {
  const causes = new Map<RestatementCause, { slots: number; byKwh: number }>();
  for (const [t, after] of now.kwh.entries()) {
    const before = then.kwh[t] ?? null;
    if (!differs(before, after) && then.states[t] === now.states[t]) continue;
    const cause = slotCause(then.states[t]!, now.states[t]!);
    const entry = causes.get(cause) ?? { slots: 0, byKwh: 0 };
    entry.slots++;
    entry.byKwh += change(before, after);
    causes.set(cause, entry);
  }
  return [...causes].map(([cause, entry]) => ({ cause, ...entry }));
}

function slotCause(then: SlotState, now: SlotState): RestatementCause {
  if (then === 'corrected' || now === 'corrected') return 'by-hand';
  if (now === 'missing') return 'withdrawn';
  return then === 'metered' ? 'corrected' : 'late';
}
