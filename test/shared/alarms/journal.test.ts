import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  byUrgency,
  recordAfter,
  replay,
  stepOf,
  type AlarmRecord,
  type JournalEntry,
} from '#shared/alarms/journal.ts';
import { DEFINITIONS } from '#shared/alarms/definitions.ts';
import { priorityOf, PRIORITY_MATRIX } from '#shared/alarms/priority.ts';
import { DEEDS, FACTS, NORMAL, type AlarmEvent } from '#shared/alarms/states.ts';
import { ALARM_CODES, CONSEQUENCES, TIMES_TO_ACT } from '#shared/station/alarm-codes.ts';
import { read } from '../../repository/tracked-files.ts';

/** Runs events of two alarms as a server would: what comes of nothing is not written down. */
function run(events: readonly (readonly [alarm: 'trip' | 'spill', event: AlarmEvent])[]) {
  const records = new Map<string, AlarmRecord>();
  const entries: JournalEntry[] = [];
  events.forEach(([alarm, event], i) => {
    const code = alarm === 'trip' ? 'unit.trip' : 'spill.running';
    const before = records.get(alarm) ?? null;
    const next = stepOf(before?.standing ?? NORMAL, event, code);
    if (!next) return;
    const entry: JournalEntry = {
      number: entries.length + 1,
      at: 1000 * i,
      alarm,
      station: 's1',
      code,
      subject: alarm === 'trip' ? 'u1' : '',
      priority: 1,
      event,
      from: before?.standing.state ?? 'normal',
      to: next.state,
      by: null,
      reason: 'because',
      until: 1000 * i + 500,
      cause: 'other',
      data: { i },
    };
    entries.push(entry);
    records.set(alarm, recordAfter(before, entry));
  });
  return { records, entries };
}

const event = fc.constantFrom(...FACTS, ...DEEDS);
const step = fc.tuple(fc.constantFrom('trip' as const, 'spill' as const), event);

test('the journal replays to the very state that it was written in, through text and back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (events) => {
      const { records, entries } = run(events);
      const kept = JSON.parse(JSON.stringify(entries)) as JournalEntry[];
      expect(replay(kept)).toEqual(records);
    }),
  );
});

test('what a record says fits its state: a shelf where it is shelved, a cause where it is suppressed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (events) => {
      for (const record of run(events).records.values()) {
        const { state, isSuppressed } = record.standing;
        expect(record.shelf !== null).toBe(state === 'shelved');
        expect(record.outOfService !== null).toBe(state === 'out-of-service');
        expect(record.cause !== null).toBe(isSuppressed);
      }
    }),
  );
});

test('a journal with a hole in it is told, not made up', () => {
  const { entries } = run([
    ['spill', 'came'],
    ['spill', 'acknowledge'],
    ['spill', 'cleared'],
  ]);
  expect(() => replay(entries.toSpliced(1, 1))).toThrow(/entry 3: cleared does not lead spill/);
});

test('the most urgent is first: priority, then what rang last', () => {
  const alarms = [
    { priority: 2 as const, rangAt: 9 },
    { priority: 1 as const, rangAt: 1 },
    { priority: 1 as const, rangAt: 5 },
  ];
  expect(alarms.toSorted(byUrgency)).toEqual([alarms[2], alarms[1], alarms[0]]);
});

test('priority rises with what is lost and falls with the time that is left', () => {
  for (const consequence of CONSEQUENCES) {
    const row = TIMES_TO_ACT.map((time) => PRIORITY_MATRIX[consequence][time]);
    expect(row).toEqual(row.toSorted());
  }
  for (const time of TIMES_TO_ACT) {
    const column = CONSEQUENCES.map((consequence) => priorityOf(consequence, time));
    expect(column).toEqual(column.toSorted());
  }
});

test('the list has few of the highest priority, and no alarm suppresses itself, not even round about', () => {
  const priorities = ALARM_CODES.map((code) => {
    const { consequence, timeToAct } = DEFINITIONS[code];
    return priorityOf(consequence, timeToAct);
  });
  expect(priorities.filter((one) => one === 1).length).toBeLessThanOrEqual(ALARM_CODES.length / 4);
  const reach = (from: (typeof ALARM_CODES)[number], seen: readonly string[]): void => {
    expect(seen).not.toContain(from);
    for (const next of DEFINITIONS[from].suppresses) reach(next, [...seen, from]);
  };
  for (const code of ALARM_CODES) reach(code, []);
});

test('the manual has the list and the matrix as they are', () => {
  const page = read('docs/alarms.md').replace(/ +/g, ' ');
  for (const code of ALARM_CODES) {
    const { consequence, timeToAct, onDelayS, offDelayS } = DEFINITIONS[code];
    const line = page.split('\n').find((one) => one.startsWith(`| \`${code}\` |`));
    expect(line, code).toContain(`| ${onDelayS}/${offDelayS} s |`);
    const priority = priorityOf(consequence, timeToAct);
    expect(line, code).toContain(`| ${consequence}, ${timeToAct} | ${priority} |`);
  }
  for (const consequence of CONSEQUENCES) {
    const row = TIMES_TO_ACT.map((time) => PRIORITY_MATRIX[consequence][time]);
    expect(page).toContain(`| ${consequence} | ${row.join(' | ')} |`);
  }
});
