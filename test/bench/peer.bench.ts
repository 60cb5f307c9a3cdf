import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkPlan } from '#shared/dispatch/check.ts';
import { daySchema } from '#shared/station/day-schema.ts';
import { systemSchema } from '#shared/station/system-schema.ts';
import { type PeerOptions, planByPeer } from './peer/plan-by-peer.ts';

/** The cases lie beside the checkout, where they are given at all. */
const CASES = join(import.meta.dirname, '../../../shared/cases/made');

/** What the planner's peer is given: a gap that a start's cost would show in, and time to close it. */
const OPTIONS: PeerOptions = { timeLimitSeconds: 8, mipGap: 1e-4 };

interface Reference {
  readonly value: number;
  readonly turnover: number;
  readonly spillMm3: number;
}

/**
 * The peer of the plan bench: what a successive MILP, as the industry's planners are, makes of the same
 * days. One line per case; `ok` is whether the plan keeps every limit by the checker.
 */
export async function run(): Promise<Record<string, unknown>[]> {
  if (!existsSync(CASES)) return [{ skipped: 'the cases are not beside this checkout' }];
  const figures: Record<string, unknown>[] = [];
  for (const name of readdirSync(CASES).sort()) figures.push(await figureOf(name));
  return figures;
}

async function figureOf(name: string): Promise<Record<string, unknown>> {
  const json = (file: string): unknown =>
    JSON.parse(readFileSync(join(CASES, name, file), 'utf8')) as unknown;
  const system = systemSchema.parse(json('system.json'));
  const day = daySchema.parse(json('day.json'));
  const reference = json('reference.json') as Reference;
  const cpuBefore = process.cpuUsage();
  const { plan, value, mipGap, iterations, ms, timeLimitSeconds } = await planByPeer(
    system,
    day,
    OPTIONS,
  );
  const cpu = process.cpuUsage(cpuBefore);
  const spills = Object.values(plan.spill);
  return {
    case: `made/${name}`,
    status: plan.status,
    value,
    referenceValue: reference.value,
    shortfallPercentOfTurnover: (100 * (reference.value - value)) / reference.turnover,
    spillMm3: spills.reduce((sum, part) => sum + part.avoidableMm3 + part.unavoidableMm3, 0),
    referenceSpillMm3: reference.spillMm3,
    mipGap,
    mipGapAsked: OPTIONS.mipGap,
    iterations,
    ms: Math.round(ms),
    // On a busy machine what counts is this.
    cpuMs: Math.round((cpu.user + cpu.system) / 1000),
    timeLimitSeconds,
    ok: checkPlan(system, day, plan).length === 0,
  };
}
