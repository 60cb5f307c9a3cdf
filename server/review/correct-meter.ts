import type { ConsumerTree } from '#shared/energy/consumer-tree.ts';
import { correctionFault } from '#shared/energy/review/corrections.ts';
import type { Correction, Noted } from '#shared/energy/review/notes.ts';
import { localDay } from '#shared/units/time-grid.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { feederTag } from '#shared/wire/tag-path.ts';
import { type Actor, mustBeAllowed } from '../access/actor.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import type { DayCloser } from './day-closer.ts';
import { type EnergyBook, EnergyRefusal } from './energy-book.ts';
import { WHOLE_STATION } from './measured-consumption.ts';

export interface CorrectParts {
  readonly tree: ConsumerTree;
  readonly timeZone: string;
  readonly readings: Pick<ReadingStore, 'raw' | 'versions' | 'append'>;
  readonly book: EnergyBook;
  readonly closer: Pick<DayCloser, 'restate'>;
  readonly isClosed: (station: string, consumer: string, date: string) => Promise<boolean>;
  /** ms since 1970 UTC. */
  readonly now: () => number;
}

/** Beginning of the source's name of what people say of a reading. */
const BY_HAND = 'hand:';

/** Readings of one meter that one correction may speak of. */
const MOST_READINGS = 20_000;

/**
 * Use case: corrects a wrong reading or stretch of a meter on a closed day, or takes that back. What was said
 * before stays in its version; energy is booked anew, and the day gets a new version.
 * @param id of a correction that is changed or taken back; null: a new one
 * @throws NotAllowed
 * @throws EnergyRefusal where it cannot be corrected so
 */
export async function correctMeter(
  parts: CorrectParts,
  actor: Actor,
  station: string,
  correction: Correction,
  id: string | null,
): Promise<Noted<Correction>> {
  mustBeAllowed(actor, 'energy.correct');
  await mustBePossible(parts, station, correction, id);
  const versions = await readingVersions(parts, actor, station, correction);
  const kept = await parts.book.set(actor, station, 'correction', correction, id);
  if (versions.length > 0) await parts.readings.append(versions);
  await parts.closer.restate(station, [correction.date], parts.now());
  return kept;
}

async function mustBePossible(
  { timeZone, book, isClosed }: CorrectParts,
  station: string,
  correction: Correction,
  id: string | null,
): Promise<void> {
  const { consumer, date } = correction;
  const refuse = (why: string): never => {
    throw new EnergyRefusal(`correction: ${why}`);
  };
  if (consumer === WHOLE_STATION)
    refuse('the whole station is a sum; correct the meter that was wrong');
  const fault = correctionFault(correction, localDay(date, timeZone));
  if (fault !== null) refuse(fault);
  if (!(await isClosed(station, consumer, date)))
    refuse(`${date} is not closed; correct it once its day is over`);
  if (id === null) return;
  const before = (await book.all(station, 'correction')).find((one) => one.id === id);
  if (before?.consumer !== consumer || before.date !== date)
    refuse(`there is no correction ${id} of this meter and day`);
}

/** New versions of the readings that are not believed any more, or that are again. */
async function readingVersions(
  { tree, readings, now }: CorrectParts,
  actor: Actor,
  station: string,
  { consumer, how, state, fromMs, toMs }: Correction,
): Promise<JudgedReading[]> {
  if (how !== 'readings') return [];
  const { feeder } = tree.get(consumer)!;
  const tag = feederTag(station, feeder.id, feeder.unit);
  const found = await readings.raw(tag, fromMs, toMs, MOST_READINGS);
  if (found.length === 0)
    throw new EnergyRefusal(
      'correction: no reading is stored of this stretch; say what was used in it, or that nobody knows',
    );
  const receivedAt = now();
  const made: JudgedReading[] = [];
  for (const { at } of found) {
    const versions = await readings.versions(tag, at);
    const sent = versions.findLast(({ source }) => !source.startsWith(BY_HAND));
    if (!sent) continue;
    made.push(
      state === 'taken-back'
        ? { ...sent, receivedAt }
        : { tag, at, value: sent.value, quality: 'bad', source: BY_HAND + actor.name, receivedAt },
    );
  }
  return made;
}
