import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the built screens: `dist/client`, beside the built server or seen from the source. */
export const CLIENT_FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/client' : '../client', import.meta.url),
);

/** Names this make of the screens by their page, which names every file by its content; `none` before a build. */
export async function buildName(folder: string): Promise<string> {
  const page = await readFile(join(folder, 'index.html')).catch(() => null);
  return page ? createHash('sha256').update(page).digest('hex').slice(0, 12) : 'none';
}
