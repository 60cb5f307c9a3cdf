import { expect, test } from 'vitest';
import type { ConsumerLine } from '#shared/energy/review/page.ts';
import { drillTrend } from '#client/views/energy/drill-trend.ts';

const line = (id: string, more: Partial<ConsumerLine> = {}): ConsumerLine => ({
  id,
  name: { zh: id, en: id },
  unit: 'kWh',
  parent: 'station',
  tag: `s1/service/${id}/kwh`,
  ...more,
});
const consumers = [
  line('station', { parent: null, tag: null }),
  line('cooling'),
  line('common'),
  line('offices', { parent: 'common' }),
  line('water', { unit: 'm³' }),
];
/** A day of 96 quarter-hours from midnight in Shanghai. */
const START = Date.parse('2026-06-01T00:00:00+08:00');
const dayOf = (consumer: string) => ({
  consumer,
  startMs: START,
  meter: { kwh: Array.from({ length: 96 }, () => 1), states: [] },
});

test('a quarter-hour leads to the trend of its meter, two hours before it to two hours after', () => {
  // The 40th begins at ten.
  expect(drillTrend(dayOf('offices'), consumers, 40)).toEqual({
    tag: ['s1/service/offices/kwh'],
    range: undefined,
    from: new Date('2026-06-01T08:00:00+08:00').toISOString(),
    to: new Date('2026-06-01T12:15:00+08:00').toISOString(),
  });
});

test('where none is chosen it is the whole day', () => {
  expect(drillTrend(dayOf('offices'), consumers, null)).toMatchObject({
    from: new Date(START).toISOString(),
    to: new Date('2026-06-02T00:00:00+08:00').toISOString(),
  });
});

test('a sum leads to the meters that it is made of, in its own unit', () => {
  expect(drillTrend(dayOf('station'), consumers, null)?.tag).toEqual([
    's1/service/cooling/kwh',
    's1/service/common/kwh',
  ]);
});

test('what nothing meters leads nowhere', () => {
  expect(drillTrend(dayOf('gone'), consumers, null)).toBeNull();
});
