import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordError } from './record-error.ts';

/** The CSV files of a record in the order they are played: one file, or a folder's by name. */
export async function csvFilesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (!found)
    throw new RecordError(path, 'does not exist', 'a CSV file or a folder of them is needed');
  if (found.isFile()) return [path];
  const names = (await readdir(path)).filter((name) => name.toLowerCase().endsWith('.csv'));
  if (names.length === 0) throw new RecordError(path, 'no .csv file in it', 'one is needed');
  return names.toSorted().map((name) => join(path, name));
}
