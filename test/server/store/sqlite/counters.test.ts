import { describe, expect, test } from 'vitest';
import type { CounterRule } from '#server/store/counter-use.ts';
import { HOUR, MIDNIGHT, MINUTE, openHalves, reading, SECOND, type Halves } from './helpers.ts';

const TAG = 's1/service/cooling/kwh';
const meter = (at: number, value: number | null, more = {}) =>
  reading(at, value, { tag: TAG, ...more });

function openMeter(rule: CounterRule = { rollsOverAt: 1000 }): Halves {
  return openHalves({ counters: new Map([[TAG, rule]]) });
}

const used = (
  { reader }: Halves,
  step: '1m' | '15m' | '1h' | '1d',
  from = MIDNIGHT,
  to = from + HOUR,
) => reader.aggregates(TAG, from, to, step).map((p) => p.mean);

describe('the amount a counter used', () => {
  test('is booked to the interval that used it, split by time across a boundary', () => {
    const store = openMeter();
    store.append(meter(MIDNIGHT + 45 * SECOND, 100), meter(MIDNIGHT + 105 * SECOND, 104));
    // 4 kWh in 60 s: 15 s lie in the first minute (1 kWh), 45 s in the second (3 kWh).
    expect(used(store, '1m')).toEqual([1, 3]);
    store.mendAll();
    expect(used(store, '1m')).toEqual([1, 3]);
  });

  test('over a gap is spread over the gap, so that hours still add up', () => {
    const store = openMeter();
    store.append(meter(MIDNIGHT, 0), meter(MIDNIGHT + 3 * HOUR, 30));
    store.mendAll();
    expect(used(store, '1h', MIDNIGHT, MIDNIGHT + 3 * HOUR)).toEqual([
      expect.closeTo(10, 9),
      expect.closeTo(10, 9),
      expect.closeTo(10, 9),
    ]);
    const [, gap] = store.reader.aggregates(TAG, MIDNIGHT, MIDNIGHT + 3 * HOUR, '1h');
    expect(gap).toMatchObject({ count: 0, goodPercent: 0, worstQuality: 'missing', last: null });
  });

  test('goes on over a roll-over', () => {
    const store = openMeter();
    store.append(meter(MIDNIGHT, 995), meter(MIDNIGHT + 30 * SECOND, 3));
    // 5 kWh to the roll-over at 1000, 3 after it.
    expect(used(store, '1m')).toEqual([8]);
  });

  test('of a meter that was reset or replaced has no spike', () => {
    const store = openMeter();
    store.append(
      meter(MIDNIGHT, 600),
      meter(MIDNIGHT + 10 * SECOND, 601),
      meter(MIDNIGHT + 20 * SECOND, 250),
      meter(MIDNIGHT + 30 * SECOND, 252),
    );
    // 1 before and 2 after the change of meters; between them nothing is known.
    expect(used(store, '1m')).toEqual([3]);
  });

  test('of a meter replaced by one that stands higher has no spike either, where its fastest rise is known', () => {
    const store = openMeter({ ratePerS: 0.5 });
    store.append(meter(MIDNIGHT, 10), meter(MIDNIGHT + 10 * SECOND, 900));
    expect(used(store, '1m')).toEqual([0]);
  });

  test('leaves bad and missing readings aside', () => {
    const store = openMeter();
    store.append(
      meter(MIDNIGHT, 10),
      meter(MIDNIGHT + 10 * SECOND, 0, { quality: 'bad' }),
      meter(MIDNIGHT + 20 * SECOND, null, { quality: 'missing' }),
      meter(MIDNIGHT + 30 * SECOND, 13),
    );
    expect(used(store, '1m')).toEqual([3]);
  });

  test('is mended at all levels when a reading inside a gap comes late', () => {
    const store = openMeter();
    store.append(meter(MIDNIGHT, 0), meter(MIDNIGHT + 2 * HOUR, 40));
    store.mendAll();
    expect(used(store, '1h', MIDNIGHT, MIDNIGHT + 2 * HOUR)).toEqual([
      expect.closeTo(20, 9),
      expect.closeTo(20, 9),
    ]);
    store.append(meter(MIDNIGHT + HOUR, 30));
    store.mendAll();
    expect(used(store, '1h', MIDNIGHT, MIDNIGHT + 2 * HOUR)).toEqual([
      expect.closeTo(30, 9),
      expect.closeTo(10, 9),
    ]);
    expect(used(store, '1d')).toEqual([expect.closeTo(40, 9)]);
    expect(used(store, '15m', MIDNIGHT + HOUR, MIDNIGHT + HOUR + MINUTE)).toEqual([
      expect.closeTo(2.5, 9),
    ]);
  });

  test('of the first reading alone is unknown', () => {
    const store = openMeter();
    store.append(meter(MIDNIGHT, 10));
    expect(used(store, '1m')).toEqual([null]);
  });
});
