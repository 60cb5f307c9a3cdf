import type { Plant } from './plant.ts';

/**
 * H[u] = grossHead − k_u q_u² − k_c (Σ_{v in c} q_v)², m, written into `netHeadM` (model.md, step 4).
 * @param grossHeadM z̄ − z_tail
 * @param flowsM3s q of each unit, in the plant's order
 */
export function netHeadsInto(
  plant: Plant,
  grossHeadM: number,
  flowsM3s: ArrayLike<number>,
  netHeadM: Float64Array,
): void {
  const { units, conduitLoss } = plant;
  for (let u = 0; u < units.length; u++) {
    const unit = units[u]!;
    const flow = flowsM3s[u]!;
    netHeadM[u] = grossHeadM - unit.lossS2PerM5 * flow * flow;
  }
  for (let c = 0; c < conduitLoss.length; c++) {
    let together = 0;
    for (let u = 0; u < units.length; u++) if (units[u]!.conduit === c) together += flowsM3s[u]!;
    const loss = conduitLoss[c]! * together * together;
    for (let u = 0; u < units.length; u++) if (units[u]!.conduit === c) netHeadM[u]! -= loss;
  }
}
