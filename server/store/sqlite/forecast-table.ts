import type { Forecast } from '#shared/wire/reading.ts';
import type { Connection } from './connection.ts';

/** Keeps an issue; false where it is there already. Inside a transaction of the writer. */
export function addForecast(connection: Connection, forecast: Forecast): boolean {
  return (
    connection.run(
      `insert into forecast (station, issued_at, document) values (?, ?, ?)
       on conflict do nothing`,
      forecast.station,
      forecast.issuedAt,
      JSON.stringify(forecast),
    ) > 0
  );
}

export function newestForecast(
  connection: Connection,
  station: string,
  asOf: number,
): Forecast | null {
  const row = connection.get<{ document: string }>(
    `select document from forecast
     where station = ? and issued_at <= ? order by issued_at desc limit 1`,
    station,
    asOf,
  );
  return row === undefined ? null : (JSON.parse(row.document) as Forecast);
}
