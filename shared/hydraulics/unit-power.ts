import { MW_PER_M3S_M } from '#shared/units/physics.ts';
import { curveAt } from './curve.ts';
import { turbineEfficiency } from './hill-chart.ts';
import type { PlantUnit } from './plant.ts';

/** P_mech = ρ g H q η_t(H, q) / 10⁶, MW (model.md, step 6). 0 at no flow or no head. */
export function mechanicalMw(unit: PlantUnit, netHeadM: number, flowM3s: number): number {
  if (flowM3s <= 0 || netHeadM <= 0) return 0;
  return MW_PER_M3S_M * netHeadM * flowM3s * turbineEfficiency(unit.hill, netHeadM, flowM3s);
}

/** P = P_mech · η_g(P_mech), MW (model.md, step 6). */
export function unitPowerMw(unit: PlantUnit, netHeadM: number, flowM3s: number): number {
  const mechanical = mechanicalMw(unit, netHeadM, flowM3s);
  return mechanical * curveAt(unit.generator, mechanical);
}

/** Whether the unit can run at all at this net head (model.md, units and signs: outside its flow range it cannot). */
export function runsAtHead(unit: PlantUnit, netHeadM: number): boolean {
  return netHeadM >= unit.headMinM && netHeadM <= unit.headMaxM;
}

/** flowMin(H), m³/s, where `runsAtHead`. */
export function smallestFlowM3s(unit: PlantUnit, netHeadM: number): number {
  return curveAt(unit.flowMin, netHeadM);
}

/** flowMax(H), m³/s, where `runsAtHead`. */
export function largestFlowM3s(unit: PlantUnit, netHeadM: number): number {
  return curveAt(unit.flowMax, netHeadM);
}

/** The forbidden band that holds `powerMw` strictly inside at this head, or null. */
export function zoneAround(
  unit: PlantUnit,
  netHeadM: number,
  powerMw: number,
): readonly [number, number] | null {
  for (const zone of unit.forbidden) {
    if (zone.headM && (netHeadM < zone.headM[0] || netHeadM > zone.headM[1])) continue;
    if (powerMw > zone.mw[0] && powerMw < zone.mw[1]) return zone.mw;
  }
  return null;
}
