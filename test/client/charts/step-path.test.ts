import { expect, test } from 'vitest';
import { barPath, linePath, runsOf, stepPath } from '#client/charts/step-path.ts';

test('a step curve holds each value for its slot and leaves gaps open', () => {
  expect(stepPath([50, 100, null, 0], 100, 100)).toBe('M0 50H1V0H2M3 100H4');
});

test('bars stand from the ground up; nothing stands where nothing is', () => {
  expect(barPath([50, 0, null], 100, 100, 0)).toBe('M0 100V50H1V100Z');
});

test('a line runs through instants within its range', () => {
  expect(linePath([0, 5, null, 20], { min: 0, max: 10 }, 100)).toBe('M0 100L1 50M3 0');
});

test('runs say from where to where something holds', () => {
  expect(runsOf([false, true, true, false, true])).toEqual([
    [1, 3],
    [4, 5],
  ]);
});
