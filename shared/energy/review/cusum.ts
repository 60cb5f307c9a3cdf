/** A day of the CUSUM chart. */
export interface CusumDay {
  readonly date: string;
  /** Actual − baseline, kWh; null: the day is excluded, or nothing can be said of it. */
  readonly residualKwh: number | null;
}

export interface CusumPoint {
  readonly date: string;
  /** Running sum of the residuals since the last break, kWh; null where the line is broken. */
  readonly sumKwh: number | null;
  /** C⁺ = max(0, C⁺ + r − k) and C⁻ = max(0, C⁻ − r − k), kWh. */
  readonly highKwh: number;
  readonly lowKwh: number;
  /** Which side has passed h with this day. */
  readonly signal: 'high' | 'low' | null;
}

/** Slack k and threshold h, in σ of the baseline (energy.md). */
export const CUSUM_K = 0.5;
export const CUSUM_H = 5;

/**
 * Tabular CUSUM of actual − baseline: a shift of 1σ a day is found in about ten days, noise alone passes
 * once in some 900. It begins anew after a break, and the line then has a gap.
 */
export function cusum(days: readonly CusumDay[], sigmaKwh: number): CusumPoint[] {
  let sum = 0;
  let high = 0;
  let low = 0;
  return days.map(({ date, residualKwh }): CusumPoint => {
    if (residualKwh === null) {
      sum = high = low = 0;
      return { date, sumKwh: null, highKwh: 0, lowKwh: 0, signal: null };
    }
    sum += residualKwh;
    high = Math.max(0, high + residualKwh - CUSUM_K * sigmaKwh);
    low = Math.max(0, low - residualKwh - CUSUM_K * sigmaKwh);
    const h = CUSUM_H * sigmaKwh;
    const signal = high > h ? 'high' : low > h ? 'low' : null;
    return { date, sumKwh: sum, highKwh: high, lowKwh: low, signal };
  });
}
