import { knownCure } from '#shared/station/nearest.ts';
import type { Forecast, IngestResult, Refusal } from '#shared/wire/reading.ts';
import { listeners } from '../listeners.ts';
import type { ForecastStore } from '../store/forecast-store.ts';

/** Use case: takes inflow forecasts in; every issue is kept. */
export interface Forecasts {
  /** Resolves when durable. */
  accept(batch: readonly Forecast[]): Promise<IngestResult>;
  /** Calls back with every issue that was not there before. */
  onIssue(listener: (forecast: Forecast) => void): () => void;
}

/** @param stations ids of the system's stations */
export function createForecasts(store: ForecastStore, stations: readonly string[]): Forecasts {
  const issues = listeners<Forecast>();
  return {
    onIssue: issues.add,
    async accept(batch) {
      const refused: Refusal[] = [];
      let accepted = 0;
      let duplicate = 0;
      for (const [index, forecast] of batch.entries()) {
        if (!stations.includes(forecast.station)) {
          const message = `no station "${forecast.station}"; ${knownCure(forecast.station, stations)}`;
          refused.push({ index, code: 'unknown-station', message });
        } else if (await store.add(forecast)) {
          accepted += 1;
          issues.tell(forecast);
        } else duplicate += 1;
      }
      return { accepted, duplicate, refused };
    },
  };
}
