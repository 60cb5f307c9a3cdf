import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const NOT_OURS = /^(node_modules|dist.*|\.git|\.forebay|test-results)(\/|$)/;

/** Paths of the repository's files from its root: git's list, or where there is no git all but what is made. */
export function trackedFiles(): string[] {
  const files = existsSync(join(ROOT, '.git'))
    ? execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
        cwd: ROOT,
        encoding: 'utf8',
      }).split('\n')
    : readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((p) => !NOT_OURS.test(p));
  return files.filter((path) => /\.[a-z0-9]+$/i.test(path) && existsSync(join(ROOT, path)));
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
