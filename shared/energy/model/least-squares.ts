import { Matrix, QrDecomposition } from 'ml-matrix';
import { addScaled, dot } from './projection.ts';

/** A model of some columns fitted by ordinary least squares. */
export interface LeastSquares {
  readonly coefficients: readonly number[];
  /** (XᵀX)⁻¹: times σ² it is the coefficients' covariance. */
  readonly unscaledCovariance: readonly (readonly number[])[];
  /** Sum of squared residuals within the given coordinates. */
  readonly residual2: number;
}

/** @param columns linearly independent, no more than their length */
export function leastSquares(columns: readonly Float64Array[], y: Float64Array): LeastSquares {
  const rows = y.length;
  const x = new Matrix(rows, columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) x.set(i, j, column[i]!);
  });
  const decomposition = new QrDecomposition(x);
  const coefficients = decomposition.solve(Matrix.columnVector([...y])).to1DArray();
  const rest = Float64Array.from(y);
  columns.forEach((column, j) => addScaled(rest, column, -coefficients[j]!));
  return {
    coefficients,
    unscaledCovariance: gramInverse(decomposition.upperTriangularMatrix),
    residual2: dot(rest, rest),
  };
}

/** (RᵀR)⁻¹ = R⁻¹ R⁻ᵀ of an upper triangular R. */
function gramInverse(r: Matrix): number[][] {
  const n = r.columns;
  const inverse = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let j = n - 1; j >= 0; j--) {
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? 1 : 0;
      for (let k = i + 1; k <= j; k++) sum -= r.get(i, k) * inverse[k]![j]!;
      inverse[i]![j] = sum / r.get(i, i);
    }
  }
  return inverse.map((left) =>
    inverse.map((right) => left.reduce((sum, value, k) => sum + value * right[k]!, 0)),
  );
}

/** A column counts as made of others where less than this share of it is its own. */
const OWN_SHARE = 1e-7;

/** Takes the parts of vectors that lie in a space out of them. */
export class Complement {
  readonly #basis: Float64Array[] = [];

  /** What of `vector` is new to the space; null where nothing is. The space then has it too. */
  add(vector: Float64Array): Float64Array | null {
    const rest = this.of(vector);
    const length = Math.sqrt(dot(rest, rest));
    if (length <= OWN_SHARE * Math.sqrt(dot(vector, vector))) return null;
    const unit = rest.map((value) => value / length);
    this.#basis.push(unit);
    return rest;
  }

  /** The part of `vector` at right angles to the space; taken twice, so that rounding leaves nothing of it. */
  of(vector: Float64Array): Float64Array {
    const rest = Float64Array.from(vector);
    for (let turn = 0; turn < 2; turn++)
      for (const unit of this.#basis) addScaled(rest, unit, -dot(unit, rest));
    return rest;
  }
}
