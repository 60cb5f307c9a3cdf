import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newDesk } from './desk.ts';

const QUIET = { PORT: '0', FOREBAY_LOG_LEVEL: 'silent' };

test('a port that is taken ends `serve` with 2 and says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { code, err } = await newDesk({ ...QUIET, PORT: String(port) }).run('serve');
  expect(code).toBe(2);
  expect(err).toBe(
    `PORT: ${port} on 127.0.0.1 is taken by another program, end that one or set PORT to another port\n`,
  );
});

test('a store that cannot be used ends `serve` with 2 and names the setting', async () => {
  const desk = newDesk(QUIET);
  desk.put('.forebay/forebay.db', 'not a database, but long enough to be taken for one'.repeat(99));
  const noDatabase = await desk.run('serve');
  expect(noDatabase.code).toBe(2);
  const folder = join(desk.folder, '.forebay');
  expect(noDatabase.err).toContain(`FOREBAY_DATA: the store in ${folder} cannot be opened`);
  expect(noDatabase.err).toContain('file is not a database');

  const noFolder = newDesk({ ...QUIET, FOREBAY_DATA: 'file' });
  noFolder.put('file', '');
  const { code, err } = await noFolder.run('serve');
  expect(code).toBe(2);
  expect(err).toMatch(/^FOREBAY_DATA: .*EEXIST/);
});
