import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { rings, type JournalEntry } from '../journal.ts';

/** One that rings this often within a minute chatters (ISA-18.2, 16.5.5). */
const CHATTER_RINGS = 3;
const CHATTER_MS = MS_PER_MINUTE;

/** One that is over by itself sooner than anybody could act is fleeting. */
const FLEETING_MS = MS_PER_MINUTE;

/** An alarm and how often it did what it is listed for. */
export interface BadActor {
  readonly alarm: string;
  readonly code: string;
  readonly subject: string;
  readonly count: number;
}

const mostFirst = (a: BadActor, b: BadActor): number =>
  b.count - a.count || a.alarm.localeCompare(b.alarm);

function byAlarm(entries: readonly JournalEntry[]): Map<string, JournalEntry[]> {
  const groups = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.alarm);
    if (group) group.push(entry);
    else groups.set(entry.alarm, [entry]);
  }
  return groups;
}

/** How many times within a minute one rang at the most. */
function mostInAMinute(ringsMs: readonly number[]): number {
  let first = 0;
  let most = 0;
  ringsMs.forEach((at, i) => {
    while (at - ringsMs[first]! >= CHATTER_MS) first += 1;
    most = Math.max(most, i - first + 1);
  });
  return most;
}

/** How often one was over by itself, unacknowledged, within a minute of its ringing. */
function fleetingTimes(entries: readonly JournalEntry[]): number {
  let rangAt: number | null = null;
  let times = 0;
  for (const entry of entries) {
    if (rings(entry)) rangAt = entry.at;
    else {
      const isOver = entry.event === 'cleared' && entry.from === 'unacknowledged';
      if (isOver && rangAt !== null && entry.at - rangAt < FLEETING_MS) times += 1;
      rangAt = null;
    }
  }
  return times;
}

/** Alarms that make the load: the most frequent, those that chatter, those that nobody can answer. */
export interface BadActors {
  readonly top: readonly BadActor[];
  readonly chattering: readonly BadActor[];
  readonly fleeting: readonly BadActor[];
}

/** @param entries of one stretch of time, oldest first */
export function badActors(entries: readonly JournalEntry[]): BadActors {
  const top: BadActor[] = [];
  const chattering: BadActor[] = [];
  const fleeting: BadActor[] = [];
  for (const [alarm, own] of byAlarm(entries)) {
    const { code, subject } = own[0]!;
    const ringsMs = own.filter(rings).map(({ at }) => at);
    const list = (actors: BadActor[], count: number): void => {
      if (count > 0) actors.push({ alarm, code, subject, count });
    };
    list(top, ringsMs.length);
    const most = mostInAMinute(ringsMs);
    if (most >= CHATTER_RINGS) list(chattering, most);
    else list(fleeting, fleetingTimes(own));
  }
  return {
    top: top.toSorted(mostFirst).slice(0, 10),
    chattering: chattering.toSorted(mostFirst),
    fleeting: fleeting.toSorted(mostFirst),
  };
}
