import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './tracked-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forebay-scripts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a text as a module that may import from `scripts/`; answers what it printed. */
async function runModule(text: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', text, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await once(child, 'close');
  return out;
}

describe('the lock of the build', () => {
  /** Holds the lock for 200 ms and notes begin and end. */
  const HOLDER = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { acquireLock } from './scripts/folder-lock.mjs';
    const [lock, notes] = process.argv.slice(1);
    const release = await acquireLock(lock, () => sleep(10));
    appendFileSync(notes, 'begin ');
    await sleep(200);
    appendFileSync(notes, 'end ');
    release();`;

  it('is held by one process at a time', async () => {
    const lock = join(folder, 'lock');
    const notes = join(folder, 'notes');
    await Promise.all([1, 2, 3].map(() => runModule(HOLDER, lock, notes)));
    expect(readFileSync(notes, 'utf8')).toBe('begin end begin end begin end ');
  });

  it('is taken from a process that has died', async () => {
    const lock = join(folder, 'lock');
    const notes = join(folder, 'notes');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(pid));
    await runModule(HOLDER, lock, notes);
    expect(readFileSync(notes, 'utf8')).toBe('begin end ');
  });
});

describe('the fingerprint of the sources', () => {
  const PRINT = `
    import { fingerprint } from './scripts/source-fingerprint.mjs';
    process.stdout.write(fingerprint(process.argv[1]));`;
  const fingerprint = (): Promise<string> => runModule(PRINT, `${folder}/`);

  beforeEach(() => {
    for (const name of ['client', 'server', 'shared']) mkdirSync(join(folder, name));
    const files = ['package-lock.json', 'package.json', 'vite.config.ts', 'vite.server.config.ts'];
    for (const file of [...files, 'server/a.ts', 'server/b.ts'])
      writeFileSync(join(folder, file), 'x');
  });

  it('stays while nothing changes', async () => {
    expect(await fingerprint()).toBe(await fingerprint());
  });

  it('changes with a file that is removed, and with one put back from an older time', async () => {
    const before = await fingerprint();
    utimesSync(join(folder, 'server/a.ts'), 1, 1);
    const older = await fingerprint();
    rmSync(join(folder, 'server/b.ts'));
    expect(new Set([before, older, await fingerprint()]).size).toBe(3);
  });
});

describe('the sum of results', () => {
  const sum = (...reports: string[]) =>
    spawnSync(process.execPath, ['scripts/sum-results.mjs', ...reports], {
      cwd: ROOT,
      encoding: 'utf8',
    });
  const report = (name: string, passed: number, failed: number): string => {
    const path = join(folder, `${name}.json`);
    const counts = {
      numTotalTests: passed + failed,
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [],
    };
    writeFileSync(path, JSON.stringify(counts));
    return path;
  };

  it('ends with one plain line over all reports', () => {
    const { stdout, status } = sum(report('unit', 40, 0), report('e2e', 2, 0));
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('42 passed, 0 failed');
    expect(status).toBe(0);
  });

  it('fails with a failed test, with no test at all, and with a report that is not there', () => {
    expect(sum(report('unit', 40, 1)).status).toBe(1);
    expect(sum(report('unit', 0, 0)).status).toBe(1);
    expect(sum(report('unit', 40, 0), join(folder, 'absent.json')).stdout).toContain(
      '40 passed, 1 failed',
    );
  });
});
