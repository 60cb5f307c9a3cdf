import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { changedDay, changedSystem } from '../../shared/station/broken.ts';
import { newDesk } from './desk.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = fileURLToPath(new URL('../../../server/main.ts', import.meta.url));

/** Runs the program itself, from source. */
async function forebay(
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...words], {
    cwd: root,
    env: { ...process.env, npm_lifecycle_event: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: child.exitCode, out, err };
}

test('a broken day ends the process with 2, its faults on standard error, nothing on standard output', async () => {
  const desk = newDesk();
  desk.put('system.json', changedSystem({}));
  desk.put('day.json', changedDay({ stepMinutes: '15' }));
  const file = (name: string): string => `${desk.folder}/${name}`;
  const words = ['plan', '--system', file('system.json'), '--day', file('day.json')];
  expect(await forebay(words)).toEqual({
    code: 2,
    out: '',
    err: `${file('day.json')}:stepMinutes: is the text "15", a number in minutes above 0 is needed, written without quotes\n`,
  });
});

test('a port that is taken ends the process with 2 and says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { code, err } = await forebay(['serve'], {
    PORT: String(port),
    FOREBAY_DATA: newDesk().folder,
    FOREBAY_LOG_LEVEL: 'silent',
  });
  taken.close();
  expect(code).toBe(2);
  expect(err).toBe(
    `PORT: ${port} on 127.0.0.1 is taken by another program, end that one or set PORT to another port\n`,
  );
});

test('a store that cannot be used ends the process with 2 and names the setting', async () => {
  const desk = newDesk();
  desk.put('forebay.db', 'not a database, but long enough to be taken for one'.repeat(99));
  const run = (folder: string): ReturnType<typeof forebay> =>
    forebay(['serve'], { PORT: '0', FOREBAY_DATA: folder, FOREBAY_LOG_LEVEL: 'silent' });
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
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'serve'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      FOREBAY_DATA: newDesk().folder,
      FOREBAY_LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toMatch(/^Forebay is at http:\/\/127\.0\.0\.1:\d+ /);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
});
