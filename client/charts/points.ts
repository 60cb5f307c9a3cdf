/** A point of a curve: instant (ms) or abscissa, and the value; null is a gap. */
export type ChartPoint = readonly [x: number, y: number | null];

/** Points as ECharts draws them with gaps left open: `[x, '-']` is a gap to it. */
export function chartData(points: readonly ChartPoint[]): [number, number | '-'][] {
  return points.map(([x, y]) => [x, y ?? '-']);
}

/** A point that may be worth less than it looks: `sound` says that all it is made of was good. */
export interface JudgedPoint {
  readonly x: number;
  readonly y: number | null;
  readonly sound: boolean;
}

/** A curve in two parts, to be drawn each in its own stroke. */
export interface SplitCurve {
  readonly sound: readonly ChartPoint[];
  readonly doubtful: readonly ChartPoint[];
}

/** Splits steps: each belongs to one part, and is a gap in the other. */
export function splitSteps(points: readonly JudgedPoint[]): SplitCurve {
  return {
    sound: points.map(({ x, y, sound }) => [x, sound ? y : null]),
    doubtful: points.map(({ x, y, sound }) => [x, sound ? null : y]),
  };
}

/** Splits a line: a stretch is sound between two sound points; the doubtful part reaches to the points beside it. */
export function splitLine(points: readonly JudgedPoint[]): SplitCurve {
  const { sound, doubtful } = splitSteps(points);
  const besideDoubtful = (index: number): boolean =>
    [points[index - 1], points[index + 1]].some(
      (beside) => beside && beside.y !== null && !beside.sound,
    );
  return {
    sound,
    doubtful: doubtful.map(([x, y], index) => [
      x,
      y ?? (besideDoubtful(index) ? points[index]!.y : null),
    ]),
  };
}

/** Whether anything would be drawn of a curve. */
export function hasPoints(points: readonly ChartPoint[]): boolean {
  return points.some(([, y]) => y !== null);
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
    const next = points[index + 1];
    if (next && next[0] <= at + stepMs && (next[1] !== null || value === null)) return;
    const end = Math.min(at + stepMs, next ? next[0] : endsAt);
    held.push([end, value]);
    if (next) held.push([end, null]);
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
