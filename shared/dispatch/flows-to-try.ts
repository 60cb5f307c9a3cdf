/** Flows per set and head that a course is polished with, and every how many of them in rough rounds. */
export const FLOW_POINTS = 193;
export const STRIDE = 4;

/** Flows this near to the one of the round before are looked at finely, share of their range. */
const NEAR_SHARE = 0.125;

/**
 * Flows that a step may be tried with: even ones from the least to the most, all of them near the flow at hand and
 * every so many far from it, and those between at which a limit or a zone begins or ends; rising, m³/s.
 * @param stride every how many of the even ones are tried near `atM3s`
 */
export function flowsToTry(
  [low, high]: readonly [number, number],
  atM3s: number,
  stride: number,
  edgesM3s: readonly number[],
): number[] {
  if (!(high > low)) return [low];
  const edges = edgesM3s.filter((edge) => edge > low && edge < high).sort((a, b) => a - b);
  const flows: number[] = [];
  let next = 0;
  for (let x = 0; x < FLOW_POINTS; x++) {
    const flow = low + ((high - low) * x) / (FLOW_POINTS - 1);
    const isFar = Math.abs(flow - atM3s) > NEAR_SHARE * (high - low);
    if (x % (isFar ? STRIDE : stride) > 0) continue;
    while (next < edges.length && edges[next]! <= flow) flows.push(edges[next++]!);
    flows.push(flow);
  }
  return flows;
}
