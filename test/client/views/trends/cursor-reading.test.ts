import { expect, test } from 'vitest';
import { shallowRef } from 'vue';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { QUALITIES, type Quality } from '#shared/wire/quality.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { stationTag } from '#shared/wire/tag-path.ts';
import type { Course } from '#shared/wire/trend.ts';
import { courseOfTag } from '#client/views/trends/lanes.ts';
import { useCursorReading } from '#client/views/trends/use-cursor-reading.ts';

const LEVEL = tagList(exampleSystem, exampleSite).find(
  ({ tag }) => tag === stationTag('s1', 'forebayLevel'),
)!;
const clock = { asOf: 60_000, now: 60_000, rate: 1 };
const placeOf = (quality: Quality): number => QUALITIES.indexOf(quality);

/** What the cursor says at 0 of one place that begins there; a minute later. */
function said(course: Course) {
  const trace = { tag: LEVEL.tag, unit: 'm', gaps: [], ...course };
  const courses = shallowRef([courseOfTag(LEVEL, trace, [], clock)]);
  return useCursorReading(
    courses,
    shallowRef(0),
    () => clock.now,
    () => [],
  ).value[0]!.measured;
}
const reading = (value: number | null, quality: Quality): Course => ({
  form: 'raw',
  at: [0],
  value: [value],
  quality: [placeOf(quality)],
});

test('a reading is said with its quality and its age', () => {
  expect(said(reading(446, 'good'))).toEqual({ value: 446, standing: 'good', ageMs: 60_000 });
  expect(said(reading(446, 'doubtful'))).toMatchObject({ value: 446, standing: 'doubtful' });
});

test('a bad one is said with the number that was read, though no curve goes through it', () => {
  expect(said(reading(999, 'bad'))).toMatchObject({ value: 999, standing: 'bad' });
  expect(said(reading(null, 'bad'))).toMatchObject({ value: null, standing: 'bad' });
});

test('a bucket with some bad readings is said by the rest, one with bad ones alone has no number', () => {
  const bucket = (mean: number | null, good: number): Course => ({
    form: 'buckets',
    widthMs: 60_000,
    at: [0],
    min: [mean],
    max: [mean],
    mean: [mean],
    count: [12],
    good: [good],
    worst: [placeOf('bad')],
  });
  expect(said(bucket(446, 11))).toMatchObject({ value: 446, standing: 'good', ageMs: 0 });
  expect(said(bucket(null, 0))).toMatchObject({ value: null, standing: 'bad' });
});
