/**
 * How far off a number may be before the checker speaks. Every tolerance of the dispatch is here.
 *
 * Operating limits (rank 2) have model.md's 10⁻³ of their unit. Machine limits (rank 1) have none in
 * model.md; what is left to them is rounding: heads are differences of levels of some 10³ m kept to
 * 10⁻¹³ of themselves, so flows and powers at a range's edge agree to far better than 10⁻⁶, and
 * 10⁻⁶ of a range is far below what a governor or a gauge can tell.
 */
export const tolerances = {
  /** Rank 2, in each limit's own unit. */
  operating: 1e-3,
  /** |ΣX − load| that still follows the load, MW (model.md, rank 4). */
  loadMw: 0.05,
  /** Rank 1: share of the limit a flow or a power may exceed. */
  machineShare: 1e-6,
  /**
   * Share of its largest by which an ordered unit may be outside its range: orders were chosen under
   * the level then foreseen, and an output moves by this share with a hundredth of the head.
   */
  orderedShare: 0.01,
  /** Rank 1: flows and spills that must equal another number, m³/s. */
  equalFlowM3s: 1e-6,
  /** Rank 1: depth inside a forbidden zone, MW. */
  zoneMw: 1e-6,
  /** Rank 1: run and rest times, minutes. Steps may be a fraction of a minute. */
  minutes: 1e-6,
  /** Rank 1: share of the reservoir's volume it may hold beyond its storage curve. */
  volumeShare: 1e-6,
  /** Levels and heads of a plan against the recomputed (files.md), m. */
  statedLevelM: 1e-3,
  /** Powers of a plan against the recomputed (files.md), MW. */
  statedPowerMw: 0.01,
  /** Outflow of a plan against the recomputed, m³/s: a plan written with three decimals passes. */
  statedFlowM3s: 1e-3,
  /** Volumes of a plan against the recomputed, Mm³ (rank 3 of model.md). */
  statedVolumeMm3: 1e-3,
  /** Money of a plan against the recomputed: a cent, and this share of the turnover. */
  statedMoney: 0.01,
  statedMoneyShare: 1e-6,
  /** Gap of a plan against (bound − value) / turnover. */
  statedGap: 1e-6,
  /** A relaxation may state its amount rounded by this share, besides `operating`. */
  declaredShare: 1e-3,
} as const;
