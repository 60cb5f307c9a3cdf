import { largestFlowM3s, runsAtHead, smallestFlowM3s } from '#shared/hydraulics/unit-power.ts';
import { spillCapacityM3s } from '#shared/hydraulics/reservoir.ts';
import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import type { Day } from '#shared/station/day-schema.ts';
import { tolerances } from '../tolerances.ts';
import { type Violation, violationsOf } from '../violation.ts';
import { type Recomputed, meanLevelM } from './recompute.ts';

/** Rank 1 of one station but for the units' times: flows, powers, gates, storage, what is ordered. */
export function machineViolations(at: Recomputed, day: Day): Violation[] {
  return [
    ...at.plant.units.flatMap((unit, u) => [
      ...unitViolations(at, unit, u),
      ...orderViolations(at, unit.id, u, day),
    ]),
    ...spillViolations(at),
    ...storageViolations(at),
  ];
}

function unitViolations(at: Recomputed, unit: PlantUnit, u: number): Violation[] {
  const concern = { station: at.station.id, unitId: unit.id };
  const flows = at.flowsM3s[u]!;
  const heads = at.netHeadM[u]!;
  const powers = at.powerMw[u]!;
  const whileOn = (amount: (t: number) => number) => (t: number) =>
    flows[t]! > 0 ? amount(t) : Math.max(0, -flows[t]!);
  const share = tolerances.machineShare;
  const largestFlow = Math.max(...unit.flowMax.y);
  return [
    ...violationsOf(
      'unit-flow',
      concern,
      at.steps,
      whileOn((t) => flowExcess(unit, heads[t]!, flows[t]!)),
      share * largestFlow,
    ),
    ...violationsOf(
      'unit-power',
      concern,
      at.steps,
      (t) => (flows[t]! > 0 ? Math.max(unit.mwMin - powers[t]!, powers[t]! - unit.mwMax) : 0),
      share * unit.mwMax,
    ),
    ...violationsOf(
      'forbidden-zone',
      concern,
      at.steps,
      (t) => (flows[t]! > 0 ? zoneDepthMw(unit, heads[t]!, powers[t]!) : 0),
      tolerances.zoneMw,
    ),
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
  const ordered = day.fixed?.stations[at.station.id]?.units[unitId]?.flowM3s ?? [];
  const fixedSteps = Math.min(at.steps, ordered.length, day.fixed?.steps ?? 0);
  const same = tolerances.equalFlowM3s;
  return [
    // On is flow > 0, however small: no tolerance for a unit that must stand.
    ...violationsOf('outage', concern, at.steps, (t) => (isOut(t) ? flows[t]! : 0), 0),
    ...violationsOf('fixed', concern, fixedSteps, (t) => Math.abs(flows[t]! - ordered[t]!), same),
  ];
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
