import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Forecast } from '#shared/wire/reading.ts';
import { type Horizon, stepStarts } from './horizon.ts';

/** Inflow that a plan reckons with, m³/s per step, and where it came from. */
export interface InflowOutlook {
  readonly inflowM3s: readonly number[];
  readonly origin: 'forecast' | 'recession';
  /** When the forecast was issued; null: none was. */
  readonly issuedAt: number | null;
}

/** Time in which an unfed inflow falls to 1/e; five days suits a middle-sized catchment. */
const RECESSION_HOURS = 120;

/** The inflow recedes from its last observed mean: I(t) = I₀ e^(−t/K), t from `observedAtMs`. */
export function recessionOf(
  observedM3s: number,
  observedAtMs: number,
  horizon: Horizon,
): InflowOutlook {
  const halfStepMs = (horizon.stepMinutes * MS_PER_MINUTE) / 2;
  const inflowM3s = stepStarts(horizon).map((startMs) => {
    const hours = Math.max(0, startMs + halfStepMs - observedAtMs) / MS_PER_HOUR;
    return Math.max(0, observedM3s) * Math.exp(-hours / RECESSION_HOURS);
  });
  return { inflowM3s, origin: 'recession', issuedAt: null };
}

/**
 * A forecast on the horizon's steps, each the value of the forecast's step in which it begins; its last
 * value holds to the horizon's end. Null where the forecast begins after the horizon or ends before it.
 */
export function forecastOn(forecast: Forecast, horizon: Horizon): InflowOutlook | null {
  const stepMs = forecast.stepMinutes * MS_PER_MINUTE;
  const last = forecast.inflowM3s.length - 1;
  const first = Math.floor((horizon.startMs - forecast.startsAt) / stepMs);
  if (first < 0 || first > last) return null;
  const inflowM3s = stepStarts(horizon).map(
    (startMs) =>
      forecast.inflowM3s[Math.min(last, Math.floor((startMs - forecast.startsAt) / stepMs))]!,
  );
  return { inflowM3s, origin: forecast.origin, issuedAt: forecast.issuedAt };
}
