import type { Connection } from './connection.ts';
import { StoreError } from '../store-error.ts';

/**
 * Each entry brings the schema from its place in the list to the next number. An entry that was
 * released is never changed: what is wrong with it is mended by a further one.
 */
export const MIGRATIONS: readonly string[] = [
  // 1: readings with every version, forecasts, plans.
  `create table tag (id integer primary key, path text not null unique) strict;

   -- Who sent a reading and with which quality code of its own: few distinct ones, many readings.
   create table origin (id integer primary key, document text not null unique) strict;

   create table reading (
     tag integer not null references tag, at integer not null,
     value real, quality integer not null, mark integer,
     received_at integer not null, origin integer not null references origin, seq integer,
     primary key (tag, at)
   ) strict, without rowid;

   create table reading_audit (
     tag integer not null references tag, at integer not null, version integer not null,
     value real, quality integer not null, mark integer,
     received_at integer not null, origin integer not null references origin, seq integer,
     primary key (tag, at, version)
   ) strict, without rowid;

   create table forecast (
     station text not null, issued_at integer not null, document text not null,
     primary key (station, issued_at)
   ) strict, without rowid;

   create table plan (
     number integer primary key, id text not null unique, state text not null,
     made_at integer not null, starts_at integer not null, ends_at integer not null,
     document text not null
   ) strict;
   create index plan_by_state on plan (state, made_at);
   create index plan_by_end on plan (ends_at);`,

  // 2: aggregates, and which of them are due to be made again; all that was there before is due.
  `create table aggregate (
     level integer not null, tag integer not null references tag, at integer not null,
     count integer not null, good integer not null, worst integer not null,
     usable integer not null, min real, max real, sum real not null, first real, last real,
     used real,
     primary key (level, tag, at)
   ) strict, without rowid;

   create table due (
     level integer not null, tag integer not null references tag,
     at integer not null, until integer not null,
     primary key (level, tag, at)
   ) strict, without rowid;

   -- What was removed as too old: raw readings at level -1, aggregates at theirs.
   create table pruned (level integer primary key, before integer not null) strict;

   create table setting (name text primary key, value text not null) strict, without rowid;

   insert into due
     select 0, tag, min(at) / 60000 * 60000, (max(at) / 60000 + 1) * 60000
     from reading group by tag;`,

  // 3: accounts, sessions, tokens, and the audit, which the store itself keeps from being changed.
  `create table account (
     id text primary key, name text not null unique, document text not null,
     revision integer not null
   ) strict, without rowid;

   create table session (
     digest text primary key, account text not null references account (id),
     started_at integer not null, seen_at integer not null, came_from text not null
   ) strict, without rowid;

   create table token (
     number integer primary key, id text not null unique, document text not null,
     revoked_at integer
   ) strict;

   -- One row: rises with every change to the three tables above.
   create table access_revision (number integer not null) strict;
   insert into access_revision values (0);

   create table audit (
     number integer primary key, at integer not null,
     actor_kind text not null, actor_id text not null, actor_name text not null,
     came_from text not null, action text not null, subject text not null,
     before text not null, after text not null,
     previous text not null, hash text not null
   ) strict;
   create trigger audit_is_never_changed before update on audit
     begin select raise(abort, 'the audit only grows'); end;
   create trigger audit_is_never_removed before delete on audit
     begin select raise(abort, 'the audit only grows'); end;

   -- Where the chain ends, so that entries cut off at its end are missed.
   create table audit_head (
     only integer primary key check (only = 1), number integer not null, hash text not null
   ) strict;
   create trigger audit_head_only_grows before update on audit_head when new.number <= old.number
     begin select raise(abort, 'the audit only grows'); end;
   create trigger audit_head_is_never_removed before delete on audit_head
     begin select raise(abort, 'the audit only grows'); end;`,

  // 4: a plan's life and inputs; trials, load curves, deviations and closed days. Between two statements
  // an earlier Forebay could leave two plans in force: the one made last counts, and it stays at one.
  `alter table plan add column revision integer not null default 0;
   alter table plan add column in_force_from integer;
   update plan set in_force_from = made_at where state in ('in-force', 'superseded');
   update plan set state = 'superseded' where state = 'in-force' and number <>
     (select number from plan where state = 'in-force' order by made_at desc, number desc limit 1);
   create unique index plan_in_force on plan (state) where state = 'in-force';

   create table plan_move (
     plan text not null references plan (id) on delete cascade, revision integer not null,
     step text not null, state text not null, at integer not null,
     by_id text not null, by_name text not null, reason text, other_plan text,
     primary key (plan, revision)
   ) strict, without rowid;

   -- A system as it was when plans were made for it: few distinct ones.
   create table plan_system (hash text primary key, document text not null) strict, without rowid;

   create table plan_input (
     plan text primary key references plan (id) on delete cascade,
     system text not null references plan_system (hash), document text not null
   ) strict, without rowid;

   create table what_if (
     id text primary key, station text not null, kind text not null, owner text not null,
     shift_starts_at integer not null, revision integer not null, changed_at integer not null,
     document text not null
   ) strict, without rowid;
   create index what_if_by_station on what_if (station, shift_starts_at);

   -- Every import is kept; of a day the newest counts.
   create table load_curve (
     number integer primary key, id text not null unique, day text not null, document text not null
   ) strict;
   create index load_curve_by_day on load_curve (day, number);

   create table deviation (
     id text primary key, station text not null, from_at integer not null, to_at integer not null,
     revision integer not null, document text not null
   ) strict, without rowid;
   create index deviation_by_time on deviation (station, to_at);

   create table day_closed (
     station text not null, day text not null, document text not null, primary key (station, day)
   ) strict, without rowid;`,

  // 5: closed days of consumption with every version, what drove them, and what people set and said.
  `create table consumption_day (
     station text not null, consumer text not null, date text not null, version integer not null,
     closed_at integer not null, meter text not null, document text not null,
     baseline text, restated text not null
   ) strict;
   create unique index consumption_day_version
     on consumption_day (station, consumer, date, version);
   create index consumption_day_by_date on consumption_day (station, date);
   create index consumption_day_restated on consumption_day (station, closed_at) where version > 1;

   create table consumption_facts (
     station text not null, date text not null, document text not null, primary key (station, date)
   ) strict;

   create table energy_entry (
     number integer primary key, id text not null, kind text not null, station text not null,
     at integer not null, by_id text not null, by_name text not null, document text not null
   ) strict;
   create index energy_entry_by_id on energy_entry (station, kind, id, number);`,

  // 6: the journal of the alarms, and where each stands by it.
  `create table alarm_entry (
     number integer primary key, at integer not null, station text not null, alarm text not null,
     code text not null, subject text not null, priority integer not null, event text not null,
     to_state text not null, by_name text, document text not null
   ) strict;
   create index alarm_entry_by_time on alarm_entry (station, at);
   create index alarm_entry_by_alarm on alarm_entry (alarm, number);

   create table alarm_record (
     alarm text primary key, revision integer not null, document text not null
   ) strict, without rowid;`,

  // 7: units that are out of service, and failed sign-ins. What never ends has the largest end there is.
  `create table unit_outage (
     id text primary key, station text not null, from_at integer not null, ends_at integer not null,
     revision integer not null, document text not null
   ) strict, without rowid;
   create index unit_outage_by_time on unit_outage (ends_at);

   create table sign_in_try (
     name text not null, came_from text not null, count integer not null, last_at integer not null,
     primary key (name, came_from)
   ) strict, without rowid;
   create index sign_in_try_by_time on sign_in_try (last_at);`,
];

/**
 * Brings a database up to the newest schema, each step in a transaction of its own.
 * @throws StoreError where the database was made by a newer Forebay
 */
export function migrate(connection: Connection, migrations = MIGRATIONS): void {
  connection.exec(`create table if not exists migration (
    version integer primary key, applied_at integer not null default (unixepoch() * 1000)) strict`);
  const present = schemaVersion(connection);
  if (present > migrations.length)
    throw new StoreError(
      'refused',
      `${connection.file} has schema ${present}, this Forebay knows up to ${migrations.length}: ` +
        'start the newer Forebay that wrote it, or give another folder in FOREBAY_DATA.',
    );
  for (let version = present + 1; version <= migrations.length; version += 1)
    connection.write(() => {
      connection.exec(migrations[version - 1] ?? '');
      connection.run('insert into migration (version) values (?)', version);
    });
}

export function schemaVersion(connection: Connection): number {
  const newest = connection.get<{ version: number | null }>(
    'select max(version) as version from migration',
  );
  return newest?.version ?? 0;
}
