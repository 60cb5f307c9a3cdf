import type { Action } from './access.ts';

/**
 * Where a version of a plan stands. `offered` and `amended` are born so; `rejected`, `superseded` and
 * `closed` are ends. At most one version is `in-force` at any instant.
 */
export const PLAN_STATES = [
  'offered',
  'accepted',
  'amended',
  'rejected',
  'ordered',
  'in-force',
  'superseded',
  'closed',
] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export type PlanStep =
  'offer' | 'amend' | 'accept' | 'reject' | 'confirm' | 'order' | 'begin' | 'supersede' | 'close';

interface StepRule {
  /** States it may be taken from; empty: a version is born by it. */
  readonly from: readonly PlanState[];
  /** Where it leads; null: nowhere else. */
  readonly to: PlanState | null;
  /** The right that a person needs for it; null: the server's own doing. */
  readonly action: Action | null;
  /** Whether it wants a reason in words. */
  readonly wantsReason: boolean;
}

/** The whole life of a plan: every step there is, from where to where, and whose it is. */
export const PLAN_STEPS: Readonly<Record<PlanStep, StepRule>> = {
  offer: { from: [], to: 'offered', action: null, wantsReason: false },
  amend: { from: [], to: 'amended', action: 'plan.amend', wantsReason: true },
  accept: { from: ['offered'], to: 'accepted', action: 'plan.accept', wantsReason: false },
  reject: {
    from: ['offered', 'accepted', 'amended', 'ordered'],
    to: 'rejected',
    action: 'plan.reject',
    wantsReason: true,
  },
  confirm: {
    from: ['accepted', 'amended'],
    to: null,
    action: 'plan.confirm',
    wantsReason: false,
  },
  order: { from: ['accepted', 'amended'], to: 'ordered', action: 'plan.order', wantsReason: false },
  begin: { from: ['ordered'], to: 'in-force', action: null, wantsReason: false },
  supersede: {
    from: ['offered', 'accepted', 'amended', 'ordered', 'in-force'],
    to: 'superseded',
    action: null,
    wantsReason: false,
  },
  close: { from: ['in-force'], to: 'closed', action: 'plan.close', wantsReason: false },
};

/** States whose version may be changed by hand into a version of its own. */
export const AMENDABLE_STATES: readonly PlanState[] = [
  'offered',
  'accepted',
  'amended',
  'ordered',
  'in-force',
];

/** Somebody, or the server itself, as the records name them. */
export interface Who {
  /** Names the account or token for good. */
  readonly id: string;
  readonly name: string;
}

/** One step that was taken with a version. */
export interface PlanMove {
  /** From 1; the version's `revision` is that of its newest move. */
  readonly revision: number;
  readonly step: PlanStep;
  /** Where it led. */
  readonly state: PlanState;
  readonly at: number;
  readonly by: Who;
  readonly reason: string | null;
  /** The other version it has to do with: the one it amends, or that took its place. */
  readonly otherPlan: string | null;
}

/** What a step is judged by. */
export interface StandingPlan {
  readonly state: PlanState;
  readonly moves: readonly PlanMove[];
}

export type StepRefusal =
  'wrong-state' | 'reason-missing' | 'not-confirmed' | 'same-person' | 'confirmed-already';

const decisionOf = ({ moves }: StandingPlan): PlanMove | undefined =>
  moves.findLast(({ step }) => step === 'accept' || step === 'amend');

/** Who confirmed a version as the second person; null: nobody yet. */
export function confirmedBy(plan: StandingPlan): Who | null {
  return plan.moves.findLast(({ step }) => step === 'confirm')?.by ?? null;
}

/**
 * Whether a step may be taken with a version now; rights are judged elsewhere.
 * @param secondPerson whether the station wants each decision confirmed by another person
 * @returns null: it may; else why not
 */
export function refusalOf(
  plan: StandingPlan,
  step: PlanStep,
  by: Who,
  reason: string | null,
  secondPerson: boolean,
): StepRefusal | null {
  const rule = PLAN_STEPS[step];
  if (!rule.from.includes(plan.state)) return 'wrong-state';
  if (rule.wantsReason && (reason ?? '').trim() === '') return 'reason-missing';
  if (step === 'order' && secondPerson && !confirmedBy(plan)) return 'not-confirmed';
  if (step !== 'confirm') return null;
  if (confirmedBy(plan)) return 'confirmed-already';
  return decisionOf(plan)?.by.id === by.id ? 'same-person' : null;
}

/** The move that a step makes, as the next of a version's history. */
export function moveOf(
  plan: StandingPlan,
  step: PlanStep,
  of: Pick<PlanMove, 'at' | 'by' | 'reason' | 'otherPlan'>,
): PlanMove {
  const state = PLAN_STEPS[step].to ?? plan.state;
  return { revision: plan.moves.length + 1, step, state, ...of };
}
