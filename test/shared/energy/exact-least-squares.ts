/** A number as an exact fraction. */
interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

const ZERO: Fraction = { top: 0n, bottom: 1n };

function reduced(top: bigint, bottom: bigint): Fraction {
  let [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  const sign = bottom < 0n ? -1n : 1n;
  return { top: (sign * top) / (a || 1n), bottom: (sign * bottom) / (a || 1n) };
}

/** Every double is a whole number over a power of two. */
function exact(value: number): Fraction {
  let scaled = value;
  let bottom = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    bottom *= 2n;
  }
  return reduced(BigInt(scaled), bottom);
}

const times = (a: Fraction, b: Fraction): Fraction => reduced(a.top * b.top, a.bottom * b.bottom);
const over = (a: Fraction, b: Fraction): Fraction => reduced(a.top * b.bottom, a.bottom * b.top);
const plus = (a: Fraction, b: Fraction): Fraction =>
  reduced(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { top: -b.top, bottom: b.bottom });

/** 40 digits are more than a double holds. */
const toNumber = ({ top, bottom }: Fraction): number => Number((top * 10n ** 40n) / bottom) / 1e40;

/** Least squares by the normal equations in exact fractions: no rounding but of the result. */
export function exactLeastSquares(
  rows: readonly (readonly number[])[],
  y: readonly number[],
): number[] {
  const n = rows[0]!.length;
  const x = rows.map((row) => row.map(exact));
  const right = y.map(exact);
  const matrix = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (__, j) =>
      x.reduce((sum, row) => plus(sum, times(row[i]!, row[j]!)), ZERO),
    ),
    x.reduce((sum, row, k) => plus(sum, times(row[i]!, right[k]!)), ZERO),
  ]);
  for (let i = 0; i < n; i++) {
    const pivot = matrix.findIndex((row, k) => k >= i && row[i]!.top !== 0n);
    [matrix[i], matrix[pivot]] = [matrix[pivot]!, matrix[i]!];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = over(matrix[k]![i]!, matrix[i]![i]!);
      matrix[k] = matrix[k]!.map((value, j) => minus(value, times(factor, matrix[i]![j]!)));
    }
  }
  return matrix.map((row, i) => toNumber(over(row[n]!, row[i]!)));
}
