import type { Forecast } from '#shared/wire/reading.ts';

/** Port: inflow forecasts, every issue of them. */
export interface ForecastStore {
  /** Keeps an issue; the same (station, issuedAt) again is a duplicate and returns false. Durable on return. */
  add(forecast: Forecast): Promise<boolean>;
  /** The newest issue known at `asOf`, or null. */
  newest(station: string, asOf: number): Promise<Forecast | null>;
}
