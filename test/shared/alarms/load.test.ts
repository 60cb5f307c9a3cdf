import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '#shared/alarms/journal.ts';
import { badActors } from '#shared/alarms/load/bad-actors.ts';
import { LOAD_BOUNDS, LOAD_FIGURES, lightOf } from '#shared/alarms/load/bounds.ts';
import { loadReport, type LoadReport } from '#shared/alarms/load/load-report.ts';
import { countsIn, floodPeriods } from '#shared/alarms/load/rates.ts';
import { staleIn } from '#shared/alarms/load/stale.ts';
import type { AlarmEvent, AlarmState } from '#shared/alarms/states.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2026, 5, 1);

let number = 0;
function entry(
  alarm: string,
  at: number,
  event: AlarmEvent,
  from: AlarmState,
  to: AlarmState,
  priority: 1 | 2 | 3 = 3,
): JournalEntry {
  number += 1;
  return {
    number,
    at,
    alarm,
    station: 's1',
    code: 'tag.fault',
    subject: alarm,
    priority,
    event,
    from,
    to,
    by: null,
    reason: null,
    until: null,
    cause: null,
    data: {},
  };
}
const ring = (alarm: string, at: number, priority: 1 | 2 | 3 = 3): JournalEntry =>
  entry(alarm, at, 'came', 'normal', 'unacknowledged', priority);
const over = (alarm: string, at: number): JournalEntry =>
  entry(alarm, at, 'cleared', 'unacknowledged', 'returned');

const figure = (report: LoadReport, code: (typeof LOAD_FIGURES)[number]) =>
  report.figures.find((one) => one.code === code);

describe('the load of a day', () => {
  it('is as often as alarms rang, by day, hour and ten minutes', () => {
    // 144 alarms, one every ten minutes of a day: the very bound of each of the three rates.
    const entries = Array.from({ length: 144 }, (_, i) => ring(`a${i}`, FROM + i * 10 * MINUTE));
    const report = loadReport(entries, [], FROM, FROM + DAY);
    expect(report.alarms).toBe(144);
    expect(figure(report, 'perDay')).toEqual({ code: 'perDay', value: 144, light: 'green' });
    expect(figure(report, 'perHour')).toEqual({ code: 'perHour', value: 6, light: 'green' });
    expect(figure(report, 'perTenMinutes')?.value).toBe(1);
    expect(figure(report, 'mostInTenMinutes')?.value).toBe(1);
    expect(figure(report, 'floodShare')).toMatchObject({ value: 0, light: 'green' });
  });

  it('counts what rings, and not what is acknowledged, over, or comes under a cover', () => {
    const report = loadReport(
      [
        ring('a', FROM),
        entry('a', FROM + 1, 'acknowledge', 'unacknowledged', 'acknowledged'),
        entry('b', FROM + 2, 'came', 'suppressed', 'suppressed'),
        entry('c', FROM + 3, 'shelf-ended', 'shelved', 'unacknowledged'),
      ],
      [],
      FROM,
      FROM + DAY,
    );
    expect(report.alarms).toBe(2);
  });

  it('knows a flood: it begins with more than 10 in ten minutes and ends with fewer than 5', () => {
    // Periods of 11, 6, 4, 0: the flood is the first two of four, half of the 40 minutes.
    const counts = [11, 6, 4, 0];
    expect(floodPeriods(counts)).toEqual([true, true, false, false]);
    const entries = counts.flatMap((count, period) =>
      Array.from({ length: count }, (_, i) =>
        ring(`a${period}.${i}`, FROM + period * 10 * MINUTE + i * SECOND),
      ),
    );
    const report = loadReport(entries, [], FROM, FROM + 40 * MINUTE);
    expect(figure(report, 'floodShare')).toMatchObject({ value: 0.5, light: 'red' });
    expect(figure(report, 'tenMinutesOver10')).toMatchObject({ value: 0.25, light: 'red' });
    expect(figure(report, 'mostInTenMinutes')).toMatchObject({ value: 11, light: 'yellow' });
    expect(report.hours).toEqual([[FROM, 21, true]]);
  });

  it('counts hours of the clock, the first and last in part', () => {
    const from = FROM + 30 * MINUTE;
    expect(countsIn([from, FROM + HOUR, FROM + 3 * HOUR - 1], from, FROM + 3 * HOUR, HOUR)).toEqual(
      [1, 1, 1],
    );
    expect(countsIn([FROM + 3 * HOUR], from, FROM + 3 * HOUR, HOUR)).toEqual([0, 0, 0]);
  });

  it('has shares only where there is enough to share', () => {
    const quiet = loadReport([ring('a', FROM, 1)], [], FROM, FROM + DAY);
    expect(figure(quiet, 'highShare')).toEqual({ code: 'highShare', value: 1, light: 'none' });
    const none = loadReport([], [], FROM, FROM + DAY);
    expect(figure(none, 'topTenShare')).toEqual({
      code: 'topTenShare',
      value: null,
      light: 'none',
    });
    // 5 of 100 of the highest priority, 15 of the middle, 80 of the lowest: the mix that is asked for.
    const mixed = Array.from({ length: 100 }, (_, i) =>
      ring(`a${i}`, FROM + i * MINUTE, i < 5 ? 1 : i < 20 ? 2 : 3),
    );
    const report = loadReport(mixed, [], FROM, FROM + DAY);
    for (const code of ['highShare', 'mediumShare', 'lowShare'] as const)
      expect(figure(report, code)?.light, code).toBe('green');
    // The ten most frequent of a hundred that rang once each are a tenth.
    expect(figure(report, 'topTenShare')).toMatchObject({ value: 0.1, light: 'yellow' });
  });
});

