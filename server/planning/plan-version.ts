import { randomUUID } from 'node:crypto';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { GatheredDay } from './gather-day.ts';

/** A plan with what it was made for, as it is stored and offered. */
export function planVersion(gathered: GatheredDay, plan: Plan, madeAt: number): PlanVersion {
  const { day, horizon, outlooks } = gathered;
  const receding = Object.values(outlooks).some((outlook) => outlook.origin === 'recession');
  return {
    id: randomUUID(),
    state: 'offered',
    madeAt,
    startsAt: horizon.startMs,
    stepMinutes: horizon.stepMinutes,
    steps: horizon.steps,
    pricePerMwh: day.pricePerMwh,
    inflowM3s: Object.fromEntries(
      Object.entries(outlooks).map(([station, outlook]) => [station, outlook.inflowM3s]),
    ),
    inflowOrigin: receding ? 'recession' : 'forecast',
    plan,
  };
}
