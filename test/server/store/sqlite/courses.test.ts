import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QUALITIES } from '#shared/wire/quality.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import type { BucketColumns, Course, RawColumns } from '#shared/wire/trend.ts';
import { HOUR, KEEP_ALL, MIDNIGHT, MINUTE, openHalves, reading, SECOND } from './helpers.ts';

const TAG = 's1/u1/mw';
const METER = 's1/service/cooling/kwh';
const DAY = 24 * HOUR;

function buckets(course: Course): BucketColumns {
  if (course.form !== 'buckets') throw new Error('these are readings');
  return course;
}
function raw(course: Course): RawColumns {
  if (course.form !== 'raw') throw new Error('these are buckets');
  return course;
}

/** Six hours across midnight. */
const FROM = MIDNIGHT - 3 * HOUR;
const TO = MIDNIGHT + 3 * HOUR;

const arrival = fc.record({
  at: fc.integer({ min: FROM, max: TO - 1 }),
  value: fc.option(fc.integer({ min: -500, max: 500 }), { freq: 8 }),
  quality: fc.constantFrom(...QUALITIES),
});

/** What a bucket must say, by definition, straight from the readings. */
function naive(readings: readonly JudgedReading[], at: number, widthMs: number) {
  const inside = readings.filter((one) => one.at >= at && one.at < at + widthMs);
  const values = inside
    .filter(({ value, quality }) => value !== null && QUALITIES.indexOf(quality) <= 2)
    .map(({ value }) => value!);
  return {
    count: inside.length,
    good: inside.filter(({ quality }) => quality === 'good').length,
    worst: Math.max(...inside.map(({ quality }) => QUALITIES.indexOf(quality))),
    min: values.length === 0 ? null : Math.min(...values),
    max: values.length === 0 ? null : Math.max(...values),
    mean: values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length,
  };
}

