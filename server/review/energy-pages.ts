import { balances, type ConsumerTree } from '#shared/energy/consumer-tree.ts';
import { dateAfter, datesBetween } from '#shared/energy/review/calendar.ts';
import { cusum } from '#shared/energy/review/cusum.ts';
import { worstColour } from '#shared/energy/review/lights.ts';
import type { Correction, EnergyEvent, Noted } from '#shared/energy/review/notes.ts';
import type {
  BaselinesPage,
  BudgetPage,
  DayPage,
  ParetoLine,
  SpanPage,
  VersionLine,
} from '#shared/energy/review/page.ts';
import { localDay } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { ClosedDay, ConsumptionStore } from '../store/consumption-store.ts';
import type { EnergyBook, FrozenBaselines } from './energy-book.ts';
import { baselinesPage, budgetPage, cardOf } from './energy-history.ts';
import { heatLine } from './heat-lines.ts';
import { WHOLE_STATION } from './measured-consumption.ts';
import { PAST_DAYS } from './past-days.ts';
import { spanPage } from './span-page.ts';

/** Days of the heat map, and of the CUSUM and the base load. */
const HEAT_DAYS = 35;
const TREND_DAYS = 120;

/** A restatement is news for this long after it was made, ms. */
const NEWS_MS = 36 * MS_PER_HOUR;

export interface EnergyPagesParts {
  readonly tree: ConsumerTree;
  readonly timeZone: string;
  readonly store: ConsumptionStore;
  readonly book: EnergyBook;
}

/** Use case: what the screens show of closed days. */
export interface EnergyPages {
  /** null: the day is not closed. */
  day(station: string, consumer: string, date: string): Promise<DayPage | null>;
  budget(station: string, consumer: string, year: number): Promise<BudgetPage>;
  baselines(station: string, consumer: string): Promise<BaselinesPage>;
  /** A month by days or a year by months; `from` and `to` are dates, both taken in. */
  span(
    station: string,
    consumer: string,
    from: string,
    to: string,
    by: SpanPage['by'],
  ): Promise<SpanPage>;
}

type Head = Omit<ClosedDay, 'meter'>;

const versionLine = (one: Head): VersionLine => ({
  version: one.version,
  closedAt: one.closedAt,
  actualKwh: one.day.lines.actualKwh,
  restated: one.restated,
});

/** The consumers that a Pareto compares: the children of one, or the roots under the whole station. */
export function childrenOf(tree: ConsumerTree, consumer: string): readonly string[] {
  if (consumer !== WHOLE_STATION) return tree.get(consumer)?.children ?? [];
  return [...tree.values()].filter((one) => one.parent === null).map((one) => one.feeder.id);
}

/** The ends of the branches below a consumer: what is metered by itself. */
export function leavesOf(tree: ConsumerTree, consumer: string): readonly string[] {
  const children = childrenOf(tree, consumer);
  if (children.length === 0) return consumer === WHOLE_STATION ? [] : [consumer];
  return children.flatMap((child) => leavesOf(tree, child));
}

export function createEnergyPages(parts: EnergyPagesParts): EnergyPages {
  return {
    async day(station, consumer, date) {
      const found = await gatherDay(parts, station, consumer, date);
      return found && dayPage(parts, found);
    },
    budget: (station, consumer, year) => budgetPage(parts, station, consumer, year),
    baselines: (station, consumer) => baselinesPage(parts, station, consumer),
    span: (station, consumer, from, to, by) => gatherSpan(parts, station, consumer, from, to, by),
  };
}

/** What a day's page is made of. */
interface GatheredDay {
  readonly station: string;
  readonly consumer: string;
  readonly date: string;
  readonly versions: readonly ClosedDay[];
  readonly newest: ClosedDay;
  /** The day of the consumer and of those below it. */
  readonly whole: ReadonlyMap<string, Head>;
  /** The consumer's last days, oldest first. */
  readonly trend: readonly Head[];
  readonly restated: readonly Head[];
  readonly frozen: FrozenBaselines | null;
  readonly notes: Pick<DayPage, 'events' | 'finding' | 'actions' | 'corrections'>;
}

async function gatherDay(
  { tree, store, book }: EnergyPagesParts,
  station: string,
  consumer: string,
  date: string,
): Promise<GatheredDay | null> {
  const versions = await store.versions(station, consumer, date);
  const newest = versions.at(-1);
  if (!newest) return null;
  const near = [consumer, ...childrenOf(tree, consumer), ...leavesOf(tree, consumer)];
  const [whole, trend, restated, events, findings, actions, corrections, frozen] =
    await Promise.all([
      store.headsOf(station, date, [...new Set(near)]),
      store.days(station, consumer, dateAfter(date, -TREND_DAYS), date),
      store.restatedSince(station, newest.closedAt - NEWS_MS),
      book.all(station, 'event'),
      book.all(station, 'finding'),
      book.all(station, 'action'),
      book.all(station, 'correction'),
      book.baseline(station, consumer),
    ]);
  return {
    station,
    consumer,
    date,
    versions,
    newest,
    whole: new Map(whole.map((one) => [one.day.consumer, one])),
    trend,
    restated,
    frozen,
    notes: {
      events: events.filter((event) => concerns(event, consumer)),
      finding: findings.find((one) => one.consumer === consumer && one.date === date) ?? null,
      actions: actions.filter((one) => one.consumer === consumer),
      corrections: correctionsOf(corrections, tree, consumer, date),
    },
  };
}

