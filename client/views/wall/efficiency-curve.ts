import { MW_PER_M3S_M } from '#shared/units/physics.ts';
import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import { largestFlowM3s, smallestFlowM3s, unitPowerMw } from '#shared/hydraulics/unit-power.ts';

/** A working point of a unit: output and water-to-wire efficiency, 0..1. */
export interface WorkingPoint {
  readonly mw: number;
  readonly efficiency: number;
}

/** The unit's working points at one gross head, rising flow, and the best of them. */
export interface EfficiencyCurve {
  readonly points: readonly WorkingPoint[];
  readonly best: WorkingPoint | null;
}

const PARTS = 48;

/**
 * η(P) = P / (ρ g H q / 10⁶) along the flow range, with H = grossHead − k_u q² − k_c (q + others)².
 * @param others flow of the other units in the same conduit, m³/s; @param conduitLoss k_c, s²/m⁵
 */
export function efficiencyCurve(
  unit: PlantUnit,
  grossHeadM: number,
  conduit: { readonly conduitLoss: number; readonly othersM3s: number },
): EfficiencyCurve {
  const low = smallestFlowM3s(unit, grossHeadM);
  const high = largestFlowM3s(unit, grossHeadM);
  const points: WorkingPoint[] = [];
  for (let part = 0; part <= PARTS; part++) {
    const flow = low + ((high - low) * part) / PARTS;
    const together = flow + conduit.othersM3s;
    const netHead =
      grossHeadM - unit.lossS2PerM5 * flow * flow - conduit.conduitLoss * together * together;
    const mw = unitPowerMw(unit, netHead, flow);
    if (flow <= 0 || netHead <= 0 || mw > unit.mwMax) continue;
    points.push({ mw, efficiency: mw / (MW_PER_M3S_M * netHead * flow) });
  }
  const best = points.reduce<WorkingPoint | null>(
    (found, point) => (found && found.efficiency >= point.efficiency ? found : point),
    null,
  );
  return { points, best };
}
