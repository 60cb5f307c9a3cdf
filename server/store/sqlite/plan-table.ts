import { createHash } from 'node:crypto';
import type { System } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanMove, PlanState, PlanStep } from '#shared/wire/plan-life.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { PlanChange, PlanInputs, StoredMove } from '../plan-store.ts';
import { StoreConflictError } from '../store-error.ts';
import { appendAudit } from './audit-table.ts';
import type { Connection } from './connection.ts';

interface PlanRow {
  readonly id: string;
  readonly state: PlanState;
  readonly revision: number;
  readonly in_force_from: number | null;
  readonly document: string;
}

interface MoveRow {
  readonly plan: string;
  readonly revision: number;
  readonly step: PlanStep;
  readonly state: PlanState;
  readonly at: number;
  readonly by_id: string;
  readonly by_name: string;
  readonly reason: string | null;
  readonly other_plan: string | null;
}

const COLUMNS = 'id, state, revision, in_force_from, document';

/** What the columns and other tables say is left out of the document. */
const IN_COLUMNS = { state: undefined, revision: undefined, moves: undefined };

/** Makes a change. Inside a transaction of the writer. @throws StoreConflictError */
export function recordPlans(connection: Connection, { add, moves, audit }: PlanChange): void {
  const known = moves.map(({ id }) => id);
  for (const move of moves) {
    if (move.move.step === 'begin') supersedeOthers(connection, move.id, move.move, known);
    takeStep(connection, move);
  }
  if (add) {
    const { version, inputs } = add;
    const begun = version.moves.findLast(({ step }) => step === 'begin');
    if (begun) supersedeOthers(connection, version.id, begun, known);
    addPlan(connection, version, inputs);
  }
  for (const entry of audit) appendAudit(connection, entry);
}

function addPlan(connection: Connection, version: PlanVersion, inputs: PlanInputs | null): void {
  connection.run(
    `insert into plan (id, state, made_at, starts_at, ends_at, revision, in_force_from, document)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    version.id,
    version.state,
    version.madeAt,
    version.startsAt,
    version.startsAt + version.steps * version.stepMinutes * MS_PER_MINUTE,
    version.revision,
    version.inForceFrom,
    JSON.stringify({ ...version, ...IN_COLUMNS, inForceFrom: undefined }),
  );
  for (const move of version.moves) addMove(connection, version.id, move);
  if (inputs) addInputs(connection, version.id, inputs);
}

function addInputs(connection: Connection, id: string, { system, ...inputs }: PlanInputs): void {
  const document = JSON.stringify(system);
  const hash = createHash('sha256').update(document).digest('hex');
  connection.run(
    'insert into plan_system (hash, document) values (?, ?) on conflict do nothing',
    hash,
    document,
  );
  connection.run(
    'insert into plan_input (plan, system, document) values (?, ?, ?)',
    id,
    hash,
    JSON.stringify(inputs),
  );
}

function addMove(connection: Connection, id: string, move: PlanMove): void {
  connection.run(
    `insert into plan_move (plan, revision, step, state, at, by_id, by_name, reason, other_plan)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    move.revision,
    move.step,
    move.state,
    move.at,
    move.by.id,
    move.by.name,
    move.reason,
    move.otherPlan,
  );
}

function takeStep(connection: Connection, { id, move, inForceFrom }: StoredMove): void {
  const changed = connection.run(
    'update plan set state = ?, revision = ?, in_force_from = ? where id = ? and revision = ?',
    move.state,
    move.revision,
    inForceFrom,
    id,
    move.revision - 1,
  );
  if (changed === 0)
    throw new StoreConflictError(
      `Plan "${id}" is not at revision ${move.revision - 1}: it took another step, or is not there.`,
    );
  addMove(connection, id, move);
}

/** Versions in force that the book does not know, such as of another system in the same folder. */
function supersedeOthers(
  connection: Connection,
  id: string,
  move: PlanMove,
  known: readonly string[],
): void {
  const others = connection
    .all<PlanRow>(`select ${COLUMNS} from plan where state = 'in-force'`)
    .filter((row) => !known.includes(row.id));
  for (const other of others)
    takeStep(connection, {
      id: other.id,
      inForceFrom: other.in_force_from,
      move: {
        ...move,
        revision: other.revision + 1,
        step: 'supersede',
        state: 'superseded',
        otherPlan: id,
      },
    });
}

export function planById(connection: Connection, id: string): PlanVersion | null {
  return one(connection, 'id = ?', id);
}

export function planInputs(connection: Connection, id: string): PlanInputs | null {
  const row = connection.get<{ system: string; inputs: string }>(
    `select plan_system.document as system, plan_input.document as inputs
     from plan_input join plan_system on hash = system where plan = ?`,
    id,
  );
  if (row === undefined) return null;
  const inputs = JSON.parse(row.inputs) as Omit<PlanInputs, 'system'>;
  return { ...inputs, system: JSON.parse(row.system) as System };
}

export function newestPlan(connection: Connection, state: PlanState): PlanVersion | null {
  return one(connection, 'state = ? order by made_at desc, number desc limit 1', state);
}

export function plansBetween(connection: Connection, from: number, to: number): PlanVersion[] {
  return connection.read(() => {
    const moves = new Map<string, MoveRow[]>();
    const rows = connection.all<MoveRow>(
      `select plan_move.* from plan_move join plan on id = plan
       where ends_at > ? and starts_at < ? order by plan, plan_move.revision`,
      from,
      to,
    );
    for (const row of rows) {
      const ofPlan = moves.get(row.plan);
      if (ofPlan) ofPlan.push(row);
      else moves.set(row.plan, [row]);
    }
    return connection
      .all<PlanRow>(
        `select ${COLUMNS} from plan
         where ends_at > ? and starts_at < ? order by made_at, number`,
        from,
        to,
      )
      .map((row) => toVersion(row, moves.get(row.id) ?? []));
  });
}

function one(connection: Connection, where: string, value: string): PlanVersion | null {
  return connection.read(() => {
    const row = connection.get<PlanRow>(`select ${COLUMNS} from plan where ${where}`, value);
    if (row === undefined) return null;
    const moves = connection.all<MoveRow>(
      'select * from plan_move where plan = ? order by revision',
      row.id,
    );
    return toVersion(row, moves);
  });
}

/** What versions lack that were stored before there was such a thing. */
const BEFORE_LIVES = { causes: [], amends: null, loadMw: null, substituted: [] };

function toVersion(row: PlanRow, moves: readonly MoveRow[]): PlanVersion {
  return {
    ...BEFORE_LIVES,
    ...(JSON.parse(row.document) as Omit<PlanVersion, 'state' | 'revision' | 'moves'>),
    state: row.state,
    revision: row.revision,
    moves: moves.map(toMove),
    inForceFrom: row.in_force_from,
  };
}

const toMove = (row: MoveRow): PlanMove => ({
  revision: row.revision,
  step: row.step,
  state: row.state,
  at: row.at,
  by: { id: row.by_id, name: row.by_name },
  reason: row.reason,
  otherPlan: row.other_plan,
});
