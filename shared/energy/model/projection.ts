/** Which group each row is of: of hours the hour of the day, of days all are one. */
export interface RowGroups {
  readonly of: Uint8Array;
  readonly count: number;
}

/** A vector in the coordinates of a space. */
export interface Projected {
  readonly inside: Float64Array;
  /** Squared rest outside the space. */
  readonly outside2: number;
}

/** A column is made of those before it where no more than this share of it is its own: rounding. */
const DEPENDENT = 1e-12;

/**
 * The space that columns span, on an orthonormal basis that all meters with the same rows share. Every model
 * that takes some of the columns is then a small problem: ‖y − X_s b‖² = ‖Qᵀy − R_s b‖² + ‖y − QQᵀy‖², without
 * touching the rows again. The first basis vectors are the groups' indicators, whose products are sums by group:
 * the constant part and the hours of the day cost one pass together. Gram–Schmidt, each vector twice, which
 * leaves it at right angles to rounding (Giraud et al. 2005).
 */
export class ColumnSpace {
  readonly #groups: RowGroups;
  readonly #sizes: Float64Array;
  readonly #units: Float64Array[];

  /** @param like a space to go on from; it stays as it is */
  constructor(groups: RowGroups, like?: ColumnSpace) {
    this.#groups = groups;
    this.#units = [...(like ? like.#units : [])];
    this.#sizes = new Float64Array(groups.count);
    for (const group of groups.of) this.#sizes[group]!++;
  }

  get dimensions(): number {
    return this.#groups.count + this.#units.length;
  }

  /** Takes a column in and returns its coordinates; dimensions that are added later are 0 in it. */
  add(column: Float64Array): Float64Array {
    const { inside, rest } = this.#split(column);
    const length = Math.sqrt(dot(rest, rest));
    if (length <= DEPENDENT * Math.sqrt(dot(column, column))) return inside;
    this.#units.push(rest.map((value) => value / length));
    return padded(inside, this.dimensions, length);
  }

  project(y: Float64Array): Projected {
    const { inside, rest } = this.#split(y);
    return { inside, outside2: dot(rest, rest) };
  }

  #split(vector: Float64Array): { inside: Float64Array; rest: Float64Array } {
    const { of: groupOf, count } = this.#groups;
    const inside = new Float64Array(this.dimensions);
    const rest = vector.slice();
    const means = new Float64Array(count);
    for (let turn = 0; turn < 2; turn++) {
      means.fill(0);
      for (let i = 0; i < rest.length; i++) means[groupOf[i]!]! += rest[i]!;
      for (let g = 0; g < count; g++) {
        const size = this.#sizes[g]!;
        if (size === 0) continue;
        inside[g]! += means[g]! / Math.sqrt(size);
        means[g]! /= size;
      }
      for (let i = 0; i < rest.length; i++) rest[i]! -= means[groupOf[i]!]!;
      this.#units.forEach((unit, j) => {
        const along = dot(unit, rest);
        inside[count + j]! += along;
        addScaled(rest, unit, -along);
      });
    }
    return { inside, rest };
  }
}

/** A vector with more places, its own last one in the last of them where there is one. */
export function padded(vector: Float64Array, places: number, last?: number): Float64Array {
  if (vector.length === places) return vector;
  const longer = new Float64Array(places);
  longer.set(vector);
  if (last !== undefined) longer[places - 1] = last;
  return longer;
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
