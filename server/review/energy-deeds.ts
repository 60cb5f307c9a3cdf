import type { Worker } from 'node:worker_threads';
import type { ConsumerTree } from '#shared/energy/consumer-tree.ts';
import { datesBetween } from '#shared/energy/review/calendar.ts';
import type { Correction, EnergyEvent, Noted } from '#shared/energy/review/notes.ts';
import type { AdvicePage } from '#shared/energy/review/page.ts';
import { type Actor, mustBeAllowed } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Planning } from '../planning/planning.ts';
import type { Store } from '../store/store.ts';
import { correctMeter } from './correct-meter.ts';
import type { DayCloser } from './day-closer.ts';
import { type EnergyBook, EnergyRefusal, type EntryDocuments } from './energy-book.ts';
import { fitStation, type FitWindow } from './fit-station.ts';

/** Use case: what people do about consumption beyond a note, each with its effect on closed days or plans. */
export interface EnergyDeeds {
  /**
   * Fits the baselines of all consumers on a window of closed days and freezes them.
   * @param reason why, for the record; empty: nobody said
   * @returns how many could be fitted
   * @throws NotAllowed
   * @throws EnergyRefusal where the window has no closed day
   */
  freeze(actor: Actor, station: string, window: FitWindow, reason?: string): Promise<number>;
  /**
   * Corrects a meter's stretch on a closed day, or takes that back; the day gets a new version.
   * @param id of a correction that is changed; null: a new one
   * @throws NotAllowed
   * @throws EnergyRefusal
   */
  correct(
    actor: Actor,
    station: string,
    correction: Correction,
    id: string | null,
  ): Promise<Noted<Correction>>;
  /**
   * Logs, changes or takes back a non-routine event; its closed days are looked at again.
   * @throws NotAllowed
   * @throws EnergyRefusal
   */
  logEvent(
    actor: Actor,
    station: string,
    event: EnergyEvent,
    id: string | null,
  ): Promise<Noted<EnergyEvent>>;
  /** Takes the advice of a day into the plans that are made from now on. @throws NotAllowed */
  takeAdvice(actor: Actor, station: string, date: string): Promise<Noted<EntryDocuments['advice']>>;
}

export interface EnergyDeedsParts {
  readonly tree: ConsumerTree;
  readonly timeZone: string;
  /** Ids of all consumers, the whole station among them. */
  readonly consumers: readonly string[];
  readonly store: Pick<Store, 'readings' | 'consumption'>;
  readonly planning: Pick<Planning, 'note'>;
  readonly book: EnergyBook;
  readonly closer: DayCloser;
  readonly clock: Clock;
  readonly log: Log;
  readonly advice: (station: string, date: string) => Promise<AdvicePage>;
  readonly spawnFit: () => Worker;
}

/** Days that are looked at again before an event's deed is answered; a longer event goes on behind it. */
const AWAITED_DAYS = 31;

export function createEnergyDeeds(parts: EnergyDeedsParts): EnergyDeeds {
  const { store, planning, book, closer, clock, log } = parts;

  /** Closed days of a stretch say what an event makes of them. */
  async function restateClosed(station: string, dates: readonly string[]): Promise<void> {
    const span = await store.consumption.span(station);
    const closed = [...new Set(dates)]
      .filter((date) => span && date >= span.from && date <= span.to)
      .toSorted();
    const work = closer.restate(station, closed, clock.now());
    if (closed.length <= AWAITED_DAYS) await work;
    else
      work.catch((error: unknown) => {
        log.error({ err: error }, 'days of an event could not be restated');
      });
  }

  return {
    freeze: (actor, station, window, reason = '') => freeze(parts, actor, station, window, reason),
    correct: (actor, station, correction, id) =>
      correctMeter(
        {
          ...parts,
          readings: store.readings,
          now: clock.now,
          isClosed: async (of, consumer, date) =>
            (await store.consumption.headsOf(of, date, [consumer])).length > 0,
        },
        actor,
        station,
        correction,
        id,
      ),
    async logEvent(actor, station, event, id) {
      if (event.from > event.to)
        throw new EnergyRefusal(`event: it ends on ${event.to}, before it begins on ${event.from}`);
      const before = (await book.all(station, 'event')).find((one) => one.id === id);
      if (id !== null && !before) throw new EnergyRefusal(`event: there is none with the id ${id}`);
      const logged = await book.set(actor, station, 'event', event, id);
      const changed = [before, event].flatMap((one) => (one ? datesBetween(one.from, one.to) : []));
      await restateClosed(station, changed);
      return logged;
    },
    async takeAdvice(actor, station, date) {
      if (actor.kind !== 'server') mustBeAllowed(actor, 'energy.review');
      const { startMs, stepMinutes, advice } = await parts.advice(station, date);
      const { serviceLoadsMw, savedMoney, savedDrawnKwh } = advice;
      const document = { date, startMs, stepMinutes, serviceLoadsMw, savedMoney, savedDrawnKwh };
      const taken = await book.set(actor, station, 'advice', document);
      planning.note('asked');
      return taken;
    },
  };
}

async function freeze(
  { store, book, clock, spawnFit, consumers }: EnergyDeedsParts,
  actor: Actor,
  station: string,
  window: FitWindow,
  reason: string,
): Promise<number> {
  if (actor.kind !== 'server') mustBeAllowed(actor, 'energy.baseline');
  const events = await book.all(station, 'event');
  const fitting = { store: store.consumption, spawn: spawnFit };
  const fitted = await fitStation(fitting, station, consumers, events, window, clock.now());
  const usable = fitted.filter((one) => one.daily !== null);
  if (usable.length === 0)
    throw new EnergyRefusal(
      `baseline: from ${window.from} to ${window.to} too few days are closed; some 120 are needed`,
    );
  const why = reason === '' ? {} : { reason };
  await book.freeze(
    actor,
    station,
    usable.map((one) => ({ ...one, ...why })),
  );
  return usable.length;
}
