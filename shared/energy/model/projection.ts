import { Matrix, QrDecomposition } from 'ml-matrix';

/**
 * Candidate columns X = Q R, factored once for all meters that have the same rows. Every model that takes
 * some of the columns is then a small problem: ‖y − X_s b‖² = ‖Qᵀy − R_s b‖² + ‖y − QQᵀy‖², with the
 * precision of QR and without touching the rows again.
 */
export class ColumnSpace {
  readonly #r: readonly Float64Array[];
  /** Qᵀ, a row for each column of X. */
  readonly #q: readonly Float64Array[];

  /** @param columns all of one length that is larger than their number; they may depend on each other */
  constructor(readonly columns: readonly Float64Array[]) {
    const rows = columns[0]!.length;
    const matrix = new Matrix(rows, columns.length);
    columns.forEach((column, j) => {
      for (let i = 0; i < rows; i++) matrix.set(i, j, column[i]!);
    });
    const decomposition = new QrDecomposition(matrix);
    const r = decomposition.upperTriangularMatrix;
    const q = decomposition.orthogonalMatrix;
    this.#r = columns.map((_, j) => Float64Array.from(columns, (__, i) => r.get(i, j)));
    this.#q = columns.map((_, j) => Float64Array.from({ length: rows }, (__, i) => q.get(i, j)));
  }

  /** Coordinates of column `j` of X. */
  column(j: number): Float64Array {
    return this.#r[j]!;
  }

  /** Qᵀy, and how much of y lies outside all columns, squared. */
  project(y: Float64Array): { readonly inside: Float64Array; readonly outside2: number } {
    const inside = Float64Array.from(this.#q, (q) => dot(q, y));
    const rest = Float64Array.from(y);
    this.#q.forEach((q, j) => addScaled(rest, q, -inside[j]!));
    return { inside, outside2: dot(rest, rest) };
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** a += factor · b. */
export function addScaled(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!;
}
