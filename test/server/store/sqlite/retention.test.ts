import { expect, test } from 'vitest';
import { HOUR, KEEP_ALL, MIDNIGHT, MINUTE, openHalves, reading, type Halves } from './helpers.ts';

const DAY = 24 * HOUR;
const TAG = 's1/u1/mw';
const RETENTION = { ...KEEP_ALL, rawDays: 2, minutesDays: 5 };

/** Ten days with a reading every hour, up to midnight. */
function tenDays(store: Halves): void {
  store.append(...Array.from({ length: 240 }, (_, i) => reading(MIDNIGHT - (i + 1) * HOUR, i)));
}

function pruneAll({ writer }: Halves, now: number): number {
  let removed = 0;
  for (let slice = writer.prune(now); slice > 0; slice = writer.prune(now)) removed += slice;
  return removed;
}

const counts = ({ reader }: Halves) => ({
  raw: reader.raw(TAG, 0, MIDNIGHT, 1000).length,
  minutes: reader.aggregates(TAG, MIDNIGHT - 11 * DAY, MIDNIGHT, '1m').length,
  days: reader.aggregates(TAG, MIDNIGHT - 11 * DAY, MIDNIGHT, '1d').length,
});

test('each level goes when it is older than its own retention', () => {
  const store = openHalves({ retention: RETENTION });
  tenDays(store);
  store.mendAll();
  // Raw: 240 - 2 days · 24 = 192 go. Minutes: 240 - 5 · 24 = 120 go. All 10 days stay.
  expect(pruneAll(store, MIDNIGHT)).toBe(192 + 120);
  expect(counts(store)).toEqual({ raw: 48, minutes: 120, days: 10 });
});

test('nothing goes that is still to be aggregated', () => {
  const store = openHalves({ retention: RETENTION });
  tenDays(store);
  expect(pruneAll(store, MIDNIGHT)).toBe(0);
  store.mendAll();
  expect(pruneAll(store, MIDNIGHT)).toBeGreaterThan(0);
});

test('the audit goes with its readings', () => {
  const store = openHalves({ retention: RETENTION });
  store.append(reading(MIDNIGHT - 9 * DAY, 1));
  store.append(reading(MIDNIGHT - 9 * DAY, 2));
  store.mendAll();
  expect(pruneAll(store, MIDNIGHT)).toBe(3);
  expect(store.reader.versions(TAG, MIDNIGHT - 9 * DAY)).toEqual([]);
});

test('a reading later than its retention is kept, and spoils no aggregate it cannot be part of', () => {
  const store = openHalves({ retention: RETENTION });
  tenDays(store);
  store.mendAll();
  pruneAll(store, MIDNIGHT);
  const dayBefore = store.reader.aggregates(TAG, MIDNIGHT - 4 * DAY, MIDNIGHT - 4 * DAY + 1, '1d');
  expect(store.append(reading(MIDNIGHT - 4 * DAY + MINUTE, 999))).toEqual({
    accepted: 1,
    duplicate: 0,
  });
  store.mendAll();
  expect(store.reader.aggregates(TAG, MIDNIGHT - 4 * DAY, MIDNIGHT - 4 * DAY + 1, '1d')).toEqual(
    dayBefore,
  );
});
