import { describe, expect, test } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { feederTag, stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { Trace } from '#shared/wire/trend.ts';
import { courseOfTag, inAll, lanesOf } from '#client/views/trends/lanes.ts';
import { groupTags } from '#client/views/trends/tag-groups.ts';
import { namedLimits, tagLimits } from '#client/views/trends/tag-limits.ts';
import { timeTicks } from '#client/views/trends/time-ticks.ts';
import { trendTable } from '#client/views/trends/trend-csv.ts';

const station = exampleSystem.stations[0]!;
const tags = tagList(exampleSystem, exampleSite);
const tagOf = (path: string): Tag => tags.find(({ tag }) => tag === path)!;
const LEVEL = tagOf(stationTag('s1', 'forebayLevel'));
const MW = tagOf(unitTag('s1', 'u1', 'mw'));
const EXPORT = tagOf(stationTag('s1', 'export'));
const METER = tagOf(feederTag('s1', exampleSite.feeders[0]!.id));

const raw = (tag: Tag, at: readonly number[], value: readonly number[], unit: string): Trace => ({
  form: 'raw',
  tag: tag.tag,
  unit,
  gaps: [],
  at,
  value,
  quality: at.map(() => 0),
});
const CLOCK = { asOf: 20_000, now: 40_000, rate: 1 };

describe('the end of a curve that goes on', () => {
  const answered = raw(LEVEL, [10_000, 15_000], [1, 2], 'm');
  const heard = (at: number, value: number | null = 3) => ({ at, value, quality: 'good' as const });

  test('is what was heard after the answer, each once', () => {
    const tail = [heard(15_000), heard(25_000), heard(30_000), heard(35_000)];
    const course = courseOfTag(LEVEL, answered, tail, CLOCK);
    expect(course.places.map(({ from }) => from)).toEqual([10_000, 15_000, 25_000, 30_000, 35_000]);
    expect(course.gaps).toEqual([]);
  });

  test('is a gap where nothing was heard for three periods', () => {
    // Every five seconds is expected; from 15 s to 40 s are 25.
    expect(courseOfTag(LEVEL, answered, [], CLOCK).gaps).toEqual([[15_000, 40_000]]);
  });

  test('of a counter is only what the server says: a register is no use per hour', () => {
    const trace: Trace = { ...raw(METER, [], [], 'kWh/h') };
    expect(courseOfTag(METER, trace, [heard(25_000)], CLOCK).places).toEqual([]);
  });
});

describe('lanes', () => {
  const course = (tag: Tag, value: number) =>
    courseOfTag(tag, raw(tag, [5000, 10_000], [value, value], tag.unit), [], {
      asOf: 10_000,
      now: 10_000,
      rate: 1,
    });
  const courses = [course(LEVEL, 445), course(MW, 30), course(EXPORT, 28)];
  const parts = {
    courses,
    stretch: [0, 12_000] as const,
    now: 10_000,
    pixels: 1000,
    markPx: 20,
    highPx: 200,
    locale: 'en',
    limitsOf: (tag: Tag) => namedLimits(tagLimits(station, tag, null), (kind) => kind),
    referencesOf: () => [],
  };

  test('are one for each tag, or one for each unit with a stroke for each tag', () => {
    expect(lanesOf({ ...parts, shared: false }).map(({ id }) => id)).toEqual([
      LEVEL.tag,
      MW.tag,
      EXPORT.tag,
    ]);
    const shared = lanesOf({ ...parts, shared: true });
    expect(shared.map(({ unit, tags: of }) => [unit, of.length])).toEqual([
      ['m', 1],
      ['MW', 2],
    ]);
    expect(shared[1]!.tags.map(({ colour }) => colour)).toEqual(['actual', 'ordered']);
  });

  test('have an axis that does not move with each value: its ends lie on a coarse grid', () => {
    const [level] = lanesOf({ ...parts, shared: false });
    // Level 445.0 with 0.2 m at least, in three parts of 0.1.
    expect(level!.view.range).toEqual({ min: 444.9, max: 445.1, step: 0.1 });
  });
});

test('what all miss is a gap of the lane, what one misses is not', () => {
  expect(
    inAll([
      [
        [0, 10],
        [20, 30],
      ],
      [[5, 25]],
    ]),
  ).toEqual([
    [5, 10],
    [20, 25],
  ]);
});

describe('limits', () => {
  test('of a level are those of its reservoir and its alarms; at one value they are one line', () => {
    const { levelMaxM, levelMinM } = station.reservoir;
    const sheet = {
      station: 's1',
      alarms: [{ code: 'level.high', limit: levelMaxM }],
    } as unknown as Parameters<typeof tagLimits>[2];
    const named = namedLimits(tagLimits(station, LEVEL, sheet), (kind) => kind);
    const flood = named.find(({ value }) => value === levelMaxM);
    expect(flood?.name).toContain('flood');
    expect(flood?.name).toContain('alarm');
    const deadM = station.reservoir.deadLevelM ?? levelMinM;
    expect(named.find(({ value }) => value === deadM)?.name).toContain('dead');
  });

  test('of a unit are its output and its forbidden zones', () => {
    const unit = station.units[0]!;
    const kinds = tagLimits(station, MW, null).map(({ kind, value, upTo }) => [kind, value, upTo]);
    for (const { mw } of unit.forbidden) expect(kinds).toContainEqual(['forbidden', ...mw]);
    expect(kinds).toContainEqual(['unitMax', unit.mwMax, undefined]);
  });

  test('of a counter are none: its register is not what is shown', () => {
    expect(tagLimits(station, METER, null)).toEqual([]);
  });
});

test('tags are found by either language, by path and unit, and stand by where they belong', () => {
  const measured = tags.filter(({ origin }) => origin === 'measured');
  expect(groupTags(measured, '').map(({ group }) => group)).toEqual([
    'station',
    ...station.units.map(({ id }) => id),
    'service',
  ]);
  expect(groupTags(measured, 'forebay').flatMap(({ tags: of }) => of)).toEqual([LEVEL]);
  expect(groupTags(measured, '上游水位').flatMap(({ tags: of }) => of)).toEqual([LEVEL]);
  expect(groupTags(measured, 'unit 1 power').flatMap(({ tags: of }) => of)).toEqual([MW]);
  expect(groupTags(measured, 's1/u1/mw').flatMap(({ tags: of }) => of)).toEqual([MW]);
  expect(groupTags(measured, 'nothing like it')).toEqual([]);
});

describe('ticks of time', () => {
  const ZONE = 'Asia/Shanghai';
  const HOUR = 3_600_000;
  /** Midnight there. */
  const MIDNIGHT = Date.UTC(2026, 5, 1) - 8 * HOUR;

  test('lie on full local hours, and a midnight says which day it begins', () => {
    const ticks = timeTicks([MIDNIGHT - 12 * HOUR, MIDNIGHT + 12 * HOUR], ZONE, 'en', 8);
    expect(ticks.map(({ word }) => word)).toEqual([
      '12:00',
      '15:00',
      '18:00',
      '21:00',
      'Mon 1 Jun',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
    ]);
  });

  test('of a month are midnights, of a minute seconds', () => {
    const month = timeTicks([MIDNIGHT, MIDNIGHT + 30 * 24 * HOUR], ZONE, 'en', 10);
    expect(month.every(({ beginsDay }) => beginsDay)).toBe(true);
    expect(month.length).toBeLessThanOrEqual(10);
    const minute = timeTicks([MIDNIGHT, MIDNIGHT + 60_000], ZONE, 'en', 6);
    expect(minute.map(({ word }) => word).slice(1, 3)).toEqual(['00:00:10', '00:00:20']);
  });
});

test('the file has a row for each reading or bucket that is shown, with both times and its quality', () => {
  const at = Date.UTC(2026, 5, 1, 4);
  const course = courseOfTag(MW, raw(MW, [at - 5000, at, at + 5000], [1, 2.5, 3], 'MW'), [], {
    asOf: at + 5000,
    now: at + 5000,
    rate: 1,
  });
  const table = trendTable([course], [at, at + 5000], 'Asia/Shanghai', {
    head: ['…'],
    quality: (name) => name,
    nameOf: ({ tag }) => tag.name.en,
  });
  expect(table).toEqual([
    ['…'],
    [
      '2026-06-01 12:00:00',
      '2026-06-01T04:00:00.000Z',
      0,
      MW.tag,
      MW.name.en,
      'MW',
      2.5,
      2.5,
      2.5,
      'good',
    ],
  ]);
});
