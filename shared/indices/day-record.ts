import type { StationPlan } from '#shared/station/plan-schema.ts';

/** A station's day, simulated or measured: n steps of equal length, n + 1 levels. */
export interface DayRecord {
  /** Δ, s. */
  readonly seconds: number;
  readonly levelM: readonly number[];
  /** I with the arrivals from above, m³/s. */
  readonly inflowM3s: readonly number[];
  /** Σ q of all units, m³/s: without start water. */
  readonly turbineM3s: readonly number[];
  readonly spillM3s: readonly number[];
  /** All that leaves: turbines, spill and start water, m³/s. */
  readonly outflowM3s: readonly number[];
  readonly generationMw: readonly number[];
  /** Own consumption, MW. */
  readonly serviceMw: readonly number[];
  readonly exportMw: readonly number[];
  /** Part of the spill that could have been avoided, Mm³; absent where nobody has judged it. */
  readonly avoidableSpillMm3?: number;
}

/**
 * A planned or simulated day as a record.
 * @param inflowM3s I with the arrivals from above, m³/s per step
 */
export function recordOfPlan(
  plan: StationPlan,
  inflowM3s: readonly number[],
  seconds: number,
): DayRecord {
  const flows = Object.values(plan.units).map((unit) => unit.flowM3s);
  return {
    seconds,
    inflowM3s,
    turbineM3s: inflowM3s.map((_, t) => flows.reduce((sum, flow) => sum + flow[t]!, 0)),
    levelM: plan.levelM,
    spillM3s: plan.spillM3s,
    outflowM3s: plan.outflowM3s,
    generationMw: plan.generationMw,
    serviceMw: plan.serviceMw,
    exportMw: plan.exportMw,
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** What a power, MW per step, comes to, MWh. */
export function energyMwh(powerMw: readonly number[], seconds: number): number {
  return (total(powerMw) * seconds) / 3600;
}

/** What a flow, m³/s per step, comes to, Mm³. */
export function waterMm3(flowM3s: readonly number[], seconds: number): number {
  return (total(flowM3s) * seconds) / 1e6;
}
