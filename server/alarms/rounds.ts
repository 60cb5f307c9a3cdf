import { alarmId } from '#shared/alarms/definitions.ts';
import { nextLimitState, RESTING, type LimitState } from '#shared/alarms/limit-condition.ts';
import { isActive } from '#shared/alarms/states.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import type { Clock } from '../clock.ts';
import type { AlarmBook, AlarmName } from './alarm-book.ts';
import type { Heard } from './heard.ts';
import type { Observation } from './observation.ts';
import { createSuppression } from './suppression.ts';
import type { WatchedStation } from './watched-stations.ts';

/** Turns what is observed into facts of the book. */
export interface Rounds {
  /** Looks at everything, ends shelves whose time is over, settles what suppresses what. */
  evaluate(): void;
  /** Takes a reading in; of what must not wait it is judged at once. */
  hear(reading: JudgedReading): void;
}

export interface RoundsParts {
  readonly book: AlarmBook;
  readonly stations: ReadonlyMap<string, WatchedStation>;
  readonly heard: Heard;
  readonly clock: Clock;
  /** Delays are counted on it, so that a clock that is set ends none: the server's pace, ms from anywhere. */
  readonly delayNow: () => number;
}

export function createRounds(parts: RoundsParts): Rounds {
  const { book, stations, heard, clock, delayNow } = parts;
  const conditions = new Map<string, LimitState>();
  const suppression = createSuppression({
    book,
    sourceOf: (station, tag) => stations.get(station)?.watch.sourceOf(tag),
    offDelayMs: (station, code) => stations.get(station)?.settings.get(code)?.offDelayMs ?? 0,
  });
  clearOrphans(book, stations);

  /** Where a condition stood before this run: what rang then rings on until it is seen to be over. */
  const conditionOf = (id: string): LimitState => {
    const record = book.find(id);
    return record && isActive(record.standing)
      ? { active: true, since: record.cameAt, turningSince: null }
      : RESTING;
  };

  const judge = (station: string, seen: Observation): void => {
    const { code, subject, value, data } = seen;
    const setting = stations.get(station)?.settings.get(code);
    if (!setting) return;
    const id = alarmId(station, code, subject);
    const before = conditions.get(id) ?? conditionOf(id);
    const state = nextLimitState(before, setting, value, delayNow());
    conditions.set(id, state);
    if (state.active === before.active) return;
    const alarm: AlarmName = { id, station, code, subject, priority: setting.priority };
    if (state.active) suppression.settle(alarm, delayNow());
    // What is over keeps the words it rang with.
    if (state.active) book.apply(alarm, 'came', { data: { ...data, limit: setting.limit } });
    else book.apply(alarm, 'cleared');
  };

  return {
    evaluate() {
      const at = clock.now();
      for (const [id, { watch }] of stations) for (const seen of watch.look(at)) judge(id, seen);
      suppression.settleAll(delayNow());
      for (const record of [...book.all()])
        if (record.shelf && record.shelf.until <= at) book.apply(record, 'shelf-ended');
    },
    hear(reading) {
      heard.take(reading);
      const [id = ''] = reading.tag.split('/');
      const station = stations.get(id);
      if (!station?.watch.isUrgent(reading.tag)) return;
      const at = clock.now();
      for (const seen of station.watch.lookAtOnce(at)) judge(id, seen);
    },
  };
}

/** What rang and is watched no more, since the site has changed: nobody would ever see it over. */
function clearOrphans(book: AlarmBook, stations: ReadonlyMap<string, WatchedStation>): void {
  for (const record of [...book.all()]) {
    const { code, subject } = record;
    const watched = stations.get(record.station);
    const isWatched = watched?.settings.has(code) === true && watched.watch.knows(code, subject);
    if (!isWatched && isActive(record.standing)) book.apply(record, 'cleared');
  }
}
