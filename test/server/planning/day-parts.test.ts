import { expect, test } from 'vitest';
import { horizonAt, pricesOf } from '#server/planning/horizon.ts';
import { forecastOn, recessionOf } from '#server/planning/inflow-outlook.ts';
import { unitStateOf } from '#server/planning/station-state.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';
import type { Forecast } from '#shared/wire/reading.ts';

const ZONE = 'Asia/Shanghai';
/** 10:07 on 2026-06-01 in Shanghai. */
const NOW = Date.parse('2026-06-01T10:07:00+08:00');
const QUARTER_MS = 15 * MS_PER_MINUTE;

test('a plan reaches from the running quarter-hour to the end of tomorrow', () => {
  const horizon = horizonAt(NOW, ZONE, 2);
  expect(horizon.startMs).toBe(Date.parse('2026-06-01T10:00:00+08:00'));
  expect(horizon.endMs).toBe(Date.parse('2026-06-03T00:00:00+08:00'));
  // 14 h of today and 24 h of tomorrow in quarter-hours.
  expect(horizon.steps).toBe(38 * 4);
});

test('a day on which the clock is changed has its own number of quarter-hours', () => {
  const steps = (at: string): number => horizonAt(Date.parse(at), 'Europe/Berlin', 1).steps;
  expect(steps('2026-03-29T00:00:00+01:00')).toBe(92);
  expect(steps('2026-10-25T00:00:00+02:00')).toBe(100);
  expect(steps('2026-06-01T00:00:00+02:00')).toBe(96);
});

test('a step has the price of the hour in which it begins', () => {
  const hourly = Array.from({ length: 24 }, (_, hour) => hour * 10);
  const prices = pricesOf(horizonAt(NOW, ZONE, 1), ZONE, hourly);
  expect(prices.slice(0, 5)).toEqual([100, 100, 100, 100, 110]);
  expect(prices.at(-1)).toBe(230);
});

test('without a forecast the inflow recedes, and is marked so', () => {
  const horizon = horizonAt(NOW, ZONE, 2);
  const { inflowM3s, origin } = recessionOf(60, horizon.startMs, horizon);
  expect(origin).toBe('recession');
  // Middle of the last step: 37.875 h after the observation; 60 · e^(−37.875 / 120).
  expect(inflowM3s.at(-1)).toBeCloseTo(60 * Math.exp(-37.875 / 120), 9);
  expect(inflowM3s).toEqual(inflowM3s.toSorted((a, b) => b - a));
});

const forecast: Forecast = {
  station: 's1',
  issuedAt: NOW,
  startsAt: Date.parse('2026-06-01T09:00:00+08:00'),
  stepMinutes: 60,
  inflowM3s: [50, 60, 70],
  origin: 'forecast',
};

test('a forecast counts from the step that holds the start, its last value holds on', () => {
  const outlook = forecastOn(forecast, horizonAt(NOW, ZONE, 1));
  // 10:00 is the forecast's second hour.
  expect(outlook?.inflowM3s.slice(0, 6)).toEqual([60, 60, 60, 60, 70, 70]);
  expect(outlook?.inflowM3s.at(-1)).toBe(70);
  expect(outlook?.origin).toBe('forecast');
});

test('a forecast that does not hold the start is none', () => {
  const horizon = horizonAt(NOW, ZONE, 1);
  expect(forecastOn({ ...forecast, startsAt: horizon.startMs + 1 }, horizon)).toBeNull();
  expect(forecastOn({ ...forecast, inflowM3s: [50] }, horizon)).toBeNull();
});

const START = Date.parse('2026-06-01T10:00:00+08:00');
/** On-states of the quarter-hours before START, newest last; a share between is a change within. */
const states = (...means: number[]): AggregatePoint[] =>
  means.map((mean, index) => ({
    at: START - (means.length - index) * QUARTER_MS,
    count: 15,
    goodPercent: 100,
    worstQuality: 'good',
    min: mean < 1 ? 0 : 1,
    max: mean > 0 ? 1 : 0,
    mean,
    last: mean > 0.5 || (mean > 0 && means[index + 1] === 1) ? 1 : 0,
  }));

test('a unit has been on since its start within a quarter-hour', () => {
  // On for a third of the quarter-hour that ended 45 min ago, and since: 5 + 45 min.
  expect(unitStateOf(states(0, 1 / 3, 1, 1, 1), 38, false, START)).toEqual({
    on: true,
    forMinutes: 50,
    mw: 38,
  });
});

test('a unit that never changed has been so for the whole day that is looked at', () => {
  expect(unitStateOf(states(0, 0, 0), null, false, START)).toEqual({
    on: false,
    forMinutes: 24 * 60,
    mw: 0,
  });
});

test('where nothing is stored the live state holds', () => {
  expect(unitStateOf([], null, true, START).on).toBe(true);
});
