import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import type { SpillReport, StationPlan } from '#shared/station/plan-schema.ts';
import { volumeMm3 } from '#shared/units/physics.ts';
import type { Problem, StationProblem } from './problem.ts';
import { topFlowM3s } from './top-flow.ts';
import { unitBands } from './unit-bands.ts';

/** Spill below this is rounding, m³/s. */
const NO_SPILL_M3S = 1e-9;

/** A level this near its lower limit could not have been drawn further down, m. */
const AT_LIMIT_M = 0.005;

/** A turbine flow this near the most the units take is all of it, share. */
const FULL_SHARE = 0.002;

/** Why water goes over the spillway rather than through the units. */
export const spillCauses = [
  'flood-limit',
  'free-overflow',
  'outflow-floor',
  'outflow-ramp',
  'unit-out-of-service',
  'load-limit',
] as const;

type SpillCause = (typeof spillCauses)[number];

/**
 * Splits a plan's spill. What the units could have taken, in the step itself or in a step before it
 * since the level last stood at its lower limit, counts as avoidable: an upper estimate, for limits
 * that kept the units from taking it (load, floor, ramps, ordered flows) are only allowed for where
 * they bind in the step of the spill. So `avoidableMm3` is 0 only where the units took all they could.
 */
export function spillReport(
  problem: Problem,
  station: StationProblem,
  plan: StationPlan,
): SpillReport {
  let total = 0;
  let avoidable = 0;
  let unused = 0;
  const causes = new Set<SpillCause>();
  if (plan.spillM3s.every((spill) => spill <= NO_SPILL_M3S)) {
    return { unavoidableMm3: 0, avoidableMm3: 0, causes: [] };
  }
  plan.spillM3s.forEach((spill, t) => {
    if (plan.levelM[t]! <= station.levelMinM[t]! + AT_LIMIT_M) unused = 0;
    const cause = spill > NO_SPILL_M3S ? causeOf(problem, station, plan, t) : null;
    if (!problem.loadMw) {
      const spare = spareFlowM3s(station, plan, t);
      unused += volumeMm3(spare, problem.seconds);
    }
    if (cause === null) return;
    const volume = volumeMm3(spill, problem.seconds);
    total += volume;
    causes.add(cause);
    if (station.units.some((unit) => !unit.available[t])) causes.add('unit-out-of-service');
    if (cause === 'outflow-floor' || cause === 'outflow-ramp') return;
    const part = Math.min(volume, unused);
    avoidable += part;
    unused -= part;
  });
  return { unavoidableMm3: total - avoidable, avoidableMm3: avoidable, causes: [...causes] };
}

/** What the units in service could take beyond what they do, m³/s, at the step's head. */
function spareFlowM3s(station: StationProblem, plan: StationPlan, t: number): number {
  const { plant } = station;
  const gross = (plan.levelM[t]! + plan.levelM[t + 1]!) / 2 - plan.tailwaterM[t]!;
  let most = 0;
  let taken = 0;
  plant.units.forEach((unit, u) => {
    const flow = plan.units[unit.id]!.flowM3s[t]!;
    taken += flow;
    if (!station.units[u]!.available[t]) return;
    const top = mostFlowM3s(unit, gross);
    most += unit.conduit < 0 ? top : Math.max(flow, top);
  });
  return most - taken <= FULL_SHARE * most ? 0 : most - taken;
}

/** The largest flow of a unit on its own at a gross head, m³/s; 0 where it cannot run there. */
function mostFlowM3s(unit: PlantUnit, grossHeadM: number): number {
  const top = topFlowM3s(unit, grossHeadM, unit.lossS2PerM5);
  if (!Number.isNaN(top)) return top;
  return unitBands(unit, grossHeadM, unit.lossS2PerM5).at(-1)?.flowM3s.at(-1) ?? 0;
}

function causeOf(
  problem: Problem,
  station: StationProblem,
  plan: StationPlan,
  t: number,
): SpillCause {
  const { plant } = station;
  const near = 1e-3;
  if (plant.freeSpill) return 'free-overflow';
  const outflow = plan.outflowM3s[t]!;
  const before = t > 0 ? plan.outflowM3s[t - 1]! : station.outflowHistoryM3s.at(-1);
  if (plan.levelM[t + 1]! < station.levelMaxM[t + 1]! - AT_LIMIT_M) {
    if (outflow <= plant.outflowMinM3s + near) return 'outflow-floor';
    if (before !== undefined && before - outflow >= plant.outflowRampM3sPerStep.down - near) {
      return 'outflow-ramp';
    }
  }
  return problem.loadMw ? 'load-limit' : 'flood-limit';
}
