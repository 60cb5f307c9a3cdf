import { checkPlan } from '#shared/dispatch/check.ts';
import { undeclared } from '#shared/dispatch/undeclared.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { SECONDS_PER_HOUR, volumeMm3 } from '#shared/units/physics.ts';
import { rounded } from '../statistics.ts';
import type { DayRecord, GivenCase } from './given-cases.ts';
import { type WarmPlans, gapPercentOf } from './timed-plans.ts';

/** Spill counts as equal within 0.001 Mm³ + 0.1 % (model.md, ranks). */
const SAME_SPILL_MM3 = 1e-3;
const SAME_SPILL_SHARE = 1e-3;

export function spillMm3(plan: Plan): number {
  return Object.values(plan.spill).reduce(
    (sum, { avoidableMm3, unavoidableMm3 }) => sum + avoidableMm3 + unavoidableMm3,
    0,
  );
}

export function spillsMore(mm3: number, thanMm3: number): boolean {
  return mm3 > thanMm3 + SAME_SPILL_MM3 + SAME_SPILL_SHARE * thanMm3;
}

/** Whether the independent checker finds nothing that the plan does not declare. */
export function isSound({ system, day }: GivenCase, plan: Plan): boolean {
  const broken = checkPlan(system, day, plan);
  return broken.every(({ rank }) => rank > 1) && undeclared(broken, plan).length === 0;
}

/** What all of our lines say: of the plan, and of the time it took. */
export interface WarmFigures {
  readonly status: Plan['status'];
  readonly gapPercent: number | null;
  /** Medians of warm plans. */
  readonly ms: number;
  readonly cpuMs: number;
  readonly firstMs: number;
  readonly warmUps: number;
  readonly plans: number;
  readonly plansAlike: boolean;
}

export function warmFigures(warm: WarmPlans): WarmFigures {
  const { worst, first } = warm;
  return {
    status: worst.status,
    gapPercent: gapPercentOf(worst),
    ms: Math.round(warm.ms),
    cpuMs: Math.round(warm.cpuMs),
    firstMs: Math.round(first.ms),
    warmUps: warm.warmUps,
    plans: warm.count,
    plansAlike: warm.alike,
  };
}

export interface RecordFigures extends Record<string, unknown> {
  readonly revenueGainPercent: number;
  readonly priceGainPercent: number;
}

/**
 * The plan beside what was run with the same water. The record is metered, the plan modelled on guessed
 * hill charts: compare money per MWh above all.
 */
export function besideRecord(plan: Plan, stepMinutes: number, record: DayRecord): RecordFigures {
  const seconds = stepMinutes * 60;
  const stations = Object.values(plan.stations);
  const sum = (values: readonly number[]): number => values.reduce((all, v) => all + v, 0);
  const exported = sum(stations.flatMap((station) => station.exportMw));
  const energyMwh = (exported * seconds) / SECONDS_PER_HOUR;
  const released = sum(stations.flatMap((station) => station.outflowM3s));
  const pricePerMwh = plan.value.energy / energyMwh;
  const recordPricePerMwh = record.revenueAtRates / record.energyMwh;
  return {
    releaseMm3: rounded(volumeMm3(released, seconds)),
    recordReleaseMm3: rounded(volumeMm3(sum(record.outflowM3s), seconds)),
    revenue: plan.value.energy,
    recordRevenue: record.revenueAtRates,
    revenueGainPercent: 100 * (plan.value.energy / record.revenueAtRates - 1),
    energyMwh,
    recordEnergyMwh: record.energyMwh,
    pricePerMwh,
    recordPricePerMwh,
    priceGainPercent: 100 * (pricePerMwh / recordPricePerMwh - 1),
    spillMm3: spillMm3(plan),
  };
}
