import type { Reason } from '#shared/station/plan-schema.ts';
import { type Sheet, stepAt } from './sheet.ts';

/** What limits a run of a day's slots. */
export interface CauseRun {
  /** Slots `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Code without its kind: `level-max`. */
  readonly cause: string;
  readonly reason: Reason;
}

const KIND = 'step.';

/** Runs of steps that the same cause limits, as far as they lie within the day's slots. */
export function causeRuns(
  sheet: Pick<Sheet, 'startsAt' | 'stepMinutes' | 'steps' | 'reasons'>,
  slots: readonly number[],
): CauseRun[] {
  const causes = sheet.reasons
    .filter(({ code }) => code.startsWith(KIND))
    .toSorted((a, b) => a.step - b.step);
  const runs: CauseRun[] = [];
  slots.forEach((at, slot) => {
    const step = stepAt(sheet, at);
    const reason = step < 0 ? undefined : causes.findLast((cause) => cause.step <= step);
    if (!reason) return;
    const last = runs.at(-1);
    if (last && last.to === slot && last.reason === reason) {
      runs[runs.length - 1] = { ...last, to: slot + 1 };
    } else runs.push({ from: slot, to: slot + 1, cause: reason.code.slice(KIND.length), reason });
  });
  return runs;
}

/** Causes that are limits of water, machine, grid, or none: each kind has its own hatch. */
export type CauseKind = 'water' | 'machine' | 'grid' | 'worth';

const KINDS: Readonly<Record<string, CauseKind>> = {
  'level-min': 'water',
  'level-max': 'water',
  'level-rise': 'water',
  'level-fall': 'water',
  'outflow-min': 'water',
  'outflow-max': 'water',
  'outflow-rise': 'water',
  'outflow-fall': 'water',
  'end-level': 'water',
  'spill-avoided': 'water',
  outage: 'machine',
  'unit-flow': 'machine',
  'unit-power': 'machine',
  'forbidden-zone': 'machine',
  'min-up': 'machine',
  'min-down': 'machine',
  starts: 'machine',
  fixed: 'grid',
  load: 'grid',
  'generation-ramp': 'grid',
  'export-limit': 'grid',
  reserve: 'grid',
};

export function kindOfCause(cause: string): CauseKind {
  return KINDS[cause] ?? 'worth';
}

/** What the water is worth in a step, money per Mm³, with its least and most; null where no plan says so. */
export function waterWorth(
  reasons: readonly Reason[],
  step: number,
): { readonly perMm3: number; readonly least: number; readonly most: number } | null {
  const { data } = reasons.find(({ code }) => code === 'water.worth') ?? {};
  const perMm3 = data?.['perMm3'];
  const value = Array.isArray(perMm3) ? (perMm3 as unknown[])[step] : undefined;
  if (typeof value !== 'number') return null;
  const bound = (key: string): number => (typeof data?.[key] === 'number' ? data[key] : value);
  return { perMm3: value, least: bound('least'), most: bound('most') };
}
