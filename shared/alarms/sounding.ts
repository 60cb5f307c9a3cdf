import type { Priority } from './priority.ts';
import type { AlarmState } from './states.ts';

/**
 * Whether the horn sounds, and for which priority: the highest of those that rang after it was silenced last
 * and that nobody has acknowledged. What is over sounds no more.
 * @param silencedAt on the server's clock, ms
 */
export function soundingPriority(
  alarms: Iterable<{
    readonly state: AlarmState;
    readonly priority: Priority;
    readonly rangAt: number;
  }>,
  silencedAt: number,
): Priority | null {
  let highest: Priority | null = null;
  for (const { state, priority, rangAt } of alarms)
    if (state === 'unacknowledged' && rangAt > silencedAt && priority < (highest ?? 4))
      highest = priority;
  return highest;
}