describe('a course in buckets', () => {
  test('is what the readings say, of any width, in any order of arrival, mended or not', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(arrival, { minLength: 1, maxLength: 60, selector: ({ at }) => at }),
        fc.constantFrom(1, 2, 5, 15, 30, 60, 180),
        fc.constantFrom('none', 'half', 'all'),
        fc.gen(),
        (arrivals, widthMinutes, mended, gen) => {
          const store = openHalves();
          const readings = arrivals.map(({ at, ...more }) => reading(at, more.value, more));
          const shuffled = gen(() => fc.shuffledSubarray(readings, { minLength: readings.length }));
          shuffled.forEach((one, i) => {
            store.append(one);
            if (mended === 'half' && i === Math.floor(shuffled.length / 2)) store.mendAll();
          });
          if (mended === 'all') store.mendAll();

          const widthMs = widthMinutes * MINUTE;
          const span = { from: FROM, to: TO };
          const course = buckets(store.reader.course(TAG, span, { widthMs, mostRaw: 0 }));
          expect(course.widthMs).toBe(widthMs);
          // Where there is no reading there is no bucket: nothing bridges a gap.
          const places = [...new Set(readings.map(({ at }) => Math.floor(at / widthMs) * widthMs))];
          expect(course.at).toEqual(places.sort((a, b) => a - b));
          course.at.forEach((at, i) => {
            const { mean, ...exact } = naive(readings, at, widthMs);
            expect({
              count: course.count[i],
              good: course.good[i],
              worst: course.worst[i],
              min: course.min[i],
              max: course.max[i],
            }).toEqual(exact);
            if (mean === null) expect(course.mean[i]).toBeNull();
            else expect(course.mean[i]).toBeCloseTo(mean, 5);
          });
          expect(course.count.reduce((a, b) => a + b, 0)).toBe(readings.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of a wider width is made of those of a narrower: least of the least, greatest of the greatest', () => {
    const store = openHalves();
    for (let i = 0; i < 600; i += 1)
      store.append(reading(FROM + i * 30 * SECOND, ((i * 37) % 101) - 50));
    store.mendAll();
    const span = { from: FROM, to: FROM + 5 * HOUR };
    const at = (minutes: number): BucketColumns =>
      buckets(store.reader.course(TAG, span, { widthMs: minutes * MINUTE, mostRaw: 0 }));
    const [narrow, wide] = [at(1), at(60)];
    wide.at.forEach((start, i) => {
      const within = narrow.at.flatMap((one, k) => (one >= start && one < start + HOUR ? [k] : []));
      expect(wide.min[i]).toBe(Math.min(...within.map((k) => narrow.min[k]!)));
      expect(wide.max[i]).toBe(Math.max(...within.map((k) => narrow.max[k]!)));
      expect(wide.count[i]).toBe(within.reduce((sum, k) => sum + narrow.count[k]!, 0));
    });
  });

  test('buckets lie on the clock, not on the edge of the span: moving the span moves none of them', () => {
    const store = openHalves();
    for (let i = 0; i < 240; i += 1) store.append(reading(MIDNIGHT + i * MINUTE, i));
    store.mendAll();
    const from = (at: number): BucketColumns =>
      buckets(
        store.reader.course(TAG, { from: at, to: at + HOUR }, { widthMs: 10 * MINUTE, mostRaw: 0 }),
      );
    const [one, other] = [from(MIDNIGHT + HOUR), from(MIDNIGHT + HOUR + 3 * MINUTE)];
    expect(one.at).toHaveLength(6);
    // Three minutes on the same six buckets are touched, and a seventh; each says the same.
    expect(other.at.slice(0, 6)).toEqual(one.at);
    expect(other.mean.slice(0, 6)).toEqual(one.mean);
  });

  test('of a counter gives what was used, across a gap too, and no readings however narrow', () => {
    const store = openHalves({ counters: new Map([[METER, {}]]) });
    const say = (minute: number, kwh: number): void => {
      store.append(reading(MIDNIGHT + minute * MINUTE, kwh, { tag: METER }));
    };
    say(0, 1000);
    say(1, 1002);
    // Half an hour of silence, in which 58 kWh were used.
    say(30, 1060);
    store.mendAll();
    const course = buckets(
      store.reader.course(
        METER,
        { from: MIDNIGHT, to: MIDNIGHT + 30 * MINUTE },
        { widthMs: 15 * MINUTE, mostRaw: 1000 },
      ),
    );
    // 2 kWh in the first minute, then 2 a minute for 29: 30 by minute 15, 60 by minute 30.
    expect(course.mean.map((kwh) => Math.round(kwh! * 1000) / 1000)).toEqual([30, 30]);
    // In the second quarter-hour nothing was read.
    expect(course.count).toEqual([2, 0]);
    expect(course.worst).toEqual([0, QUALITIES.indexOf('missing')]);
  });

  test('of a tag that nothing was ever heard of is empty', () => {
    const store = openHalves();
    const span = { from: FROM, to: TO };
    expect(
      buckets(store.reader.course('s1/none', span, { widthMs: MINUTE, mostRaw: 9 })).at,
    ).toEqual([]);
  });

  test('hours of a zone half an hour off begin on its own hours', () => {
    const store = openHalves({ timeZone: 'Asia/Kolkata' });
    // 18:30 UTC is midnight there.
    const start = MIDNIGHT - DAY + 18.5 * HOUR;
    for (let i = 0; i < 120; i += 1) store.append(reading(start + i * MINUTE, i));
    store.mendAll();
    const course = buckets(
      store.reader.course(
        TAG,
        { from: start, to: start + 2 * HOUR },
        { widthMs: HOUR, mostRaw: 0 },
      ),
    );
    expect(course.at).toEqual([start, start + HOUR]);
    expect(course.count).toEqual([60, 60]);
  });
});

describe('a course of readings', () => {
  const detail = { widthMs: MINUTE, mostRaw: 3 };
  const span = { from: MIDNIGHT, to: MIDNIGHT + MINUTE };

  test('gives each with its quality where they are no more than are wanted', () => {
    const store = openHalves();
    store.append(
      reading(MIDNIGHT, 1),
      reading(MIDNIGHT + 20 * SECOND, null, { quality: 'missing' }),
      reading(MIDNIGHT + 40 * SECOND, 7, { quality: 'bad' }),
    );
    expect(raw(store.reader.course(TAG, span, detail))).toEqual({
      form: 'raw',
      at: [MIDNIGHT, MIDNIGHT + 20 * SECOND, MIDNIGHT + 40 * SECOND],
      value: [1, null, 7],
      quality: [0, QUALITIES.indexOf('missing'), QUALITIES.indexOf('bad')],
    });
    store.append(reading(MIDNIGHT + 50 * SECOND, 2));
    expect(buckets(store.reader.course(TAG, span, detail)).count).toEqual([4]);
  });

  test('gives buckets where the readings are removed as too old, of the finest that is still kept', () => {
    const retention = { ...KEEP_ALL, rawDays: 1, minutesDays: 2, quartersDays: 400 };
    const store = openHalves({ retention });
    for (let minute = 0; minute < 60; minute += 1)
      store.append(reading(MIDNIGHT + minute * MINUTE, minute));
    store.mendAll();
    const hour = { from: MIDNIGHT, to: MIDNIGHT + HOUR };
    const wanted = { widthMs: MINUTE, mostRaw: 100 };
    expect(store.reader.course(TAG, hour, wanted).form).toBe('raw');

    while (store.writer.prune(MIDNIGHT + 2.5 * DAY) > 0);
    const minutes = buckets(store.reader.course(TAG, hour, wanted));
    expect([minutes.widthMs, minutes.at.length]).toEqual([MINUTE, 60]);

    while (store.writer.prune(MIDNIGHT + 5 * DAY) > 0);
    const quarters = buckets(store.reader.course(TAG, hour, wanted));
    expect(quarters.widthMs).toBe(15 * MINUTE);
    expect(quarters.min).toEqual([0, 15, 30, 45]);
    expect(quarters.max).toEqual([14, 29, 44, 59]);
  });
});
