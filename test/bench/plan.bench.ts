import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { daySchema } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { systemSchema } from '#shared/station/system-schema.ts';

/** The cases lie beside the checkout, where they are given at all. */
const CASES = join(import.meta.dirname, '../../../shared/cases');

const BUDGET_MS = 2000;

interface Reference {
  readonly value: number;
  readonly turnover: number;
  readonly spillMm3: number;
}

interface DayRecord {
  readonly energyMwh: number;
  readonly revenueAtRates: number;
}

/** One line per case: its value against the reference, or money and energy against what was run. */
export function run(): Promise<Record<string, unknown>[]> {
  if (!existsSync(CASES)) {
    return Promise.resolve([{ skipped: 'the cases are not beside this checkout' }]);
  }
  return Promise.resolve([
    ...folders('made').map((name) => madeCase(`made/${name}`)),
    ...folders('glen-canyon').map((date) => glenCanyonDay(date)),
  ]);
}

function folders(group: string): string[] {
  return readdirSync(join(CASES, group))
    .filter((name) => existsSync(join(CASES, group, name, 'day.json')))
    .sort();
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(join(CASES, path), 'utf8'));
}

function planned(systemPath: string, dayPath: string): { plan: Plan; ms: number; hours: number } {
  const system = systemSchema.parse(json(systemPath));
  const day = daySchema.parse(json(dayPath));
  const startedMs = performance.now();
  const plan = planDay(system, day, {
    budgetMs: BUDGET_MS,
    gap: 0.001,
    clock: () => performance.now(),
  });
  const ms = performance.now() - startedMs;
  return { plan, ms, hours: day.stepMinutes / 60 };
}

function spillMm3(plan: Plan): number {
  return Object.values(plan.spill).reduce(
    (sum, { avoidableMm3, unavoidableMm3 }) => sum + avoidableMm3 + unavoidableMm3,
    0,
  );
}

function madeCase(name: string): Record<string, unknown> {
  const { plan, ms } = planned(`${name}/system.json`, `${name}/day.json`);
  const reference = json(`${name}/reference.json`) as Reference;
  return {
    case: name,
    status: plan.status,
    gapPercent: plan.gap === null ? null : 100 * plan.gap,
    bound: plan.bound,
    value: plan.value.total,
    referenceValue: reference.value,
    shortfallPercentOfTurnover: (100 * (reference.value - plan.value.total)) / reference.turnover,
    spillMm3: spillMm3(plan),
    referenceSpillMm3: reference.spillMm3,
    ms: Math.round(ms),
  };
}

/** The record is metered, the plan modelled on guessed hill charts: compare money per MWh above all. */
function glenCanyonDay(date: string): Record<string, unknown> {
  const { plan, ms, hours } = planned('glen-canyon/system.json', `glen-canyon/${date}/day.json`);
  const record = json(`glen-canyon/${date}/record.json`) as DayRecord;
  const energyMwh = Object.values(plan.stations)
    .flatMap((station) => station.exportMw)
    .reduce((sum, mw) => sum + mw * hours, 0);
  return {
    case: `glen-canyon/${date}`,
    status: plan.status,
    revenue: plan.value.energy,
    recordRevenue: record.revenueAtRates,
    energyMwh,
    recordEnergyMwh: record.energyMwh,
    pricePerMwh: plan.value.energy / energyMwh,
    recordPricePerMwh: record.revenueAtRates / record.energyMwh,
    spillMm3: spillMm3(plan),
    ms: Math.round(ms),
  };
}