/** Those of a meter itself; of a sum those of the meters below it. */
function correctionsOf(
  corrections: readonly Noted<Correction>[],
  tree: ConsumerTree,
  consumer: string,
  date: string,
): readonly Noted<Correction>[] {
  const near = new Set([consumer, ...(consumer === WHOLE_STATION ? tree.keys() : [])]);
  return corrections.filter((one) => one.date === date && near.has(one.consumer));
}

const concerns = ({ consumers }: EnergyEvent, consumer: string): boolean =>
  consumers === null || consumers.includes(consumer);

function dayPage({ tree, timeZone }: EnergyPagesParts, found: GatheredDay): DayPage {
  const { station, consumer, date, newest, whole, trend, frozen } = found;
  const leaves = leavesOf(tree, consumer);
  const sigmaKwh = frozen?.daily?.sigmaKwh ?? null;
  const useOf = (id: string): number | null => whole.get(id)?.day.lines.actualKwh ?? null;
  return {
    station,
    consumer,
    date,
    startMs: localDay(date, timeZone).startMs,
    day: newest.day,
    meter: newest.meter,
    versions: found.versions.map(versionLine),
    restatedLately: found.restated
      .filter(({ day }) => day.consumer === consumer || leaves.includes(day.consumer))
      .map((one) => ({ ...versionLine(one), consumer: one.day.consumer, date: one.day.date })),
    incomplete: [...new Set([consumer, ...leaves])].flatMap((id) => {
      const slots = whole.get(id)?.day.slots;
      if (!slots) return [];
      const { corrected, spread, missing } = slots;
      return corrected + spread + missing === 0
        ? []
        : [{ consumer: id, corrected, spread, missing }];
    }),
    balance: balances(tree, useOf).find((one) => one.consumer === consumer) ?? null,
    heat: trend.slice(-HEAT_DAYS).map(({ day }) => heatLine(day)),
    pareto: comparedBy(tree, consumer).flatMap((id) => paretoLine(whole.get(id)?.day)),
    cusum:
      sigmaKwh === null
        ? []
        : cusum(
            trend.map(({ day }) => day),
            sigmaKwh,
          ),
    sigmaKwh,
    baseLoad: trend.map(({ day }) => ({ date: day.date, kw: day.baseLoadKw })),
    daily: cardOf(frozen?.daily),
    hourly: cardOf(frozen?.hourly),
    ...found.notes,
  };
}

function paretoLine(day: ClosedDay['day'] | undefined): ParetoLine[] {
  if (!day) return [];
  const { actualKwh, baselineKwh } = day.lines;
  const overKwh = actualKwh === null || baselineKwh === null ? null : actualKwh - baselineKwh;
  return [{ consumer: day.consumer, actualKwh, overKwh, colour: worstColour(day.lights) }];
}

/** Of the consumers right below one, those whose energy can be added up. */
function comparedBy(tree: ConsumerTree, consumer: string): readonly string[] {
  return childrenOf(tree, consumer).filter((id) => tree.get(id)!.feeder.unit === 'kWh');
}

async function gatherSpan(
  { tree, store, book }: EnergyPagesParts,
  station: string,
  consumer: string,
  from: string,
  to: string,
  by: SpanPage['by'],
): Promise<SpanPage> {
  const children = comparedBy(tree, consumer);
  const [days, before, events, findings, actions, span, frozen, ...parts] = await Promise.all([
    store.days(station, consumer, from, to),
    store.days(station, consumer, dateAfter(from, -PAST_DAYS), dateAfter(from, -1)),
    book.all(station, 'event'),
    book.all(station, 'finding'),
    book.all(station, 'action'),
    store.span(station),
    book.baseline(station, consumer),
    ...children.map((id) => store.days(station, id, from, to)),
  ]);
  return spanPage({
    station,
    consumer,
    from,
    to,
    by,
    days: days.map(({ day }) => day),
    before: before.map(({ day }) => day),
    children: children.map((id, i) => ({
      consumer: id,
      days: parts[i]!.map(({ day }) => day),
    })),
    findings: findings.filter((one) => one.consumer === consumer),
    actions: actions.filter((one) => one.consumer === consumer),
    calendarDays: calendarDays(from, to, span),
    restated: days
      .filter(({ version }) => version > 1)
      .map((one) => ({ ...versionLine(one), consumer, date: one.day.date })),
    events: events.filter((event) => concerns(event, consumer)),
    sigmaKwh: frozen?.daily?.sigmaKwh ?? null,
  });
}

/** Days of a span that could be closed by now. */
function calendarDays(
  from: string,
  to: string,
  span: { readonly from: string; readonly to: string } | null,
): number {
  if (!span) return 0;
  const first = from > span.from ? from : span.from;
  const last = to < span.to ? to : span.to;
  return datesBetween(first, last).length;
}
