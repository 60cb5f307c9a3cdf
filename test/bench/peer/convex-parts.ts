/** A piece of a convex curve: `length` along x at one `slope`. */
export interface Part {
  readonly length: number;
  readonly slope: number;
}

/** A convex piecewise-linear function: its value where it begins, and its parts in rising slope. */
export interface ConvexParts {
  readonly from: number;
  readonly valueAtStart: number;
  readonly parts: readonly Part[];
}

/** The lower convex envelope of `f` through `count` even samples of [from, to] and the points `at`. */
export function convexParts(
  f: (x: number) => number,
  from: number,
  to: number,
  count: number,
  at: readonly number[],
): ConvexParts {
  const even = Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);
  const within = at.filter((x) => x > from && x < to);
  const xs = [...even, ...within].sort((a, b) => a - b);
  const hull: { x: number; y: number }[] = [];
  for (const x of xs) {
    const last = hull[hull.length - 1];
    if (last && x - last.x < 1e-9) continue;
    const y = f(x);
    while (hull.length > 1) {
      const [a, b] = [hull[hull.length - 2]!, hull[hull.length - 1]!];
      if (b.y < a.y + ((y - a.y) * (b.x - a.x)) / (x - a.x)) break;
      hull.pop();
    }
    hull.push({ x, y });
  }
  const parts = hull.slice(1).map(({ x, y }, i) => {
    const before = hull[i]!;
    return { length: x - before.x, slope: (y - before.y) / (x - before.x) };
  });
  return { from, valueAtStart: hull[0]!.y, parts };
}
