import type { LoadPreview } from '#shared/wire/load-curve.ts';
import { type Sheet, stepAt } from './sheet.ts';

/**
 * A day's load on the steps of a sheet, MW: where the sheet goes beyond the day it keeps to its own export,
 * or to the load that it follows already.
 */
export function loadOnSteps(
  sheet: Sheet,
  slots: readonly number[],
  loadMw: readonly number[],
): number[] {
  const before = sheet.trial?.day.loadMw ?? sheet.version?.loadMw ?? sheet.plan?.exportMw ?? [];
  const steps = Array.from({ length: sheet.steps }, (_, step) => before[step] ?? 0);
  slots.forEach((at, slot) => {
    const step = stepAt(sheet, at);
    if (step >= 0) steps[step] = loadMw[slot] ?? 0;
  });
  return steps;
}

/** A curve in quarter-hours: of points every five minutes the means of three. */
export function quarterHours({
  mw,
  stepMinutes,
}: Pick<LoadPreview, 'mw' | 'stepMinutes'>): number[] {
  if (stepMinutes !== 5) return stepMinutes === null ? [] : [...mw];
  return Array.from({ length: Math.floor(mw.length / 3) }, (_, slot) => {
    const [a = 0, b = 0, c = 0] = mw.slice(3 * slot, 3 * slot + 3);
    return (a + b + c) / 3;
  });
}
