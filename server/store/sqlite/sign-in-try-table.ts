import { ANYWHERE, type SignInTries } from '../sign-in-try-store.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly came_from: string;
  readonly count: number;
  readonly last_at: number;
}

export function signInTries(connection: Connection, name: string): [string, SignInTries][] {
  return connection
    .all<Row>('select came_from, count, last_at from sign_in_try where name = ?', name)
    .map(({ came_from, count, last_at }) => [came_from, { count, lastAt: last_at }]);
}

/** Counts a failed try. Inside a transaction of the writer, so that no two count as one. */
export function countSignInTry(
  connection: Connection,
  name: string,
  place: string,
  at: number,
  forgetBefore: number,
): { here: number; anywhere: number } {
  connection.run('delete from sign_in_try where last_at <= ?', forgetBefore);
  for (const key of [place, ANYWHERE]) {
    connection.run(
      `insert into sign_in_try (name, came_from, count, last_at) values (?, ?, 1, ?)
       on conflict (name, came_from) do update set count = count + 1, last_at = excluded.last_at`,
      name,
      key,
      at,
    );
  }
  const counted = new Map(signInTries(connection, name));
  return { here: counted.get(place)?.count ?? 0, anywhere: counted.get(ANYWHERE)?.count ?? 0 };
}

export function clearSignInTries(connection: Connection, name: string): void {
  connection.run('delete from sign_in_try where name = ?', name);
}
