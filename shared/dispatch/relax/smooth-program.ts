/** Variables of a row: the two of its step and the three before them. */
export const WINDOW = 5;

/** Smoothing to begin with and to end with, in units of the variables; by how much it is refined at a time. */
const FIRST_SMOOTHING = 30;
const LAST_SMOOTHING = 1e-4;
const REFINED_BY = 0.25;

const NEWTON_STEPS = 12;
/** A stage is done where a step promises less than this share of the objective. */
const SETTLED = 1e-10;
/** Steps are shortened until they gain this share of what their slope promises. */
const ARMIJO = 1e-3;
const LEAST_STEP = 1e-4;
/** Added to the diagonal, as a share of its largest: where nothing bends, a step stays finite. */
const DAMPING = 1e-9;

/**
 * A linear program over a chain of steps, two variables each, as a penalty: the least of
 * `Σ cost · x + Σ weight · max(0, row · x + offset)`, rows reaching over `WINDOW` variables in a row.
 * Solved by Newton's method on `max(0, r) ≈ (r + √(r² + 4μ²)) / 2` (the Chen–Harker–Kanzow–Smale
 * smoothing) with μ → 0; the Hessian is a band, so a Newton step takes time in proportion to the steps.
 */
export class SmoothProgram {
  readonly x: Float64Array;
  private readonly cost: Float64Array;
  private readonly first: number[] = [];
  private readonly row: number[] = [];
  private readonly offset: number[] = [];
  private readonly weight: number[] = [];
  private readonly scale: number[] = [];
  private readonly band: Float64Array;
  private readonly slope: Float64Array;
  private readonly step: Float64Array;

  constructor(variables: number) {
    this.x = new Float64Array(variables);
    this.cost = new Float64Array(variables);
    this.band = new Float64Array(variables * WINDOW);
    this.slope = new Float64Array(variables);
    this.step = new Float64Array(variables);
  }

  addCost(variable: number, cost: number): void {
    if (variable >= 0) this.cost[variable]! += cost;
  }

  /**
   * Adds `weight · max(0, Σ coefficients[i] · x[last − WINDOW + 1 + i] + offset)`. Coefficients of
   * variables before the first must be 0.
   */
  addRow(last: number, coefficients: ArrayLike<number>, offset: number, weight: number): void {
    let scale = 0;
    this.first.push(last - WINDOW + 1);
    for (let i = 0; i < WINDOW; i++) {
      this.row.push(coefficients[i]!);
      scale = Math.max(scale, Math.abs(coefficients[i]!));
    }
    this.offset.push(offset);
    this.weight.push(weight);
    this.scale.push(scale);
  }

  /** Leaves the least in `x`. */
  solve(): void {
    for (let mu = FIRST_SMOOTHING; mu >= LAST_SMOOTHING; mu *= REFINED_BY) {
      for (let i = 0; i < NEWTON_STEPS; i++) if (!this.newton(mu)) break;
    }
  }

  /** Σ weight · max(0, row) at `x`. */
  penalty(): number {
    return this.weight.reduce(
      (sum, weight, i) => sum + weight * Math.max(0, this.valueOf(i, this.x)),
      0,
    );
  }

  /** `Σ coefficients[i] · x[last − WINDOW + 1 + i]`. */
  along(last: number, coefficients: ArrayLike<number>): number {
    const first = last - WINDOW + 1;
    let sum = 0;
    for (let k = Math.max(0, -first); k < WINDOW; k++) sum += coefficients[k]! * this.x[first + k]!;
    return sum;
  }

  private valueOf(i: number, x: Float64Array): number {
    return this.offset[i]! + this.alongOf(i, x);
  }

  private alongOf(i: number, x: Float64Array): number {
    const first = this.first[i]!;
    let sum = 0;
    for (let k = Math.max(0, -first); k < WINDOW; k++)
      sum += this.row[i * WINDOW + k]! * x[first + k]!;
    return sum;
  }

