import { type CheckedPlan, checkedPlan } from '#shared/dispatch/checked-plan.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { isBetter } from '#shared/dispatch/plan-rank.ts';
import { problemOf } from '#shared/dispatch/problem.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { type PeerOptions, planByPeer } from '../peer/plan-by-peer.ts';
import { rounded } from '../statistics.ts';
import { cpuMs } from './cpu.ts';
import type { GivenCase, Reference } from './given-cases.ts';
import { isSound, spillMm3 } from './plan-figures.ts';
import type { WarmPlans } from './timed-plans.ts';

/** What the peer is given: a gap that a start's cost would show in, and time to close it. */
export const PEER_OPTIONS: PeerOptions = { timeLimitSeconds: 8, mipGap: 1e-4 };

/** What a plan that is only compared may take. */
const AMPLE = { budgetMs: 10_000, gap: 0.001 };

/** Required: this many times faster, and never this much of the turnover below, %. */
export const LEAST_RATIO = 20;
export const MOST_BELOW_PERCENT = 0.005;

export interface PeerFigures extends Record<string, unknown> {
  readonly ratio: number;
  readonly cpuRatio: number;
  /** null where one of the two is of another rank: then money is not compared. */
  readonly oursMinusPeerPercentOfTurnover: number | null;
  readonly ok: boolean;
}

type Case = GivenCase & { readonly reference: Reference };

/** Plans a case by the peer and holds our plan and its time beside it. */
export async function peerFigures(given: Case, ours: WarmPlans): Promise<PeerFigures> {
  const { system, day, reference } = given;
  const cpuBeforeMs = cpuMs();
  const peer = await planByPeer(system, day, PEER_OPTIONS);
  const peerCpuMs = cpuMs() - cpuBeforeMs;
  const standing = standingOf(given, ours.worst, peer.plan);
  const compared = comparedValue(given, ours, peer.plan);
  const difference = (100 * (compared - peer.value)) / reference.turnover;
  const ratio = peer.ms / ours.ms;
  const asGood = standing === 'same' ? difference >= -MOST_BELOW_PERCENT : standing === 'better';
  return {
    status: peer.plan.status,
    sound: isSound(given, peer.plan),
    value: peer.value,
    ourValueAtItsExport: compared,
    spillMm3: spillMm3(peer.plan),
    mipGap: peer.mipGap,
    mipGapAsked: PEER_OPTIONS.mipGap,
    timeLimitSeconds: peer.timeLimitSeconds,
    iterations: peer.iterations,
    ms: Math.round(peer.ms),
    cpuMs: Math.round(peerCpuMs),
    ourMs: Math.round(ours.ms),
    ourCpuMs: Math.round(ours.cpuMs),
    ratio: rounded(ratio),
    cpuRatio: rounded(peerCpuMs / ours.cpuMs),
    ratioBound: LEAST_RATIO,
    ourRank: standing,
    oursMinusPeerPercentOfTurnover: standing === 'same' ? difference : null,
    ok: ratio >= LEAST_RATIO && asGood,
  };
}

/**
 * Our plan's value, money; with a load to follow that of the load which the peer really exports: it stands
 * at the lower edge of the 0.05 MW that count as following, ours at the load, and the water between the two
 * is nobody's better plan (docs/decisions/0015-aiming-at-the-load.md).
 */
function comparedValue({ system, day }: Case, ours: WarmPlans, peers: Plan): number {
  if (!day.loadMw) return ours.worst.value.total;
  const exported = day.loadMw.map((_, t) =>
    Object.values(peers.stations).reduce((sum, { exportMw }) => sum + exportMw[t]!, 0),
  );
  const clock = (): number => performance.now();
  const plan = planDay(system, { ...day, loadMw: exported }, { ...AMPLE, clock });
  return plan.value.total;
}

/** How our plan stands to the peer's in the ranks before money (limits, then spill). */
function standingOf(given: Case, ours: Plan, peers: Plan): 'better' | 'same' | 'worse' {
  const { system, day } = given;
  const problem = problemOf(system, day);
  const ranked = (plan: Plan, value: number): CheckedPlan => {
    const checked = checkedPlan(system, day, problem, plan, plan.solve.method);
    checked.plan.value.total = value;
    return checked;
  };
  // Made worth less than the other, a plan is still better only by what comes before money.
  if (isBetter(ranked(ours, 0), ranked(peers, 1))) return 'better';
  return isBetter(ranked(peers, 0), ranked(ours, 1)) ? 'worse' : 'same';
}
