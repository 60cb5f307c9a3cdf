import { describe, expect, test } from 'vitest';
import { imageOf, mergeDelta } from '#client/stores/live-value.ts';

const snapshot = imageOf({
  cursor: 'a1',
  at: 10_000,
  values: [
    [0, 445.2, 1000, 0],
    [2, null, 0, 4],
  ],
});

describe('the live image', () => {
  test('turns an age into the instant of the measurement, and a quality into its name', () => {
    expect(snapshot.values[0]).toEqual({ value: 445.2, at: 9000, quality: 'good' });
    expect(snapshot.values[2]).toEqual({ value: null, at: 10_000, quality: 'missing' });
    expect(snapshot.values[1]).toBeUndefined();
  });

  test('takes what a delta changed and keeps the rest', () => {
    const after = mergeDelta(snapshot, { cursor: 'a2', at: 11_000, changes: [[1, 7, 0, 2]] });
    expect(after.cursor).toBe('a2');
    expect(after.values[0]).toBe(snapshot.values[0]);
    expect(after.values[1]).toEqual({ value: 7, at: 11_000, quality: 'doubtful' });
    expect(snapshot.values[1]).toBeUndefined();
  });

  test('is not changed by a delta that it already has', () => {
    expect(mergeDelta(snapshot, { cursor: 'a1', at: 10_000, changes: [[0, 1, 0, 0]] })).toBe(
      snapshot,
    );
  });
});