  /** One step; false where nothing is left to gain at this smoothing. */
  private newton(mu: number): boolean {
    const { x, step, slope } = this;
    const objective = this.assemble(mu);
    solveBand(this.band, slope, step);
    let promised = 0;
    for (let v = 0; v < x.length; v++) promised -= slope[v]! * step[v]!;
    if (!(promised < -SETTLED * Math.max(1, Math.abs(objective)))) return false;
    const now = this.first.map((_, i) => this.valueOf(i, x));
    const along = this.first.map((_, i) => -this.alongOf(i, step));
    let costAlong = 0;
    for (let v = 0; v < x.length; v++) costAlong -= this.cost[v]! * step[v]!;
    let length = 1;
    while (length > LEAST_STEP) {
      let gained = length * costAlong;
      for (let i = 0; i < now.length; i++) {
        const smooth = mu * this.scale[i]!;
        gained +=
          this.weight[i]! *
          (smoothed(now[i]! + length * along[i]!, smooth) - smoothed(now[i]!, smooth));
      }
      if (gained <= ARMIJO * length * promised) break;
      length /= 2;
    }
    for (let v = 0; v < x.length; v++) x[v]! -= length * step[v]!;
    return length > LEAST_STEP;
  }

  /** Fills slope and band at `x`; returns the objective. */
  private assemble(mu: number): number {
    const { x, band, slope, row } = this;
    band.fill(0);
    slope.set(this.cost);
    let objective = 0;
    for (let v = 0; v < x.length; v++) objective += this.cost[v]! * x[v]!;
    for (let i = 0; i < this.first.length; i++) {
      const first = this.first[i]!;
      const value = this.valueOf(i, x);
      const smooth = mu * this.scale[i]!;
      const root = Math.sqrt(value * value + 4 * smooth * smooth);
      if (root === 0) continue;
      const weight = this.weight[i]!;
      objective += (weight * (value + root)) / 2;
      const rise = (weight * (1 + value / root)) / 2;
      const bend = (2 * weight * smooth * smooth) / (root * root * root);
      for (let k = Math.max(0, -first); k < WINDOW; k++) {
        const here = row[i * WINDOW + k]!;
        if (here === 0) continue;
        slope[first + k]! += rise * here;
        for (let j = Math.max(0, -first); j <= k; j++) {
          band[(first + k) * WINDOW + (k - j)]! += bend * here * row[i * WINDOW + j]!;
        }
      }
    }
    let largest = 0;
    for (let v = 0; v < x.length; v++) largest = Math.max(largest, band[v * WINDOW]!);
    for (let v = 0; v < x.length; v++) band[v * WINDOW]! += DAMPING * largest;
    return objective;
  }
}

function smoothed(value: number, smooth: number): number {
  return (value + Math.sqrt(value * value + 4 * smooth * smooth)) / 2;
}

/**
 * Solves `A y = b` for a symmetric positive band: `band[v · WINDOW + k]` is A[v][v − k]. The band is
 * overwritten by its Cholesky factor.
 */
function solveBand(band: Float64Array, b: Float64Array, y: Float64Array): void {
  const n = b.length;
  for (let v = 0; v < n; v++) {
    for (let k = Math.min(v, WINDOW - 1); k >= 0; k--) {
      const u = v - k;
      let sum = band[v * WINDOW + k]!;
      for (let j = Math.max(0, v - WINDOW + 1, u - WINDOW + 1); j < u; j++) {
        sum -= band[v * WINDOW + (v - j)]! * band[u * WINDOW + (u - j)]!;
      }
      if (k > 0) band[v * WINDOW + k] = sum / band[u * WINDOW]!;
      else band[v * WINDOW] = Math.sqrt(Math.max(sum, Number.MIN_VALUE ** 0.25));
    }
  }
  for (let v = 0; v < n; v++) {
    let sum = b[v]!;
    for (let k = Math.min(v, WINDOW - 1); k > 0; k--) sum -= band[v * WINDOW + k]! * y[v - k]!;
    y[v] = sum / band[v * WINDOW]!;
  }
  for (let v = n - 1; v >= 0; v--) {
    let sum = y[v]!;
    for (let k = 1; k < WINDOW && v + k < n; k++) sum -= band[(v + k) * WINDOW + k]! * y[v + k]!;
    y[v] = sum / band[v * WINDOW]!;
  }
}
