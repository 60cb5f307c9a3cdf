import type { Station, System } from '#shared/station/system-schema.ts';
import { PLAN_STEPS, refusalOf, type PlanMove, type StepRefusal } from '#shared/wire/plan-life.ts';
import { AMENDABLE_STATES, type PlanStep, type Who } from '#shared/wire/plan-life.ts';
import type {
  AmendPlanRequest,
  PlanRequest,
  ReasonedPlanRequest,
} from '#shared/wire/plan-requests.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { WireSchedule } from '#shared/wire/what-if.ts';
import { mustBeAllowed, SERVER_ACTOR, type Actor } from '../access/actor.ts';
import { entryOf } from '../access/audit.ts';
import type { Clock } from '../clock.ts';
import { listeners } from '../listeners.ts';
import type { PlanInputs, PlanStore } from '../store/plan-store.ts';
import type { AuditEntry } from '../store/audit-store.ts';
import type { PlanBook } from './plan-book.ts';
import { PlanFault } from './plan-fault.ts';
import {
  amending,
  birthMove,
  effectiveFromMs,
  type LifeChange,
  ordering,
  stepped,
  timely,
} from './plan-steps.ts';
import { amendedVersion } from './plan-version.ts';
import type { Solver } from './solver.ts';

/** A step that somebody took. */
export interface Decided {
  readonly id: string;
  readonly move: PlanMove;
}

/**
 * Use case: what people decide about plans. Every request names the revision that was looked at; where
 * somebody else was quicker it is refused as `conflict`, and nothing is written over.
 * All reject with NotAllowed or PlanFault.
 */
export interface PlanLife {
  accept(actor: Actor, request: PlanRequest): Promise<PlanVersion>;
  reject(actor: Actor, request: ReasonedPlanRequest): Promise<PlanVersion>;
  confirm(actor: Actor, request: PlanRequest): Promise<PlanVersion>;
  order(actor: Actor, request: PlanRequest): Promise<PlanVersion>;
  close(actor: Actor, request: PlanRequest): Promise<PlanVersion>;
  /** Makes a version of its own with another schedule for the same day; it wants a reason. */
  amend(actor: Actor, request: AmendPlanRequest): Promise<PlanVersion>;
  /** Lets what is ordered begin, and what is over end, when their time has come. */
  keepTime(): Promise<void>;
  onDecided(listener: (decided: Decided) => void): () => void;
}

export interface PlanLifeParts {
  readonly system: System;
  readonly book: PlanBook;
  readonly plans: Pick<PlanStore, 'inputs'>;
  readonly solver: Pick<Solver, 'carryOut'>;
  readonly clock: Clock;
  readonly secondPerson: boolean;
  readonly build: string;
  /** Called when what the screens see of plans has changed. */
  readonly tell: () => void;
  /** Real time for the audit, ms. */
  readonly realNow?: () => number;
}

const whoOf = ({ id, name }: Actor): Who => ({ id, name });

const REFUSALS: Readonly<Record<StepRefusal, string>> = {
  'wrong-state': 'its state does not allow that any more',
  'reason-missing': 'say why: a reason is needed',
  'not-confirmed': 'another person has to confirm it before it is ordered',
  'same-person': 'who decided cannot confirm: another person has to',
  'confirmed-already': 'it is confirmed already',
};

/** What becomes of a version by a person's step. */
type ChangeOf = (
  before: PlanVersion,
  taken: { by: Who; at: number; reason: string | null },
) => LifeChange;

type Request = PlanRequest & { readonly reason?: string };

export function createPlanLife(parts: PlanLifeParts): PlanLife {
  const { book, clock } = parts;
  const decisions = listeners<Decided>();
  const decide = (id: string, move: PlanMove): void => {
    parts.tell();
    decisions.tell({ id, move });
  };

  async function take(
    actor: Actor,
    step: PlanStep,
    request: Request,
    changeOf: ChangeOf,
  ): Promise<PlanVersion> {
    const after = await takeStep(parts, actor, step, request, changeOf);
    decide(
      after.id,
      after.moves.findLast((one) => one.step === step)!,
    );
    return after;
  }

  const simple =
    (step: PlanStep) =>
    (actor: Actor, request: Request): Promise<PlanVersion> =>
      take(actor, step, request, (before, taken) => ({
        fresh: null,
        changed: [stepped(before, step, taken)],
      }));

  return {
    accept: simple('accept'),
    reject: simple('reject'),
    confirm: simple('confirm'),
    close: simple('close'),
    order: (actor, request) =>
      take(actor, 'order', request, (before, taken) => {
        const fromMs = effectiveFromMs(before, book.inForceAt(taken.at), taken.at);
        return ordering(book.versions(), before, fromMs, taken);
      }),
    async amend(actor, request) {
      const version = await amend(parts, actor, request);
      decide(version.id, version.moves[0]!);
      return version;
    },
    async keepTime() {
      const by = whoOf(SERVER_ACTOR);
      for (;;) {
        const change = await book.change((versions) => {
          const due = timely(versions, { by, at: clock.now() });
          return due && { ...due, audit: [] };
        });
        if (!change) return;
        parts.tell();
      }
    },
    onDecided: decisions.add,
  };
}

