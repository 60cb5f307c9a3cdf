import { netHeadsInto } from '#shared/hydraulics/net-head.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { MW_PER_M3S_M } from '#shared/units/physics.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { combine, type CalculatedValue, type ReadLive } from './combine.ts';

/** Below this flow, m³/s, a unit is at rest and has no efficiency. */
const LEAST_FLOW_M3S = 0.5;

/** P / (ρ g H q), measured; null at rest or without head. */
function efficiencyOf(powerMw: number, netHeadM: number, flowM3s: number): number | null {
  if (flowM3s < LEAST_FLOW_M3S || netHeadM <= 0) return null;
  return powerMw / (MW_PER_M3S_M * netHeadM * flowM3s);
}

/**
 * Efficiency of each unit, water to terminals, as measured and as its hill chart and generator
 * would have it at the same net head and flow.
 */
export function unitValues(plant: Plant, read: ReadLive): CalculatedValue[] {
  const { id, units } = plant;
  const levels = [stationTag(id, 'forebayLevel'), stationTag(id, 'tailraceLevel')];
  const flowTags = units.map((unit) => unitTag(id, unit.id, 'flow'));
  const water = combine(read, [...levels, ...flowTags]);
  const [forebayM = NaN, tailraceM = NaN, ...flowsM3s] = water.values ?? [];
  const netHeadM = new Float64Array(units.length);
  if (water.values) netHeadsInto(plant, forebayM - tailraceM, flowsM3s, netHeadM);

  return units.flatMap((unit, u) => {
    const inputs = combine(read, [...levels, ...flowTags, unitTag(id, unit.id, 'mw')]);
    const powerMw = inputs.values?.at(-1);
    const flow = flowsM3s[u] ?? 0;
    const head = netHeadM[u]!;
    const measured = powerMw === undefined ? null : efficiencyOf(powerMw, head, flow);
    const expected = water.values && efficiencyOf(unitPowerMw(unit, head, flow), head, flow);
    return [
      { ...inputs, tag: unitTag(id, unit.id, 'efficiency'), value: measured },
      { ...water, tag: unitTag(id, unit.id, 'efficiency-expected'), value: expected },
    ];
  });
}
