/** A range of numbers, low ≤ high: what a quantity may be anywhere within a box of flows and heads. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export const rangeOf = (a: number, b: number): Range =>
  a <= b ? { low: a, high: b } : { low: b, high: a };

export const sum = (a: Range, b: Range): Range => ({ low: a.low + b.low, high: a.high + b.high });

export const scaled = (a: Range, factor: number): Range => rangeOf(a.low * factor, a.high * factor);

export const product = (a: Range, b: Range): Range => {
  const ll = a.low * b.low;
  const lh = a.low * b.high;
  const hl = a.high * b.low;
  const hh = a.high * b.high;
  return { low: Math.min(ll, lh, hl, hh), high: Math.max(ll, lh, hl, hh) };
};

export const hullOf = (a: Range, b: Range): Range => ({
  low: Math.min(a.low, b.low),
  high: Math.max(a.high, b.high),
});
