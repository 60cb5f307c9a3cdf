import { readFileSync } from 'node:fs';
import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { type PlanSettings, gapPercentOf, timedPlan } from './timed-plans.ts';
import { cpuMs } from './cpu.ts';

/** A process that plans one day once and tells what it took: nothing in it is warm, and its memory is its own. */
export interface PlanOrder {
  readonly system: System;
  readonly day: Day;
  readonly settings: PlanSettings;
}

export interface PlanReport {
  readonly ms: number;
  readonly cpuMs: number;
  readonly value: number;
  readonly status: string;
  readonly gapPercent: number | null;
  /** Resident memory, MB: before the plan, and the most there ever was. */
  readonly restMb: number;
  readonly peakMb: number;
}

const BYTES_PER_MB = 1e6;

/** Linux keeps the peak of this program's own memory; what `getrusage` tells may be the parent's from before. */
function peakMb(): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kib) return (Number(kib) * 1024) / BYTES_PER_MB;
  } catch {
    // Not Linux.
  }
  return (process.resourceUsage().maxRSS * 1024) / BYTES_PER_MB;
}

process.once('message', ({ system, day, settings }: PlanOrder) => {
  const restMb = process.memoryUsage.rss() / BYTES_PER_MB;
  const { plan, ms, cpuMs: cpu } = timedPlan(system, day, settings, cpuMs);
  const report: PlanReport = {
    ms,
    cpuMs: cpu,
    value: plan.value.total,
    status: plan.status,
    gapPercent: gapPercentOf(plan),
    restMb,
    peakMb: peakMb(),
  };
  process.send?.(report, () => process.disconnect());
});
