import { expect, test } from 'vitest';
import { inflowYear } from '#server/sources/simulator/inflow-year.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';

/** Full discharge of the made-up plant, m³/s. */
const FULL = 100;
const HOURS = 8760;
const START = Date.UTC(2026, 0, 1);
const SEEDS = [1, 2, 3, 4, 5];

const yearOf = (seed: number): number[] => {
  const inflowAt = inflowYear(seed, FULL);
  return Array.from({ length: HOURS }, (_, hour) => inflowAt(START + hour * MS_PER_HOUR));
};

/** Lengths, h, of the runs in which `holds` is true. */
function runs(flows: readonly number[], holds: (flow: number) => boolean): number[] {
  const lengths: number[] = [];
  flows.forEach((flow, hour) => {
    if (!holds(flow)) return;
    if (hour > 0 && holds(flows[hour - 1]!)) lengths[lengths.length - 1]! += 1;
    else lengths.push(1);
  });
  return lengths;
}

test.each(SEEDS)('a year with seed %i is neither a desert nor a deluge', (seed) => {
  const flows = yearOf(seed);
  const mean = flows.reduce((sum, flow) => sum + flow, 0) / HOURS;
  // A plant is built for a river that would fill it a quarter to four fifths of the time.
  expect(mean / FULL).toBeGreaterThan(0.25);
  expect(mean / FULL).toBeLessThan(0.8);
  expect(Math.min(...flows)).toBeGreaterThan(0);
  // Storms reach at most 5 full discharges each, and rarely one rides on another.
  expect(Math.max(...flows) / FULL).toBeLessThan(10);
});

test.each(SEEDS)('a year with seed %i has floods that the units cannot take', (seed) => {
  const floods = runs(yearOf(seed), (flow) => flow > FULL);
  expect(floods.length).toBeGreaterThanOrEqual(2);
  expect(floods.length).toBeLessThanOrEqual(40);
});

test.each(SEEDS)('a year with seed %i has dry spells of ten days and more', (seed) => {
  const dry = runs(yearOf(seed), (flow) => flow < 0.3 * FULL);
  expect(Math.max(...dry)).toBeGreaterThanOrEqual(10 * 24);
});

test('the same seed gives the same year, another seed another', () => {
  expect(yearOf(1)).toEqual(yearOf(1));
  expect(yearOf(1)).not.toEqual(yearOf(2));
});

test('the river does not jump where a year ends', () => {
  const inflowAt = inflowYear(1, FULL);
  const midnight = Date.UTC(2027, 0, 1);
  // In one second the steepest storm, 5 · 100 m³/s · e over 5 h, adds less than 0.1 m³/s.
  expect(Math.abs(inflowAt(midnight) - inflowAt(midnight - 1000))).toBeLessThan(0.1);
});
