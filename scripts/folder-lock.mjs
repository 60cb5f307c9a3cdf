import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** No build takes this long: an older lock's process id has been given to another process. */
const OLDEST_MS = 10 * 60_000;

/**
 * Waits until `path` is ours; returns what gives it back. A lock is a folder that names its owner,
 * made elsewhere and renamed into place: the rename fails while another's stands there. The lock of
 * a process that has died is taken away.
 */
export async function acquireLock(path, pause) {
  const mine = `${path}-${process.pid}`;
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  writeFileSync(join(mine, 'pid'), String(process.pid));
  while (!renamed(mine, path)) {
    const owner = ownerOf(path);
    if (owner !== null && (!isAlive(owner) || isOld(path))) removeLockOf(owner, path);
    else await pause();
  }
  return () => removeLockOf(process.pid, path);
}

function renamed(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) return false;
    throw error;
  }
}

function ownerOf(path) {
  try {
    return Number(readFileSync(join(path, 'pid'), 'utf8'));
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isOld(path) {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - made > OLDEST_MS;
}

/**
 * Renames before removing: an emptied folder in its place would count as free before it is gone, and
 * of two who find the same dead lock only one may take it away.
 */
function removeLockOf(owner, path) {
  const grave = `${path}-removed-${process.pid}`;
  if (!renamed(path, grave)) return;
  if (ownerOf(grave) !== owner) renamed(grave, path);
  else rmSync(grave, { recursive: true, force: true });
}
