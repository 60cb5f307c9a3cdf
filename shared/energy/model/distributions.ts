import fCdf from '@stdlib/stats-base-dists-f-cdf';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

/** P(F > f) of the F distribution with these degrees of freedom. */
export function fTail(f: number, numerator: number, denominator: number): number {
  return f === Infinity ? 0 : 1 - fCdf(f, numerator, denominator);
}

/** P(|T| > |t|) of Student's distribution. */
export function tTails(t: number, degrees: number): number {
  return 2 * tCdf(-Math.abs(t), degrees);
}

/** The t that |T| stays within with this probability. */
export function tWithin(probability: number, degrees: number): number {
  return tQuantile((1 + probability) / 2, degrees);
}
