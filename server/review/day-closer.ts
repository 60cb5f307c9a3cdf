import { dateAfter, datesBetween } from '#shared/energy/review/calendar.ts';
import { closeDay, type PastDay } from '#shared/energy/review/close-day.ts';
import type { MeterDay } from '#shared/energy/review/day-facts.ts';
import { correctedMeter } from '#shared/energy/review/corrections.ts';
import { sumOfMeters } from '#shared/energy/review/meter-slots.ts';
import { type Correction, excludingEvent, type Noted } from '#shared/energy/review/notes.ts';
import { restatements, type Statement } from '#shared/energy/review/restate.ts';
import { localDate, localDay } from '#shared/units/time-grid.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { orderedSlots } from '../planning/ordered-slots.ts';
import type { Planning } from '../planning/planning.ts';
import type { ClosedDay, ConsumptionStore } from '../store/consumption-store.ts';
import { createPastDays } from './past-days.ts';
import { closedConsumption } from './closed-consumption.ts';
import { createDayTargets } from './day-targets.ts';
import type { ConsumerBudget, EnergyBook, EntryDocuments, FrozenBaselines } from './energy-book.ts';
import { type MeasuredConsumption, WHOLE_STATION } from './measured-consumption.ts';
import { type PlannedDay, plannedDay } from './planned-drivers.ts';

/** Data comes this much after midnight and is still of the day it belongs to at its first closing, ms. */
export const CLOSING_AFTER_MS = 20 * MS_PER_MINUTE;

/** Days that are looked at again for late and corrected data. */
export const RESTATED_DAYS = 10;

/** Longest stretch that is made up for after a rest of the server, days. */
const MOST_DAYS = 40;

export interface DayCloserParts {
  readonly stations: readonly string[];
  readonly timeZone: string;
  /** Consumers of a station beside the whole of it. */
  readonly consumers: readonly string[];
  /** Those of them that the whole station is the sum of. */
  readonly roots: readonly string[];
  /** Of consumers of other media: what a unit costs; null: nobody has said. */
  readonly mediumPrices: ReadonlyMap<string, number | null>;
  readonly measure: (station: string, date: string) => Promise<MeasuredConsumption>;
  readonly planning: Pick<Planning, 'between'>;
  readonly store: ConsumptionStore;
  readonly book: Pick<EnergyBook, 'all'>;
}

/** Use case: closes days, and makes new versions of closed ones when their data has changed. */
export interface DayCloser {
  /** Closes what is over at `now` and restates what has changed; returns how many versions were made. */
  run(now: number): Promise<number>;
  /** Closes one day from what was measured; a day that is closed already gets a new version if it differs. */
  close(station: string, measured: MeasuredConsumption, closedAt: number): Promise<number>;
  /** Looks at closed days again, however old they are; those that were never closed are left alone. */
  restate(station: string, dates: readonly string[], now: number): Promise<number>;
}

/** What a closing needs beside the day itself; the same for all consumers. */
interface Context {
  readonly baselines: readonly Noted<FrozenBaselines>[];
  readonly budgets: readonly Noted<ConsumerBudget>[];
  readonly events: readonly Noted<EntryDocuments['event']>[];
  readonly corrections: readonly Noted<Correction>[];
  readonly planned: PlannedDay | null;
}

export function createDayCloser(parts: DayCloserParts): DayCloser {
  const { store } = parts;
  const targets = createDayTargets(store);
  const pastDays = createPastDays(store);

  async function close(
    station: string,
    measured: MeasuredConsumption,
    closedAt: number,
  ): Promise<number> {
    const { facts } = measured;
    const context = await contextOf(parts, station, measured);
    const corrected = correctedConsumption(parts, measured, context.corrections);
    const closed = new Map(
      (await store.dayOf(station, facts.date)).map((one) => [one.day.consumer, one]),
    );
    const versions: ClosedDay[] = [];
    for (const consumer of [WHOLE_STATION, ...parts.consumers]) {
      const target = await targets.of(station, context.budgets, consumer, facts.date);
      const past = await pastDays.before(station, consumer, facts.date);
      const price = parts.mediumPrices.get(consumer);
      const statement = statementOf(consumer, corrected, context, target, past, price);
      pastDays.add(station, statement.day);
      const before = closed.get(consumer);
      const restated = before ? restatements(before, statement) : [];
      if (before && restated.length === 0) continue;
      const version = (before?.version ?? 0) + 1;
      versions.push({ station, version, closedAt, ...statement, restated });
    }
    if (versions.length > 0) await store.close(versions, [{ station, facts }]);
    return versions.length;
  }

  const inTurn = oneByOne();
  return {
    close: (station, measured, closedAt) => inTurn(() => close(station, measured, closedAt)),
    async restate(station, dates, now) {
      let made = 0;
      for (const date of dates)
        made += await inTurn(async () => {
          const measured = await closedConsumption(parts, station, date);
          return measured ? close(station, measured, now) : 0;
        });
      return made;
    },
    async run(now) {
      let made = 0;
      for (const station of parts.stations)
        for (const date of await datesOf(parts, station, now))
          made += await inTurn(async () => {
            const measured = await parts.measure(station, date);
            return hasAny(measured) ? close(station, measured, now) : 0;
          });
      return made;
    },
  };
}

