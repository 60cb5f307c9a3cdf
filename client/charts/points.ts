/** A point of a curve: instant (ms) or abscissa, and the value; null is a gap. */
export type ChartPoint = readonly [x: number, y: number | null];

/** Points as ECharts draws them with gaps left open: `[x, '-']` is a gap to it. */
export function chartData(points: readonly ChartPoint[]): [number, number | '-'][] {
  return points.map(([x, y]) => [x, y ?? '-']);
}

/**
 * A step curve: each point's value holds until the next one, the last until `endsAt`.
 * @param stepMs longest time that a value holds; what follows later leaves a gap
 */
export function heldSteps(
  points: readonly ChartPoint[],
  stepMs: number,
  endsAt: number,
): ChartPoint[] {
  const held: ChartPoint[] = [];
  points.forEach(([at, value], index) => {
    held.push([at, value]);
    const next = points[index + 1]?.[0];
    const end = Math.min(at + stepMs, next === undefined ? endsAt : Infinity);
    if (next !== undefined && next <= at + stepMs) return;
    held.push([end, value]);
    if (next !== undefined) held.push([end, null]);
  });
  return held;
}

/** The points of `[from, to]`, the value held at each end taken along, so that two parts meet at the cut. */
export function cutSteps(points: readonly ChartPoint[], from: number, to: number): ChartPoint[] {
  const inside = points.filter(([x]) => x > from && x < to);
  const before = points.findLast(([x]) => x <= from);
  const beforeEnd = points.findLast(([x]) => x < to);
  return [
    ...(before ? [[from, before[1]] as const] : []),
    ...inside,
    ...(beforeEnd && points.some(([x]) => x >= to) ? [[to, beforeEnd[1]] as const] : []),
  ];
}
