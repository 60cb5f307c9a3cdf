import { linked } from '../audit-chain.ts';
import type { AuditEntry, AuditHead, AuditQuery, AuditRecord } from '../audit-store.ts';
import type { Connection } from './connection.ts';

interface AuditRow {
  readonly number: number;
  readonly at: number;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly came_from: string;
  readonly action: string;
  readonly subject: string;
  readonly before: string;
  readonly after: string;
  readonly previous: string;
  readonly hash: string;
}

const toRecord = (row: AuditRow): AuditRecord => ({
  number: row.number,
  at: row.at,
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  actorName: row.actor_name,
  from: row.came_from,
  action: row.action,
  subject: row.subject,
  before: JSON.parse(row.before) as unknown,
  after: JSON.parse(row.after) as unknown,
  previous: row.previous,
  hash: row.hash,
});

/** Adds an entry to the end of the chain. Inside a transaction of the writer: two never have the same place. */
export function appendAudit(connection: Connection, entry: AuditEntry): AuditRecord {
  const record = linked(auditHead(connection), entry);
  connection.run(
    `insert into audit (number, at, actor_kind, actor_id, actor_name, came_from, action, subject,
       before, after, previous, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    record.number,
    record.at,
    record.actorKind,
    record.actorId,
    record.actorName,
    record.from,
    record.action,
    record.subject,
    JSON.stringify(record.before ?? null),
    JSON.stringify(record.after ?? null),
    record.previous,
    record.hash,
  );
  connection.run(
    `insert into audit_head (only, number, hash) values (1, ?, ?)
     on conflict (only) do update set number = excluded.number, hash = excluded.hash`,
    record.number,
    record.hash,
  );
  return record;
}

export function auditHead(connection: Connection): AuditHead | null {
  const row = connection.get<AuditHead>('select number, hash from audit_head');
  return row === undefined ? null : { number: row.number, hash: row.hash };
}

export function auditPage(connection: Connection, query: AuditQuery): AuditRecord[] {
  const { before, limit, actor, action } = query;
  return connection
    .all<AuditRow>(
      `select * from audit
       where number < ? and (? is null or instr(lower(actor_name), lower(?)) > 0)
         and (? is null or substr(action, 1, length(?)) = ?)
       order by number desc limit ?`,
      before ?? Number.MAX_SAFE_INTEGER,
      actor,
      actor,
      action,
      action,
      action,
      limit,
    )
    .map(toRecord);
}

export function auditFollowing(
  connection: Connection,
  number: number,
  limit: number,
): AuditRecord[] {
  return connection
    .all<AuditRow>('select * from audit where number > ? order by number limit ?', number, limit)
    .map(toRecord);
}
