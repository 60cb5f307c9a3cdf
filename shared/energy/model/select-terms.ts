import type { DroppedDriver } from './baseline.ts';
import {
  type BalanceSearch,
  balanceSearch,
  type FoundBalance,
  NO_BALANCE,
} from './balance-points.ts';
import { fTail } from './distributions.ts';
import type { DriverColumns } from './driver-columns.ts';
import type { BalancePoints, Driver, Term } from './drivers.ts';
import { Complement, leastSquares, type LeastSquares } from './least-squares.ts';
import type { Projected } from './projection.ts';
import { DRIVER_P } from './validity.ts';

/** Which columns a model takes, and why it does not take the others. */
export interface Selection {
  readonly terms: readonly Term[];
  readonly balance: FoundBalance;
  readonly dropped: readonly DroppedDriver[];
  readonly fit: LeastSquares;
}

/** p of each driver of a fit: partial F test of all its columns together (of one column t²). */
export function driverPs(
  terms: readonly Term[],
  fit: LeastSquares,
  sigma2: number,
  degrees: number,
): ReadonlyMap<Driver, number> {
  const ps = new Map<Driver, number>();
  for (const driver of new Set(terms.map((term) => term.driver))) {
    if (driver === 'base') continue;
    const at = terms.flatMap((term, i) => (term.driver === driver ? [i] : []));
    const f = explained(at, fit) / (at.length * sigma2);
    ps.set(driver, Number.isNaN(f) ? 1 : fTail(f, at.length, degrees));
  }
  return ps;
}

/** b_gᵀ ((XᵀX)⁻¹_gg)⁻¹ b_g: what the columns `at` explain beyond the others. */
function explained(at: readonly number[], fit: LeastSquares): number {
  const own = at.map((i) => Float64Array.from(at, (j) => fit.unscaledCovariance[i]![j]!));
  const values = Float64Array.from(at, (i) => fit.coefficients[i]!);
  const { coefficients } = leastSquares(own, values);
  return values.reduce((sum, value, i) => sum + value * coefficients[i]!, 0);
}

/** The columns' own parts: a driver one of whose columns is made of those before it does not vary by itself. */
function varying(columns: DriverColumns, terms: readonly Term[], balance: BalancePoints): Term[] {
  const space = new Complement();
  const idle = new Set<Driver>();
  for (const term of terms) {
    const own = space.add(columns.coordinates(term, balance));
    if (own === null && term.driver !== 'base') idle.add(term.driver);
  }
  return terms.filter((term) => !idle.has(term.driver as Driver));
}

function fitOf(
  columns: DriverColumns,
  terms: readonly Term[],
  balance: BalancePoints,
  energy: Projected,
): LeastSquares {
  return leastSquares(
    terms.map((term) => columns.coordinates(term, balance)),
    energy.inside,
  );
}

/** Chooses the columns of one consumer's model. `fixed`: balance points that are given, they are not searched. */
export type TermSelector = (energy: Projected, fixed: FoundBalance | null) => Selection;

/**
 * Searches the balance points beside all drivers, then leaves out one driver after the other whose p is
 * at least 0.2, the least significant first, and searches once more beside those that stay.
 */
export function termSelector(columns: DriverColumns): TermSelector {
  const usable = varying(columns, columns.terms, NO_BALANCE);
  const idle = missingFrom(columns.terms, usable).map((driver): DroppedDriver => ({
    driver,
    why: 'does-not-vary',
  }));
  const searches = new Map<string, BalanceSearch>();
  const searchBeside = (terms: readonly Term[]): BalanceSearch => {
    const names = terms.map(({ driver, hour }) => `${driver}${hour ?? ''}`).join();
    const search = searches.get(names) ?? searchOf(columns, terms);
    searches.set(names, search);
    return search;
  };
  return (energy, fixed) => {
    const search = (terms: readonly Term[]): FoundBalance =>
      fixed ?? searchBeside(terms)(energy.inside, energy.outside2);
    const first = eliminate(columns, usable, search(usable), energy);
    const isBase = (term: Term): boolean => term.driver !== 'heating' && term.driver !== 'cooling';
    const kept = first.terms.filter(isBase);
    const second = eliminate(columns, kept, search(kept), energy);
    const dropped = [
      ...idle,
      ...first.dropped.filter(({ driver }) => isBase({ driver })),
      ...second.dropped,
    ];
    if (second.balance.heatingC === null) noEffect(dropped, 'heating');
    if (second.balance.coolingC === null) noEffect(dropped, 'cooling');
    return { ...second, dropped };
  };
}

function noEffect(dropped: DroppedDriver[], driver: Driver): void {
  if (!dropped.some((one) => one.driver === driver)) dropped.push({ driver, why: 'no-effect' });
}

function missingFrom(all: readonly Term[], kept: readonly Term[]): Driver[] {
  const names = new Set(all.map((term) => term.driver));
  for (const term of kept) names.delete(term.driver);
  return [...names].filter((name) => name !== 'base');
}

function searchOf(columns: DriverColumns, terms: readonly Term[]): BalanceSearch {
  const candidates = (driver: 'heating' | 'cooling', points: readonly number[]) =>
    points.map((balanceC) => ({
      balanceC,
      column: columns.coordinates({ driver }, { heatingC: balanceC, coolingC: balanceC }),
    }));
  return balanceSearch(
    terms.map((term) => columns.coordinates(term, NO_BALANCE)),
    candidates('heating', columns.heatingC),
    candidates('cooling', columns.coolingC),
    columns.rows,
  );
}

/** Backward elimination by p; a temperature part that goes takes its balance point along. */
function eliminate(
  columns: DriverColumns,
  base: readonly Term[],
  points: FoundBalance,
  energy: Projected,
): Selection {
  const dropped: DroppedDriver[] = [];
  let balance = points;
  let terms = varying(
    columns,
    [
      ...base,
      ...(points.heatingC === null ? [] : [{ driver: 'heating' } as const]),
      ...(points.coolingC === null ? [] : [{ driver: 'cooling' } as const]),
    ],
    points,
  );
  for (;;) {
    const fit = fitOf(columns, terms, balance, energy);
    const degrees = columns.rows - terms.length;
    const sigma2 = (fit.residual2 + energy.outside2) / degrees;
    const ps = [...driverPs(terms, fit, sigma2, degrees)].sort(([, a], [, b]) => b - a);
    const [worst] = ps;
    if (worst === undefined || worst[1] < DRIVER_P) return { terms, balance, dropped, fit };
    const [driver, p] = worst;
    dropped.push({ driver, why: 'not-significant', p });
    terms = terms.filter((term) => term.driver !== driver);
    if (driver === 'heating') balance = { ...balance, heatingC: null, heatingDeviationC: null };
    if (driver === 'cooling') balance = { ...balance, coolingC: null, coolingDeviationC: null };
  }
}
