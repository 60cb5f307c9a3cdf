import { dayStartMs, nextDayStartMs } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { ANALOG_PERIOD_MS } from '#shared/wire/tag.ts';
import type { Planning } from '../planning/planning.ts';
import type { Simulator } from '../sources/simulator/simulator.ts';

/**
 * Readings of the past: by the minute, so that a day is drawn whole at any width, and in the hours that a trend
 * shows first as often as each tag is expected, since there a wide screen is given the readings themselves.
 */
const COARSE_MS = MS_PER_MINUTE;
const FINE_MS = ANALOG_PERIOD_MS;
const FINE_SPAN_MS = 8 * MS_PER_HOUR;
/** Time of search of a plan of the past. */
const BUDGET_MS = 800;

/**
 * Lets the simulated plant live through the time from where it stands to `toMs`: at the start and at every
 * local midnight a plan is made with what was known then, and followed. So a demo opens on days that were
 * really ordered, run and measured. A plan that is still in force is gone on with.
 */
export async function livePast(
  simulator: Simulator,
  planning: Planning,
  toMs: number,
  timeZone: string,
): Promise<void> {
  const fineFromMs = toMs - FINE_SPAN_MS;
  while (simulator.atMs < toMs) {
    const untilMs = Math.min(toMs, nextDayStartMs(simulator.atMs, timeZone));
    await simulator.runTo(simulator.atMs, FINE_MS);
    const isMidnight = dayStartMs(simulator.atMs, timeZone) === simulator.atMs;
    if (isMidnight || !planning.orderedAt(simulator.atMs)) {
      const cause = isMidnight ? 'midnight' : 'start';
      await planning.replan([cause], { atMs: simulator.atMs, budgetMs: BUDGET_MS });
    }
    if (simulator.atMs < fineFromMs) {
      await simulator.runTo(Math.min(untilMs, fineFromMs), COARSE_MS);
    }
    await simulator.runTo(untilMs, FINE_MS);
  }
}
