import type { Reason, StationPlan } from '#shared/station/plan-schema.ts';
import type { Problem, StationProblem } from './problem.ts';
import type { ReasonCode } from './reason-codes.ts';

/** A set point that moves by less than this share of the unit's largest output is the same. */
const SAME_OUTPUT_SHARE = 0.02;

/** Levels this near a limit touch it, m; flows, m³/s; outputs, MW. */
const TOUCHES = { levelM: 0.01, flowM3s: 0.05, powerMw: 0.1 };

/** Gives each start, stop and change of set point of a plan the cause that stands nearest to it. */
export function reasonsOf(
  problem: Problem,
  stations: Readonly<Record<string, StationPlan>>,
): Reason[] {
  return problem.stations.flatMap((station) => {
    const plan = stations[station.id]!;
    return station.units.flatMap((_, u) => unitReasons(problem, station, plan, u));
  });
}

function unitReasons(
  problem: Problem,
  station: StationProblem,
  plan: StationPlan,
  u: number,
): Reason[] {
  const unit = station.units[u]!;
  const series = plan.units[unit.id]!;
  const same = SAME_OUTPUT_SHARE * station.plant.units[u]!.mwMax;
  const reasons: Reason[] = [];
  let stood = series.mw[0] ?? 0;
  for (let t = 0; t < problem.steps; t++) {
    const on = series.on[t] === 1;
    const before = t > 0 ? series.on[t - 1] === 1 : unit.onBefore;
    const mw = series.mw[t]!;
    const change = on !== before ? (on ? 'start' : 'stop') : on ? 'set' : null;
    if (change === null || (change === 'set' && Math.abs(mw - stood) <= same)) continue;
    const byMw = change === 'set' ? mw - stood : on ? mw : -stood;
    const code = codeOf(problem, station, plan, u, t, change, byMw);
    const data = { price: problem.pricePerMwh[t]!, levelM: plan.levelM[t]!, mw, byMw };
    reasons.push({ station: station.id, unit: unit.id, step: t, code, data });
    stood = mw;
  }
  return reasons;
}

/** The nearest cause of a change: orders, then what limits force, then the load, then the price. */
function codeOf(
  problem: Problem,
  station: StationProblem,
  plan: StationPlan,
  u: number,
  t: number,
  change: 'start' | 'stop' | 'set',
  byMw: number,
): ReasonCode {
  const unit = station.units[u]!;
  if (!Number.isNaN(unit.fixedFlowM3s[t]!)) return `${change}.fixed`;
  if (change === 'stop' && !unit.available[t]) return 'stop.outage';
  if (problem.loadMw) return `${change}.load`;
  return limitCode(station, plan, t, change, byMw) ?? worthCode(problem, t, change, byMw);
}

function limitCode(
  station: StationProblem,
  plan: StationPlan,
  t: number,
  change: 'start' | 'stop' | 'set',
  byMw: number,
): ReasonCode | null {
  const { plant } = station;
  const outflow = plan.outflowM3s[t]!;
  const more = byMw > 0;
  const highest = station.levelMaxM[t + 1]! - TOUCHES.levelM;
  const lowest = station.levelMinM[t + 1]! + TOUCHES.levelM;
  if (touchesRamp(station, plan, t)) return `${change}.ramp`;
  if (more && change !== 'stop') {
    if (plant.outflowMinM3s > 0 && outflow < plant.outflowMinM3s + TOUCHES.flowM3s) {
      return `${change}.outflow-floor`;
    }
    if (plan.spillM3s[t]! > 0) return `${change}.spill-avoided`;
    if (plan.levelM[t + 1]! >= highest) return `${change}.level-high`;
  }
  if (!more && change !== 'start' && plan.levelM[t + 1]! <= lowest) return `${change}.level-low`;
  return null;
}

function touchesRamp(station: StationProblem, plan: StationPlan, t: number): boolean {
  const { outflowRampM3sPerStep: ramp, rampMwPerStep } = station.plant;
  if (t === 0) return false;
  const rise = plan.outflowM3s[t]! - plan.outflowM3s[t - 1]!;
  const power = Math.abs(plan.generationMw[t]! - plan.generationMw[t - 1]!);
  return (
    rise > ramp.up - TOUCHES.flowM3s ||
    -rise > ramp.down - TOUCHES.flowM3s ||
    power > rampMwPerStep - TOUCHES.powerMw
  );
}

/** What remains is the worth of the energy: its price now against the step before, or the day's mean. */
function worthCode(
  problem: Problem,
  t: number,
  change: 'start' | 'stop' | 'set',
  byMw: number,
): ReasonCode {
  const { pricePerMwh } = problem;
  const price = pricePerMwh[t]!;
  const before = t > 0 ? pricePerMwh[t - 1]! : price;
  const mean = pricePerMwh.reduce((sum, p) => sum + p, 0) / problem.steps;
  const more = byMw > 0;
  if (more && price > before) return change === 'start' ? 'start.price-rise' : 'set.price-rise';
  if (!more && price < before) return change === 'stop' ? 'stop.price-fall' : 'set.price-fall';
  if (change === 'start' && price > mean) return 'start.price-high';
  if (change === 'stop' && price < mean) return 'stop.price-low';
  return `${change}.best-efficiency`;
}
