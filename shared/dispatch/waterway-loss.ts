import type { Plant } from '#shared/hydraulics/plant.ts';

/** Loss over q² of a unit that takes 1/`share` of its conduit's flow, s²/m⁵. */
export function lossS2PerM5Of(plant: Plant, unit: number, share: number): number {
  const { conduit, lossS2PerM5 } = plant.units[unit]!;
  return conduit < 0 ? lossS2PerM5 : lossS2PerM5 + plant.conduitLoss[conduit]! * share * share;
}