describe('alarms that make the load', () => {
  it('chatter when they ring three times within a minute', () => {
    const often = (spacing: number): JournalEntry[] =>
      [0, 1, 2].flatMap((i) => [
        ring('a', FROM + i * spacing),
        over('a', FROM + i * spacing + 5 * SECOND),
      ]);
    expect(badActors(often(29 * SECOND)).chattering).toMatchObject([{ alarm: 'a', count: 3 }]);
    expect(badActors(often(29 * SECOND)).fleeting).toEqual([]);
    expect(badActors(often(30 * SECOND)).chattering).toEqual([]);
  });

  it('are fleeting when they are over by themselves within a minute, and nobody could act', () => {
    expect(badActors([ring('a', FROM), over('a', FROM + 59 * SECOND)]).fleeting).toMatchObject([
      { alarm: 'a', count: 1 },
    ]);
    expect(badActors([ring('a', FROM), over('a', FROM + MINUTE)]).fleeting).toEqual([]);
    const seen = entry('a', FROM + 1, 'acknowledge', 'unacknowledged', 'acknowledged');
    const gone = entry('a', FROM + 2, 'cleared', 'acknowledged', 'normal');
    expect(badActors([ring('a', FROM), seen, gone]).fleeting).toEqual([]);
  });

  it('are listed the most frequent first, ten of them', () => {
    const entries = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: i + 1 }, (_, n) => ring(`a${i}`, FROM + n * HOUR)),
    ).flat();
    const { top } = badActors(entries);
    expect(top.map(({ count }) => count)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  });
});

describe('an alarm that stands for longer than a day', () => {
  const stood = (since: number) => ({
    alarm: 'a',
    code: 'level.low',
    subject: '',
    state: 'acknowledged' as const,
    standsSince: since,
  });

  it('is stale, also when it came before the stretch that is looked at', () => {
    const { now, mostOnADay } = staleIn([stood(FROM - DAY)], [], FROM, FROM + HOUR);
    expect(now).toEqual([{ alarm: 'a', code: 'level.low', subject: '', since: FROM - DAY }]);
    expect(mostOnADay).toBe(1);
    expect(staleIn([stood(FROM)], [], FROM, FROM + DAY).now).toEqual([]);
  });

  it('is counted on the days on which it was so, and no more when it is shelved', () => {
    const shelved = entry('a', FROM + HOUR, 'shelve', 'acknowledged', 'shelved');
    const { now, mostOnADay } = staleIn([stood(FROM - DAY)], [shelved], FROM, FROM + DAY);
    expect(now).toEqual([]);
    expect(mostOnADay).toBe(1);
    const soon = staleIn([stood(FROM - HOUR)], [shelved], FROM, FROM + DAY);
    expect(soon.mostOnADay).toBe(0);
  });
});

it('every figure has bounds of its own, the green one the stricter', () => {
  for (const code of LOAD_FIGURES) {
    const { green, yellow, side } = LOAD_BOUNDS[code];
    expect(side === 'least' ? green > yellow : green < yellow, code).toBe(true);
    expect(lightOf(code, yellow + (side === 'least' ? -0.01 : 0.01), 1000), code).toBe('red');
  }
});
