import Database from 'libsql';

/**
 * Raw inserts as fast as a plain program does them: one prepared statement, row after row, in
 * transactions of `batch`, into a table of the same shape in the same file, with the store's pragmas.
 * @returns rows per second
 */
export function rawInsertsPerS(file: string, tags: number, batch: number, seconds: number): number {
  const db = new Database(file);
  db.exec(`
    pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
    pragma cache_size = -65536; pragma wal_autocheckpoint = 4000;
    create table yardstick (
      tag integer not null references tag, at integer not null,
      value real, quality integer not null, mark integer,
      received_at integer not null, origin integer not null references origin, seq integer,
      primary key (tag, at)
    ) strict, without rowid;`);
  const insert = db.prepare('insert into yardstick values (?, ?, ?, ?, ?, ?, ?, ?)');
  const { first } = db.prepare('select min(id) as first from tag').get() as { first: number };
  const ids = db.prepare('select id from tag order by id limit ?').all(tags) as { id: number }[];
  const now = Date.now();
  const begun = performance.now();
  let rows = 0;
  while (performance.now() - begun < seconds * 1000) {
    db.exec('begin immediate');
    for (let i = 0; i < batch; i += 1, rows += 1) {
      const second = Math.floor(rows / ids.length);
      const tag = ids[rows % ids.length]?.id ?? first;
      insert.run([tag, now + second * 1000, Math.sin(rows), 0, null, now, 1, null]);
    }
    db.exec('commit');
  }
  const perS = (rows * 1000) / (performance.now() - begun);
  db.close();
  return perS;
}
