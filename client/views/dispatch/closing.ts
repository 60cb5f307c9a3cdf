import type { FollowedDay } from '#shared/wire/following.ts';
import type { Outage } from '#shared/wire/outage.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import type { Trial } from '#client/stores/desk/trial.ts';
import { standOf } from './outages.ts';
import { fixedCount } from '#client/stores/desk/trial.ts';

/**
 * What is still open when a day is to be closed. `not-over` and `unexplained` forbid it; all else goes
 * along into the closed day, and whoever closes it has seen it.
 */
export type MatterCode =
  'not-over' | 'unexplained' | 'unjudged' | 'doubtful' | 'undecided' | 'out' | 'what-ifs';

export interface OpenMatter {
  readonly code: MatterCode;
  readonly count: number;
  readonly forbids: boolean;
}

export interface ClosingParts {
  readonly followed: FollowedDay;
  /** End of the day, ms. */
  readonly to: number;
  readonly now: number;
  readonly plan: PlanView | null;
  readonly outages: readonly Outage[];
  readonly trials: readonly Trial[];
}

const FORBIDDING: readonly MatterCode[] = ['not-over', 'unexplained'];

/** What is open, that which forbids the closing first; empty: nothing. */
export function openMatters(parts: ClosingParts): OpenMatter[] {
  const { followed, to, now, plan, outages, trials } = parts;
  const steps = followed.steps.map(({ station }) => station);
  const counts: Record<MatterCode, number> = {
    'not-over': now < to ? 1 : 0,
    unexplained: followed.deviations.filter(({ explained }) => explained === null).length,
    unjudged: steps.filter(({ deviationMw }) => deviationMw === null).length,
    doubtful: steps.filter(({ actualMw, quality }) => actualMw !== null && quality !== 'good')
      .length,
    undecided: plan?.offered?.state === 'offered' && plan.deciding.adopt === 'none' ? 1 : 0,
    out: outages.filter((outage) => standOf(outage, now) === 'now').length,
    'what-ifs': trials.filter((trial) => fixedCount(trial) > 0).length,
  };
  return (Object.keys(counts) as MatterCode[])
    .filter((code) => counts[code] > 0)
    .map((code) => ({ code, count: counts[code], forbids: FORBIDDING.includes(code) }));
}
