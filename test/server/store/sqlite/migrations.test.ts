import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Connection } from '#server/store/sqlite/connection.ts';
import { migrate, MIGRATIONS, schemaVersion } from '#server/store/sqlite/migrations.ts';
import { planVersion } from '../../../fixtures/plan-version.ts';
import { HOUR, MIDNIGHT, openHalves, testFolder } from './helpers.ts';

test('an empty folder gets the newest schema, and opening it again changes nothing', () => {
  const { setup, writer } = openHalves();
  expect(schemaVersion(writer.parts.connection)).toBe(MIGRATIONS.length);
  openHalves(setup);
  const rows = writer.parts.connection.all<{ version: number }>('select version from migration');
  expect(rows.map((row) => row.version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
});

test('a database of schema 1 keeps its readings and gets aggregates of them', () => {
  const file = join(testFolder(), 'forebay.db');
  const old = Connection.open(file);
  migrate(old, MIGRATIONS.slice(0, 1));
  old.exec(`
    insert into tag values (1, 's1/u1/mw');
    insert into origin values (1, '{"source":"test"}');
    insert into reading values (1, ${MIDNIGHT}, 10, 0, null, ${MIDNIGHT}, 1, null);
    insert into reading values (1, ${MIDNIGHT + HOUR}, 20, 0, null, ${MIDNIGHT}, 1, null);`);
  old.close();

  const { reader, mendAll } = openHalves({ file });
  mendAll();
  expect(reader.aggregates('s1/u1/mw', MIDNIGHT, MIDNIGHT + 1, '1d')).toMatchObject([
    { count: 2, min: 10, max: 20, mean: 15, last: 20 },
  ]);
});

test('plans of before they had lives are read, and of two in force the one made last stays so', () => {
  const file = join(testFolder(), 'forebay.db');
  const old = Connection.open(file);
  migrate(old, MIGRATIONS.slice(0, 1));
  // As version 1 wrote them: the document is the version, the state beside it is the one that counts.
  for (const [i, state] of ['superseded', 'in-force', 'in-force', 'offered'].entries()) {
    const madeAt = MIDNIGHT + i * HOUR;
    const {
      inForceFrom: _from,
      moves: _moves,
      revision: _revision,
      ...rest
    } = planVersion({ id: `p${i}`, madeAt });
    const { causes: _causes, amends: _amends, loadMw: _load, substituted: _in, ...document } = rest;
    old.run(
      'insert into plan (id, state, made_at, starts_at, ends_at, document) values (?, ?, ?, ?, ?, ?)',
      document.id,
      state,
      madeAt,
      MIDNIGHT,
      MIDNIGHT + 24 * HOUR,
      JSON.stringify(document),
    );
  }
  old.close();

  const { reader } = openHalves({ file });
  const plans = reader.plansBetween(MIDNIGHT, MIDNIGHT + HOUR);
  expect(plans.map(({ state }) => state)).toEqual([
    'superseded',
    'superseded',
    'in-force',
    'offered',
  ]);
  expect(plans.map(({ inForceFrom }) => inForceFrom)).toEqual([
    MIDNIGHT,
    MIDNIGHT + HOUR,
    MIDNIGHT + 2 * HOUR,
    null,
  ]);
  expect(plans[3]).toMatchObject({
    revision: 0,
    moves: [],
    causes: [],
    amends: null,
    loadMw: null,
  });
  expect(reader.planInputs('p2')).toBeNull();
});

test('a migration that fails leaves the schema as it was', () => {
  const connection = Connection.open(join(testFolder(), 'forebay.db'));
  const broken = [...MIGRATIONS, 'create table half (x integer) strict; create table half (x)'];
  expect(() => migrate(connection, broken)).toThrow('half');
  expect(schemaVersion(connection)).toBe(MIGRATIONS.length);
  expect(connection.all(`select name from sqlite_schema where name = 'half'`)).toEqual([]);
  connection.close();
});

test('a database of a newer Forebay is refused, with what to do, and left alone', () => {
  const { setup, writer } = openHalves();
  const newer = MIGRATIONS.length + 1;
  writer.parts.connection.run('insert into migration (version) values (?)', newer);
  expect(() => openHalves(setup)).toThrow(
    `has schema ${newer}, this Forebay knows up to ${MIGRATIONS.length}: start the newer Forebay`,
  );
});

test('a store that goes to another time zone makes its hours and days again', () => {
  const { setup, append, mendAll } = openHalves({ timeZone: 'UTC' });
  // 23:00 UTC on the 19th is 07:00 on the 20th in Shanghai (UTC+8), whose 20th began at 16:00 UTC.
  append({
    tag: 's1/u1/mw',
    at: MIDNIGHT - HOUR,
    value: 5,
    quality: 'good',
    source: 'test',
    receivedAt: MIDNIGHT,
  });
  mendAll();
  const moved = openHalves({ ...setup, timeZone: 'Asia/Shanghai' });
  const days = () =>
    moved.reader.aggregates('s1/u1/mw', MIDNIGHT - 48 * HOUR, MIDNIGHT + 48 * HOUR, '1d');
  const expected = [{ at: MIDNIGHT - 8 * HOUR, count: 1, mean: 5 }];
  expect(days()).toMatchObject(expected);
  moved.mendAll();
  expect(days()).toMatchObject(expected);
});
