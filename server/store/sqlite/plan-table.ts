import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanState, PlanVersion } from '#shared/wire/plan-view.ts';
import { StoreError } from '../store-error.ts';
import type { Connection } from './connection.ts';

interface PlanRow {
  readonly state: PlanState;
  readonly document: string;
}

/** Keeps a version. Inside a transaction of the writer. */
export function addPlan(connection: Connection, version: PlanVersion): void {
  connection.run(
    `insert into plan (id, state, made_at, starts_at, ends_at, document) values (?, ?, ?, ?, ?, ?)`,
    version.id,
    version.state,
    version.madeAt,
    version.startsAt,
    version.startsAt + version.steps * version.stepMinutes * MS_PER_MINUTE,
    JSON.stringify(version),
  );
}

/** The document stays as it was made; only the state beside it changes. */
export function setPlanState(connection: Connection, id: string, state: PlanState): void {
  if (connection.run('update plan set state = ? where id = ?', state, id) === 0)
    throw new StoreError(
      'refused',
      `There is no plan "${id}" whose state could become "${state}".`,
    );
}

export function planById(connection: Connection, id: string): PlanVersion | null {
  return one(connection.get<PlanRow>('select state, document from plan where id = ?', id));
}

export function newestPlan(connection: Connection, state: PlanState): PlanVersion | null {
  return one(
    connection.get<PlanRow>(
      `select state, document from plan where state = ? order by made_at desc, number desc limit 1`,
      state,
    ),
  );
}

export function plansBetween(connection: Connection, from: number, to: number): PlanVersion[] {
  return connection
    .all<PlanRow>(
      `select state, document from plan
       where ends_at > ? and starts_at < ? order by made_at, number`,
      from,
      to,
    )
    .map(toVersion);
}

const one = (row: PlanRow | undefined): PlanVersion | null =>
  row === undefined ? null : toVersion(row);

const toVersion = ({ state, document }: PlanRow): PlanVersion => ({
  ...(JSON.parse(document) as PlanVersion),
  state,
});
