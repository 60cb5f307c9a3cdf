/** The middle value; of an even count the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that `share` of all do not pass. NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Slope of the least-squares line through (x, y). NaN of fewer than two different x. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: readonly number[]): number => of.reduce((sum, v) => sum + v, 0) / of.length;
  const xMean = mean(points.map(([x]) => x));
  const yMean = mean(points.map(([, y]) => y));
  const along = points.reduce((sum, [x]) => sum + (x - xMean) ** 2, 0);
  const both = points.reduce((sum, [x, y]) => sum + (x - xMean) * (y - yMean), 0);
  return both / along;
}

/** The middle of the slopes between any two points (Theil–Sen): some outliers do not move it. NaN of fewer than two. */
export function robustSlope(points: readonly (readonly [x: number, y: number])[]): number {
  return median(
    points.flatMap(([x, y], i) => points.slice(i + 1).map(([later, z]) => (z - y) / (later - x))),
  );
}

/** k of y = c · x^k by least squares on logarithms. */
export function growthExponent(points: readonly (readonly [x: number, y: number])[]): number {
  return slope(points.map(([x, y]) => [Math.log(x), Math.log(y)]));
}

/** `value` with so many digits that count. */
export function rounded(value: number, digits = 4): number {
  return Number(value.toPrecision(digits));
}
