import { alarmId, DEFINITIONS } from '#shared/alarms/definitions.ts';
import type { AlarmRecord } from '#shared/alarms/journal.ts';
import { isActive } from '#shared/alarms/states.ts';
import { ALARM_CODES, type AlarmCode } from '#shared/station/alarm-codes.ts';
import type { AlarmBook, AlarmName } from './alarm-book.ts';

/** Which alarms suppress one, most telling first (shared/alarms/definitions.ts). */
const CAUSES: ReadonlyMap<AlarmCode, readonly AlarmCode[]> = new Map(
  ALARM_CODES.map((code) => [
    code,
    ALARM_CODES.filter((other) => DEFINITIONS[other].suppresses.includes(code)),
  ]),
);

/**
 * When a cause is over, its effects get this long beyond their own delay to be over too: a source that
 * speaks again has not yet sent every tag, ms.
 */
const AFTERMATH_MS = 30_000;

export interface SuppressionParts {
  readonly book: AlarmBook;
  /** Which source wrote a tag last. */
  readonly sourceOf: (station: string, tag: string) => string | undefined;
  /** How long the alarm's condition must be gone before it clears, ms. */
  readonly offDelayMs: (station: string, code: AlarmCode) => number;
}

/** One cause makes one alarm: what follows from it by design does not ring beside it. */
export interface Suppression {
  /** Suppresses or releases an alarm as its causes stand now. @param at on the clock that delays are counted on */
  settle(alarm: AlarmName, at: number): void;
  /** The same of every alarm that is there and may have a cause. */
  settleAll(at: number): void;
}

export function createSuppression(parts: SuppressionParts): Suppression {
  const { book, sourceOf, offDelayMs } = parts;
  /** When each cause was last there, ms; in memory alone: after a restart it is there or it is not. */
  const lastThere = new Map<string, number>();

  const subjectOf = (cause: AlarmCode, { station, subject }: AlarmName): string | undefined => {
    const { per } = DEFINITIONS[cause];
    if (per === 'station') return '';
    return per === 'source' ? sourceOf(station, subject) : undefined;
  };

  /** Causes that name one thing are looked up; of those that name many (units) any will do. */
  const candidates = (cause: AlarmCode, alarm: AlarmName): readonly string[] => {
    const subject = subjectOf(cause, alarm);
    if (subject !== undefined) return [alarmId(alarm.station, cause, subject)];
    if (DEFINITIONS[cause].per !== 'unit') return [];
    return [...book.all()]
      .filter((one) => one.station === alarm.station && one.code === cause)
      .map(({ id }) => id);
  };

  const isThere = (id: string): boolean => {
    const cause = book.find(id);
    // One that was taken out of service says nothing any more, so it keeps nothing quiet.
    return cause !== undefined && isActive(cause.standing) && cause.outOfService === null;
  };

  const causeOf = (alarm: AlarmName, at: number): string | null => {
    const aftermathMs = offDelayMs(alarm.station, alarm.code) + AFTERMATH_MS;
    const known = book.find(alarm.id)?.cause ?? null;
    for (const cause of CAUSES.get(alarm.code) ?? [])
      for (const id of candidates(cause, alarm)) {
        if (isThere(id)) lastThere.set(id, at);
        if (isThere(id)) return id;
      }
    const since = known === null ? undefined : lastThere.get(known);
    return since !== undefined && at - since < aftermathMs ? known : null;
  };

  const settle = (alarm: AlarmName, at: number): void => {
    if (!CAUSES.get(alarm.code)?.length) return;
    const isSuppressed = book.find(alarm.id)?.standing.isSuppressed ?? false;
    const cause = causeOf(alarm, at);
    if (cause !== null && !isSuppressed) book.apply(alarm, 'suppress', { cause });
    else if (cause === null && isSuppressed) book.apply(alarm, 'release');
  };

  const mayMatter = (record: AlarmRecord): boolean =>
    record.standing.isSuppressed || record.standing.beneath !== 'normal';

  return {
    settle,
    settleAll(at) {
      for (const record of [...book.all()]) if (mayMatter(record)) settle(record, at);
    },
  };
}
