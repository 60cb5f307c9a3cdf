import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runForebay } from '../../fixtures/forebay-process.ts';
import { changedDay, changedSystem } from '../../shared/station/broken.ts';
import { newDesk } from './desk.ts';

test('a broken day ends the process with 2, its faults on standard error, nothing on standard output', async () => {
  const desk = newDesk();
  desk.put('system.json', changedSystem({}));
  desk.put('day.json', changedDay({ stepMinutes: '15' }));
  const file = (name: string): string => `${desk.folder}/${name}`;
  const words = ['plan', '--system', file('system.json'), '--day', file('day.json')];
  expect(await runForebay(words).ended).toEqual({
    code: 2,
    signal: null,
    out: '',
    err: `${file('day.json')}:stepMinutes: is the text "15", a number in minutes above 0 is needed, written without quotes\n`,
  });
});

test('a port that is taken ends the process with 2 and says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { code, err } = await runForebay(['serve'], {
    PORT: String(port),
    FOREBAY_DATA: newDesk().folder,
  }).ended;
  taken.close();
  expect(code).toBe(2);
  expect(err).toBe(
    `PORT: ${port} on 127.0.0.1 is taken by another program, end that one or set PORT to another port\n`,
  );
});

test('a store that cannot be used ends the process with 2 and names the setting', async () => {
  const desk = newDesk();
  desk.put('forebay.db', 'not a database, but long enough to be taken for one'.repeat(99));
  const run = (folder: string) => runForebay(['serve'], { FOREBAY_DATA: folder }).ended;
  const [noDatabase, noFolder] = await Promise.all([
    run(desk.folder),
    run(join(desk.folder, 'forebay.db')),
  ]);
  expect([noDatabase.code, noFolder.code]).toEqual([2, 2]);
  expect(noDatabase.err).toContain(`FOREBAY_DATA: the store in ${desk.folder} cannot be opened`);
  expect(noDatabase.err).toContain('file is not a database');
  expect(noFolder.err).toMatch(/^FOREBAY_DATA: .*EEXIST/);
});

test('a server asked to end does so with 0', async () => {
  const server = runForebay(['serve'], { FOREBAY_DATA: newDesk().folder });
  expect(await server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0, signal: null, err: '' });
});
