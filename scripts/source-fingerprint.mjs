import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['client', 'server', 'shared'];
const FILES = ['package-lock.json', 'package.json', 'vite.config.ts', 'vite.server.config.ts'];

/**
 * One word for the state of everything a build is made of: path, size and time of change of each
 * file, so that a removed file and one put back from an older commit count as changes too.
 */
export function fingerprint(root) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\n${size}\n${mtimeMs}\n`);
  };
  for (const folder of FOLDERS) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) add(join(entry.parentPath, entry.name).slice(root.length));
    }
  }
  for (const file of FILES) add(file);
  return hash.digest('hex');
}
