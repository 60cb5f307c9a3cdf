import { randomUUID } from 'node:crypto';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { PlanMove } from '#shared/wire/plan-life.ts';
import type { PlanCause, PlanVersion } from '#shared/wire/plan-view.ts';
import type { GatheredDay } from './gather-day.ts';

/** What a new version is beside its plan. */
export interface Birth {
  readonly madeAt: number;
  readonly causes: readonly PlanCause[];
  /** The move that it is born by. */
  readonly move: PlanMove;
}

/** A plan that was searched, with what it was made for, as it is stored and offered. */
export function planVersion(gathered: GatheredDay, plan: Plan, birth: Birth): PlanVersion {
  const { day, horizon, outlooks, substituted } = gathered;
  const receding = Object.values(outlooks).some((outlook) => outlook.origin === 'recession');
  return {
    ...born(birth),
    amends: null,
    startsAt: horizon.startMs,
    stepMinutes: horizon.stepMinutes,
    steps: horizon.steps,
    pricePerMwh: day.pricePerMwh,
    loadMw: day.loadMw ?? null,
    inflowM3s: Object.fromEntries(
      Object.entries(outlooks).map(([station, outlook]) => [station, outlook.inflowM3s]),
    ),
    inflowOrigin: receding ? 'recession' : 'forecast',
    substituted,
    plan,
  };
}

/** A version made of another by hand: for the same day, with another schedule. */
export function amendedVersion(base: PlanVersion, plan: Plan, birth: Birth): PlanVersion {
  return { ...base, ...born(birth), amends: base.id, plan };
}

function born({ madeAt, causes, move }: Birth): {
  id: string;
  state: PlanVersion['state'];
  revision: number;
  moves: readonly PlanMove[];
  madeAt: number;
  inForceFrom: null;
  causes: readonly PlanCause[];
} {
  return {
    id: randomUUID(),
    state: move.state,
    revision: move.revision,
    moves: [move],
    madeAt,
    inForceFrom: null,
    causes,
  };
}
