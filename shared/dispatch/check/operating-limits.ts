import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { LimitCode } from '../limit-codes.ts';
import { systemScope } from '../limit-codes.ts';
import { tolerances } from '../tolerances.ts';
import { type Violation, violationOf, violationsOf } from '../violation.ts';
import type { Recomputed } from './recompute.ts';

/** How far step t is outside a limit, in the limit's unit; ≤ 0 is inside. */
type Excess = (t: number) => number;

/** Rank 2 of one station. */
export function operatingViolations(at: Recomputed): Violation[] {
  const rules: [LimitCode, Excess][] = [...levelRules(at), ...outflowRules(at), ...powerRules(at)];
  const concern = { station: at.station.id };
  return [
    ...rules.flatMap(([limit, excess]) =>
      violationsOf(limit, concern, at.steps, excess, tolerances.operating),
    ),
    ...endLevelViolations(at),
  ];
}

/** A level belongs to the step that ends with it: instant t + 1 to step t. The first binds nobody. */
function levelRules(at: Recomputed): [LimitCode, Excess][] {
  const { plant, day, levelM } = at;
  const ramp = plant.levelRampMPerHour;
  const lowest = (i: number): number => Math.max(plant.levelMinM, day.levelMinM?.[i] ?? -Infinity);
  const highest = (i: number): number => Math.min(plant.levelMaxM, day.levelMaxM?.[i] ?? Infinity);
  const risePerHour = (t: number): number => (levelM[t + 1]! - levelM[t]!) / at.hours;
  return [
    ['level-min', (t) => lowest(t + 1) - levelM[t + 1]!],
    ['level-max', (t) => levelM[t + 1]! + aboveCurveM(at, t + 1) - highest(t + 1)],
    ['level-rise', (t) => risePerHour(t) - ramp.up],
    ['level-fall', (t) => -risePerHour(t) - ramp.down],
  ];
}

/**
 * How far the water of instant i stands above the storage curve, m, its last slope carried on: there
 * the level itself holds its end value, and a limit at the curve's top would see no flood.
 */
function aboveCurveM(at: Recomputed, i: number): number {
  const { x, y } = at.plant.volumeAtLevel;
  const last = x.length - 1;
  const surplusMm3 = Math.max(0, at.volumeMm3[i]! - y[last]!);
  return (surplusMm3 * (x[last]! - x[last - 1]!)) / (y[last]! - y[last - 1]!);
}

function outflowRules(at: Recomputed): [LimitCode, Excess][] {
  const { plant, outflowM3s } = at;
  const ramp = plant.outflowRampM3sPerStep;
  const rise = changes(outflowM3s, at.day.outflowHistoryM3s.at(-1));
  return [
    ['outflow-min', (t) => plant.outflowMinM3s - outflowM3s[t]!],
    ['outflow-max', (t) => outflowM3s[t]! - plant.outflowMaxM3s],
    ['outflow-rise', (t) => rise(t) - ramp.up],
    ['outflow-fall', (t) => -rise(t) - ramp.down],
  ];
}

function powerRules(at: Recomputed): [LimitCode, Excess][] {
  const { plant, generationMw } = at;
  const change = changes(generationMw, generationBefore(at));
  const reserve = (t: number): number =>
    plant.units.reduce((sum, unit, u) => {
      return at.flowsM3s[u]![t]! > 0 ? sum + unit.mwMax - at.powerMw[u]![t]! : sum;
    }, 0);
  return [
    ['generation-ramp', (t) => Math.abs(change(t)) - plant.rampMwPerStep],
    ['export-limit', (t) => at.exportMw[t]! - plant.exportLimitMw],
    ['reserve', (t) => (plant.reserveMw > 0 ? plant.reserveMw - reserve(t) : 0)],
  ];
}

/** Change into each step; into the first only where the value before the horizon is known, else 0. */
function changes(series: readonly number[], before: number | undefined): (t: number) => number {
  return (t) => series[t]! - (t > 0 ? series[t - 1]! : (before ?? series[0]!));
}

/** Σ mw of the units before the horizon; undefined where one that ran does not say, or is not named. */
function generationBefore(at: Recomputed): number | undefined {
  const outputs = at.station.units.map(({ id }) => {
    const state = at.day.units[id];
    return state && !state.on ? 0 : state?.mw;
  });
  return outputs.reduce<number | undefined>(
    (sum, mw) => (sum === undefined || mw === undefined ? undefined : sum + mw),
    0,
  );
}

/** At or above the level given; the start level where neither a level nor a water value is. */
function endLevelViolations(at: Recomputed): Violation[] {
  const { end, levelM: startLevelM } = at.day;
  const wanted = end?.levelM ?? (end?.waterValuePerMm3 === undefined ? startLevelM : -Infinity);
  const short = wanted - at.levelM[at.steps]!;
  if (short <= tolerances.operating) return [];
  const span = { fromStep: at.steps - 1, toStep: at.steps, amount: short, total: short };
  return [violationOf('end-level', span, { station: at.station.id })];
}

/** Rank 2 of the whole system: ΣX against the load. The amount is the whole distance from it. */
export function loadViolations(system: System, day: Day, all: readonly Recomputed[]): Violation[] {
  const { loadMw } = day;
  if (!loadMw) return [];
  const off = (t: number): number =>
    Math.abs(all.reduce((sum, at) => sum + at.exportMw[t]!, 0) - loadMw[t]!);
  const tolerance = tolerances.loadMw + tolerances.operating;
  return violationsOf('load', { station: systemScope(system) }, day.steps, off, tolerance);
}
