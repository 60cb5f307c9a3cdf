import loadHighs, { type Highs, type Model, type ModelData } from 'highs';

/** Coefficients of a row: column and factor. */
export type Terms = (readonly [column: number, factor: number])[];

/** How far a mixed-integer program is searched. */
export interface Effort {
  /** Absolute distance of bound and objective at which the search may stop, in the objective's unit. */
  readonly gap: number;
  readonly timeLimitSeconds: number;
}

export interface Solved {
  /** `stopped`: with a solution, by its time; `unsolved`: without one. */
  readonly status: 'optimal' | 'stopped' | 'unsolved' | 'infeasible';
  /** Value of each column. */
  readonly values: Float64Array;
  readonly objective: number;
  /** Proved for this linear program: no point of it exceeds this. */
  readonly bound: number;
}

let loading: Promise<Highs> | undefined;

/** HiGHS, loaded once. */
export function solver(): Promise<Highs> {
  loading ??= loadHighs();
  return loading;
}

/** A linear program under construction, to be maximised; columns and rows are named by their index. */
export class LinearProgram {
  private readonly cost: number[] = [];
  private readonly lower: number[] = [];
  private readonly upper: number[] = [];
  private readonly integral: (0 | 1)[] = [];
  private readonly rowLower: number[] = [];
  private readonly rowUpper: number[] = [];
  private readonly rowStart: number[] = [0];
  private readonly indices: number[] = [];
  private readonly factors: number[] = [];

  column(lower: number, upper: number, worth = 0): number {
    this.cost.push(worth);
    this.lower.push(lower);
    this.upper.push(upper);
    return this.integral.push(0) - 1;
  }

  binary(lower: 0 | 1, upper: 0 | 1, worth = 0): number {
    const at = this.column(lower, upper, worth);
    this.integral[at] = 1;
    return at;
  }

  addWorth(column: number, worth: number): void {
    this.cost[column]! += worth;
  }

  /** lower ≤ Σ factor · column ≤ upper; a column may stand in `terms` more than once. */
  row(lower: number, upper: number, terms: Terms): void {
    const sums = new Map<number, number>();
    for (const [column, factor] of terms) sums.set(column, (sums.get(column) ?? 0) + factor);
    for (const [column, factor] of sums) {
      if (factor === 0) continue;
      this.indices.push(column);
      this.factors.push(factor);
    }
    this.rowStart.push(this.indices.length);
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
  }

  /** Whether nothing but its upper bound is left to a column. */
  isForced(column: number): boolean {
    return this.lower[column] === this.upper[column];
  }

  /**
   * Solves it, or with `effort` null its linear relaxation.
   * @param start values of the integral columns to begin from
   */
  solve(highs: Highs, effort: Effort | null, start?: ReadonlyMap<number, number>): Solved {
    return highs.withModel(this.data(highs, effort !== null), (model) => {
      model.options.set({ output_flag: false });
      if (effort) {
        model.options.set({
          mip_rel_gap: 0,
          mip_abs_gap: effort.gap,
          time_limit: Math.max(0, effort.timeLimitSeconds),
        });
      }
      if (effort && start) {
        model.setSolution({ indices: [...start.keys()], values: [...start.values()] });
      }
      return this.outcome(highs, model, effort !== null);
    });
  }

  private outcome(highs: Highs, model: Model, mixed: boolean): Solved {
    const { modelStatus } = model.run();
    const { optimal, timeLimit } = highs.constants.modelStatus;
    const objective = model.getObjectiveValue();
    const values = model.getSolution().colValue;
    const feasible = model.info.get('primal_solution_status') === 2;
    if (!feasible) {
      const status = modelStatus === timeLimit ? 'unsolved' : 'infeasible';
      return { status, values, objective: -Infinity, bound: Infinity };
    }
    const bound = mixed ? Number(model.info.get('mip_dual_bound')) : objective;
    return { status: modelStatus === optimal ? 'optimal' : 'stopped', values, objective, bound };
  }

  private data(highs: Highs, mixed: boolean): ModelData {
    const numCols = this.cost.length;
    const numRows = this.rowLower.length;
    return {
      numCols,
      numRows,
      sense: highs.constants.objectiveSense.maximize,
      colCost: this.cost,
      colLower: this.lower,
      colUpper: this.upper,
      rowLower: this.rowLower,
      rowUpper: this.rowUpper,
      matrix: {
        format: 'csr',
        numRows,
        numCols,
        starts: this.rowStart,
        indices: this.indices,
        values: this.factors,
      },
      ...(mixed ? { integrality: this.integral } : {}),
    };
  }
}
