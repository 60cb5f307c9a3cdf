import { largestFlowM3s, runsAtHead, smallestFlowM3s } from '#shared/hydraulics/unit-power.ts';
import { spillCapacityM3s } from '#shared/hydraulics/reservoir.ts';
import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { LimitCode } from '../limit-codes.ts';
import { tolerances } from '../tolerances.ts';
import { type Violation, violationsOf } from '../violation.ts';
import { type Recomputed, meanLevelM } from './recompute.ts';

/** Rank 1 of one station but for the units' times: flows, powers, gates, storage, what is ordered. */
export function machineViolations(at: Recomputed, day: Day): Violation[] {
  return [
    ...at.plant.units.flatMap((unit, u) => [
      ...unitViolations(at, unit, u, day),
      ...orderViolations(at, unit.id, u, day),
    ]),
    ...spillViolations(at),
    ...storageViolations(at),
  ];
}

function unitViolations(at: Recomputed, unit: PlantUnit, u: number, day: Day): Violation[] {
  const flows = at.flowsM3s[u]!;
  const heads = at.netHeadM[u]!;
  const powers = at.powerMw[u]!;
  const whileOn = (amount: (t: number) => number) => (t: number) =>
    flows[t]! > 0 ? amount(t) : Math.max(0, -flows[t]!);
  const share = tolerances.machineShare;
  const largestFlow = Math.max(...unit.flowMax.y);
  const judge = (limit: LimitCode, range: number, tolerance: number, amount: AmountAt) =>
    rangeViolations(at, unit.id, day, limit, { range, tolerance, amount });
  return [
    ...judge(
      'unit-flow',
      largestFlow,
      share * largestFlow,
      whileOn((t) => flowExcess(unit, heads[t]!, flows[t]!)),
    ),
    ...judge('unit-power', unit.mwMax, share * unit.mwMax, (t) =>
      flows[t]! > 0 ? Math.max(unit.mwMin - powers[t]!, powers[t]! - unit.mwMax) : 0,
    ),
    ...judge('forbidden-zone', unit.mwMax, tolerances.zoneMw, (t) =>
      flows[t]! > 0 ? zoneDepthMw(unit, heads[t]!, powers[t]!) : 0,
    ),
  ];
}

type AmountAt = (t: number) => number;

/**
 * What is outside a unit's range, rank 1. In steps that were ordered before, the plan has no choice:
 * what the head that came explains is not told, and what is more is the order's breach, rank 2.
 */
function rangeViolations(
  at: Recomputed,
  unitId: string,
  day: Day,
  limit: LimitCode,
  of: { readonly range: number; readonly tolerance: number; readonly amount: AmountAt },
): Violation[] {
  const concern = { station: at.station.id, unitId };
  const ordered = orderedFlowsM3s(at, unitId, day).length;
  const slack = tolerances.orderedShare * of.range;
  const free: AmountAt = (t) => (t < ordered ? 0 : of.amount(t));
  const orders = violationsOf(limit, concern, ordered, of.amount, slack);
  return [
    ...orders.map((violation) => ({ ...violation, rank: 2 as const })),
    ...violationsOf(limit, concern, at.steps, free, of.tolerance),
  ];
}

/** How far a flow is outside what the net head allows, m³/s: all of it where the unit cannot run. */
function flowExcess(unit: PlantUnit, netHeadM: number, flowM3s: number): number {
  if (!runsAtHead(unit, netHeadM)) return flowM3s;
  const low = smallestFlowM3s(unit, netHeadM);
  const high = largestFlowM3s(unit, netHeadM);
  return Math.max(low - flowM3s, flowM3s - high);
}

/** Distance to the nearer edge of the deepest zone that holds the power at this head, MW; 0 outside all. */
function zoneDepthMw(unit: PlantUnit, netHeadM: number, powerMw: number): number {
  let deepest = 0;
  for (const { mw, headM } of unit.forbidden) {
    const applies = !headM || (netHeadM >= headM[0] && netHeadM <= headM[1]);
    if (applies) deepest = Math.max(deepest, Math.min(powerMw - mw[0], mw[1] - powerMw));
  }
  return deepest;
}

function orderViolations(at: Recomputed, unitId: string, u: number, day: Day): Violation[] {
  const concern = { station: at.station.id, unitId };
  const flows = at.flowsM3s[u]!;
  const outages = at.day.outOfService.filter(({ unit }) => unit === unitId);
  const isOut = (t: number): boolean => outages.some((o) => t >= o.fromStep && t < o.toStep);
  const ordered = orderedFlowsM3s(at, unitId, day);
  const same = tolerances.equalFlowM3s;
  return [
    // On is flow > 0, however small: no tolerance for a unit that must stand.
    ...violationsOf('outage', concern, at.steps, (t) => (isOut(t) ? flows[t]! : 0), 0),
    ...violationsOf(
      'fixed',
      concern,
      ordered.length,
      // NaN: the step is left free (a what-if fixes single cells; a file cannot say so).
      (t) => (Number.isNaN(ordered[t]!) ? 0 : Math.abs(flows[t]! - ordered[t]!)),
      same,
    ),
  ];
}

/** Flows of a unit in the steps that are already ordered, m³/s. */
function orderedFlowsM3s(at: Recomputed, unitId: string, day: Day): readonly number[] {
  const flows = day.fixed?.stations[at.station.id]?.units[unitId]?.flowM3s ?? [];
  return flows.slice(0, Math.min(at.steps, day.fixed?.steps ?? 0));
}

function spillViolations(at: Recomputed): Violation[] {
  const concern = { station: at.station.id };
  const spill = at.stated.spillM3s;
  const capacity = (t: number): number => spillCapacityM3s(at.plant, meanLevelM(at, t));
  const tolerance = tolerances.equalFlowM3s;
  if (at.plant.freeSpill) {
    const off = (t: number): number => Math.abs(spill[t]! - capacity(t));
    return violationsOf('spill', concern, at.steps, off, tolerance);
  }
  return [
    ...violationsOf('spill', concern, at.steps, (t) => -spill[t]!, tolerance),
    ...violationsOf('gate', concern, at.steps, (t) => spill[t]! - capacity(t), tolerance),
  ];
}

/**
 * Levels hold their end value below the storage curve, so water that the reservoir does not have
 * would pass every level limit that stands at its lowest point. (Above the curve: `level-max`.)
 */
function storageViolations(at: Recomputed): Violation[] {
  const volumes = at.plant.volumeAtLevel.y;
  const empty = volumes[0]!;
  const missing = (t: number): number => empty - at.volumeMm3[t + 1]!;
  const tolerance = tolerances.volumeShare * (volumes[volumes.length - 1]! - empty);
  return violationsOf('balance', { station: at.station.id }, at.steps, missing, tolerance);
}