/** Closings wait for each other: a version counts on from the one before it. */
function oneByOne(): (work: () => Promise<number>) => Promise<number> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

async function contextOf(
  { planning, book, timeZone }: DayCloserParts,
  station: string,
  { facts }: MeasuredConsumption,
): Promise<Context> {
  const { startMs, endMs } = localDay(facts.date, timeZone);
  const versions = await planning.between(startMs, endMs);
  return {
    baselines: await book.all(station, 'baseline'),
    budgets: await book.all(station, 'budget'),
    events: await book.all(station, 'event'),
    corrections: (await book.all(station, 'correction')).filter((one) => one.date === facts.date),
    planned: plannedDay(orderedSlots(versions, station, startMs, endMs, 15), facts),
  };
}

/** Meters as corrected by hand, and the whole station as the sum of what they then say. */
function correctedConsumption(
  { roots }: Pick<DayCloserParts, 'roots'>,
  { facts, meters }: MeasuredConsumption,
  corrections: readonly Noted<Correction>[],
): MeasuredConsumption {
  if (corrections.length === 0) return { facts, meters };
  const inOrder = corrections.toSorted((a, b) => a.at - b.at);
  const corrected = new Map(meters);
  for (const [consumer, meter] of meters) {
    const own = inOrder.filter((one) => one.consumer === consumer);
    corrected.set(consumer, correctedMeter(meter, own, facts.startMs));
  }
  const parts = roots.map((id) => corrected.get(id)!);
  corrected.set(WHOLE_STATION, sumOfMeters(parts, facts.hours.length));
  return { facts, meters: corrected };
}

function statementOf(
  consumer: string,
  { facts, meters }: MeasuredConsumption,
  { baselines, events, planned }: Context,
  targetKwh: number | null,
  past: readonly PastDay[],
  mediumPrice: number | null | undefined,
): Statement {
  const meter = meters.get(consumer)!;
  const frozen = baselines.find((one) => one.consumer === consumer);
  const day = closeDay({
    consumer,
    facts,
    meter,
    ...(mediumPrice === undefined ? {} : { mediumPrice }),
    baselines: { daily: frozen?.daily ?? null, hourly: frozen?.hourly ?? null },
    targetKwh,
    plan: planned?.row ?? null,
    plannedServiceKwh: consumer === WHOLE_STATION ? (planned?.serviceKwh ?? null) : null,
    event: excludingEvent(events, consumer, facts.date)?.name ?? null,
    past,
  });
  return { day, meter, baselineId: frozen ? `${frozen.id}@${frozen.at}` : null };
}

/** Days to look at: all that were never closed, and the last ones again. */
async function datesOf(
  { store, timeZone }: DayCloserParts,
  station: string,
  now: number,
): Promise<string[]> {
  const yesterday = dateAfter(localDate(now - CLOSING_AFTER_MS, timeZone), -1);
  const span = await store.span(station);
  const first = span ? dateAfter(span.to, 1 - RESTATED_DAYS) : yesterday;
  const earliest = [first, span?.from ?? first, dateAfter(yesterday, 1 - MOST_DAYS)];
  return datesBetween(earliest.toSorted().at(-1)!, yesterday);
}

/** A day that no meter spoke of is not closed: there was no station yet, or it is still to come. */
function hasAny({ meters }: MeasuredConsumption): boolean {
  const spoke = ({ kwh }: MeterDay): boolean => kwh.some((value) => value !== null);
  return [...meters.values()].some(spoke);
}
