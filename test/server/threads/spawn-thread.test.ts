import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { spawnSource } from '#server/threads/spawn-thread.ts';

const fixture = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);

test('a thread runs from its TypeScript source and may import across wings', async () => {
  const worker = spawnSource(fixture('double.ts'), 21);
  const [message] = (await once(worker, 'message')) as [unknown];
  // ρ g / 10⁶ = 1000 · 9.81 / 10⁶
  expect(message).toEqual({ twice: 42, mwPerM3sM: 0.00981 });
});

test('a thread started from a process that itself runs under tsx works alike', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    new URL('./fixtures/spawn-double.ts', import.meta.url).pathname,
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ twice: 42 });
});

test('a thread whose file cannot be loaded says so by its error event', async () => {
  const worker = spawnSource(fixture('no-such-file.ts'), null);
  const [fault] = (await once(worker, 'error')) as [Error];
  expect(fault.message).toContain('no-such-file.ts');
});
