/** An axis: its ends and the distance of its ticks. */
export interface SteadyRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** The smallest of 1, 2, 5 · 10ⁿ that is at least `atLeast`. */
export function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= atLeast * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/**
 * An axis around values that does not move with each of them: its ends lie on a coarse grid.
 * @param smallestSpan what the axis spans at least, so that noise is not blown up to a mountain
 * @param parts about how many tick distances it is cut into
 */
export function steadyRange(
  values: readonly number[],
  smallestSpan: number,
  parts = 4,
): SteadyRange | null {
  if (values.length === 0) return null;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = Math.max(high - low, smallestSpan);
  const step = niceStep(span / parts);
  let lowTick = Math.floor(low / step + 1e-9);
  let highTick = Math.ceil(high / step - 1e-9);
  const missing = Math.max(0, Math.round(smallestSpan / step) - (highTick - lowTick));
  lowTick -= Math.ceil(missing / 2);
  highTick += Math.floor(missing / 2);
  return { min: rounded(lowTick * step), max: rounded(highTick * step), step };
}

const rounded = (value: number): number => Number(value.toPrecision(12));
