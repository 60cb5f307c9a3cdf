import type { Baseline } from '#shared/energy/model/baseline.ts';
import type { BaselineCard, BaselinesPage, BudgetPage } from '#shared/energy/review/page.ts';
import type { ConsumptionStore } from '../store/consumption-store.ts';
import type { EnergyBook } from './energy-book.ts';

export interface EnergyHistoryParts {
  readonly store: Pick<ConsumptionStore, 'days'>;
  readonly book: Pick<EnergyBook, 'versions'>;
}

/** A consumer's target of a year in every version, with the use that last year's shape spreads it by. */
export async function budgetPage(
  { store, book }: EnergyHistoryParts,
  station: string,
  consumer: string,
  year: number,
): Promise<BudgetPage> {
  const [versions, days] = await Promise.all([
    book.versions(station, 'budget', `${consumer}/${year}`),
    store.days(station, consumer, `${year - 1}-01-01`, `${year}-12-31`),
  ]);
  const used = days.flatMap(({ day }) =>
    day.lines.actualKwh === null ? [] : [[day.date, day.lines.actualKwh] as const],
  );
  return { station, consumer, year, versions, usedKwh: Object.fromEntries(used) };
}

export async function baselinesPage(
  { book }: EnergyHistoryParts,
  station: string,
  consumer: string,
): Promise<BaselinesPage> {
  const versions = await book.versions(station, 'baseline', consumer);
  return {
    station,
    consumer,
    freezes: versions.map(({ at, by, reason = '', daily, hourly }) => ({
      at,
      by,
      reason,
      daily: cardOf(daily),
      hourly: cardOf(hourly),
    })),
  };
}

/** What a page shows of a frozen model. */
export function cardOf(baseline: Baseline | null | undefined): BaselineCard | null {
  if (!baseline) return null;
  const { resolution, frozenAt, window, rows, leftOut, balance, coefficients } = baseline;
  const { dropped, sigmaKwh, rSquared, cvRmse, tests, isValid } = baseline;
  return {
    resolution,
    frozenAt,
    window,
    rows,
    leftOut,
    balance,
    coefficients,
    dropped,
    sigmaKwh,
    rSquared,
    cvRmse,
    tests,
    isValid,
  };
}
