import type { Coefficient, ValidityTest } from './baseline.ts';

/** Figures of a fit that its validity is judged by. */
export interface FitFigures {
  readonly coefficients: readonly Coefficient[];
  readonly rows: number;
  readonly rSquared: number;
  readonly cvRmse: number;
  readonly fP: number;
}

/** DOE/LBNL EnPI Lite; CV(RMSE) as OpenDSM disqualifies (energy.md). */
const F_TEST = 0.1;
const EVERY_DRIVER = 0.2;
const ONE_DRIVER = 0.1;
const R_SQUARED = 0.5;
const CV_RMSE = 1;
/** Rows per fitted figure: fewer say more about themselves than about the plant. */
const ROWS_PER_FIGURE = 5;

/** p from which on a driver is not kept (EnPI Lite). */
export const DRIVER_P = EVERY_DRIVER;

/** Every test with its figure; a baseline is valid when all are passed. */
export function validityTests(fit: FitFigures): ValidityTest[] {
  const ps = fit.coefficients.filter((one) => one.driver !== 'base').map((one) => one.p);
  const worst = Math.max(0, ...ps);
  const best = Math.min(1, ...ps);
  const rowsNeeded = ROWS_PER_FIGURE * fit.coefficients.length;
  return [
    { code: 'rows', figure: fit.rows, bound: rowsNeeded, passed: fit.rows >= rowsNeeded },
    { code: 'f-test', figure: fit.fP, bound: F_TEST, passed: fit.fP < F_TEST },
    { code: 'every-driver', figure: worst, bound: EVERY_DRIVER, passed: worst < EVERY_DRIVER },
    { code: 'one-driver', figure: best, bound: ONE_DRIVER, passed: best < ONE_DRIVER },
    {
      code: 'r-squared',
      figure: fit.rSquared,
      bound: R_SQUARED,
      passed: fit.rSquared >= R_SQUARED,
    },
    { code: 'cv-rmse', figure: fit.cvRmse, bound: CV_RMSE, passed: fit.cvRmse <= CV_RMSE },
  ];
}