/** Takes one step of a person with the version as that person saw it. */
async function takeStep(
  { book, clock, secondPerson, realNow }: PlanLifeParts,
  actor: Actor,
  step: PlanStep,
  request: Request,
  changeOf: ChangeOf,
): Promise<PlanVersion> {
  mustBeAllowed(actor, PLAN_STEPS[step].action!);
  const reason = request.reason?.trim() || null;
  const change = await book.change(async () => {
    const before = await seen(book, request);
    const refusal = refusalOf(before, step, whoOf(actor), reason, secondPerson);
    if (refusal) throw refused(refusal, before);
    const made = changeOf(before, { by: whoOf(actor), at: clock.now(), reason });
    const after = made.changed.find(({ id }) => id === before.id)!;
    return { ...made, audit: [stepEntry(actor, step, before, after, realNow)] };
  });
  return change!.changed.find(({ id }) => id === request.id)!;
}

/** Computes the version that a schedule by hand makes, and keeps it if its base is still as it was seen. */
async function amend(
  parts: PlanLifeParts,
  actor: Actor,
  request: AmendPlanRequest,
): Promise<PlanVersion> {
  const { book, clock, realNow } = parts;
  mustBeAllowed(actor, 'plan.amend');
  const reason = request.reason.trim();
  if (reason === '') throw new PlanFault('reason-missing', REFUSALS['reason-missing']);
  const base = await seen(book, request);
  scheduleMustFit(parts.system, base, request.schedule);
  const made = await madeByHand(parts, base, request.schedule);
  const taken = { by: whoOf(actor), at: clock.now(), reason, otherPlan: base.id };
  const version = amendedVersion(base, made.plan, {
    madeAt: taken.at,
    causes: ['amended'],
    move: birthMove('amend', taken),
  });
  await book.change(async () => {
    // While it was computed somebody may have been quicker.
    const before = await seen(book, request);
    if (!AMENDABLE_STATES.includes(before.state)) throw refused('wrong-state', before);
    const change = amending(before, version, made.inputs, taken);
    return { ...change, audit: [stepEntry(actor, 'amend', before, version, realNow)] };
  });
  return version;
}

/** What the audit says of a step. */
function stepEntry(
  actor: Actor,
  step: PlanStep,
  before: PlanVersion,
  after: PlanVersion,
  realNow: () => number = Date.now,
): AuditEntry {
  const { state, revision } = after;
  return entryOf(
    actor,
    {
      action: PLAN_STEPS[step].action ?? `plan.${step}`,
      subject: after.id,
      before: { plan: before.id, state: before.state, revision: before.revision },
      after: { state, revision, reason: after.moves.at(-1)?.reason ?? null },
    },
    realNow(),
  );
}

/** The version as it was looked at. @throws PlanFault where it is not there, or has moved on */
async function seen(book: PlanBook, { id, revision }: PlanRequest): Promise<PlanVersion> {
  const version = await book.find(id);
  if (!version) throw new PlanFault('not-found', `there is no plan "${id}"`);
  if (version.revision === revision) return version;
  const move = version.moves.at(-1) ?? null;
  const who = move ? `${move.by.name}: ${move.step}` : 'somebody';
  throw new PlanFault('conflict', `somebody was quicker (${who}); look at the plan again`, {
    revision: version.revision,
    state: version.state,
    move,
  });
}

function refused(refusal: StepRefusal, version: PlanVersion): PlanFault {
  const message = `plan ${version.id} is ${version.state}: ${REFUSALS[refusal]}`;
  return new PlanFault(refusal, message);
}

/** @throws PlanFault where a schedule is not one of the version's stations, units and steps */
function scheduleMustFit(system: System, base: PlanVersion, schedule: WireSchedule): void {
  for (const station of system.stations) {
    const wrong = unfit(station, base.steps, schedule);
    if (wrong) throw new PlanFault('bad-request', `schedule.stations.${station.id}: ${wrong}`);
  }
}

function unfit(station: Station, steps: number, schedule: WireSchedule): string | null {
  const given = schedule.stations[station.id];
  if (!given) return 'is missing';
  if (given.spillM3s.length !== steps) return `spillM3s needs ${steps} values`;
  for (const { id } of station.units) {
    if (given.units[id]?.flowM3s.length !== steps)
      return `units.${id}.flowM3s needs ${steps} values`;
  }
  return null;
}

/** @throws PlanFault where no machine could do it, or the version's day was not kept */
async function madeByHand(
  { plans, solver, build }: PlanLifeParts,
  base: PlanVersion,
  schedule: WireSchedule,
): Promise<{ plan: PlanVersion['plan']; inputs: PlanInputs }> {
  const inputs = await plans.inputs(base.id);
  if (!inputs) throw new PlanFault('wrong-state', `the day of plan ${base.id} was not kept`);
  const { system, day } = inputs;
  const { plan, violations } = await solver.carryOut({ system, day, schedule });
  if (violations.length > 0) throw new PlanFault('broken-limits', violations.join('; '));
  return { plan, inputs: { ...inputs, search: null, build } };
}
