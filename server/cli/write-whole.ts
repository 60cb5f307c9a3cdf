import { constants } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { BadInput } from '../bad-input.ts';
import { codeOf } from '../input-files.ts';

/**
 * Sees that a result can be put where `--out` says before any work is done for it.
 * @throws BadInput that names what is in the way
 */
export async function refuseUnwritable(
  out: string | undefined,
  folder: string,
  inputs: readonly string[],
): Promise<void> {
  if (out === undefined) return;
  const target = resolve(folder, out);
  if (inputs.some((input) => resolve(folder, input) === target))
    throw new BadInput([`--out ${out}: is an input file, a file of its own is needed`]);
  const parent = dirname(target);
  const inside = await stat(parent).catch(() => null);
  if (!inside?.isDirectory())
    throw new BadInput([
      `--out ${out}: the folder ${parent} does not exist, make it or name another`,
    ]);
  const there = await stat(target).catch(() => null);
  if (there && !there.isFile())
    throw new BadInput([
      `--out ${out}: is ${there.isDirectory() ? 'a folder' : 'a device'}, the name of a file is needed`,
    ]);
  try {
    await access(parent, constants.W_OK | constants.X_OK);
  } catch {
    throw new BadInput([`--out ${out}: the folder ${parent} may not be written to, name another`]);
  }
}

/**
 * Writes a file whole or not at all: into a file beside it, made durable, then renamed, so that
 * nobody ever reads half of it and a failed write leaves what was there.
 * @throws BadInput where the system refuses the place
 */
export async function writeWhole(out: string, folder: string, text: string): Promise<void> {
  const target = resolve(folder, out);
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = await open(beside, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    const code = codeOf(error);
    if (code === null) throw error;
    throw new BadInput([`--out ${out}: cannot be written (${code}), another place is needed`]);
  }
}
