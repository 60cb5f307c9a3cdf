// Builds client and server into dist/ when a source is newer than the last build; silent when
// nothing is to be done, else the build's words go to standard error (standard output belongs to
// the command that follows). Runs at once wait for each other; none ever sees half a dist.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { acquireLock } from './folder-lock.mjs';
import { fingerprint } from './source-fingerprint.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const vite = join(root, 'node_modules/vite/bin/vite.js');
const forced = process.argv.includes('--force');

const builtFrom = () => {
  try {
    return readFileSync(join(dist, 'built-from'), 'utf8');
  } catch {
    return null;
  }
};
const remove = (folder) => rmSync(folder, { recursive: true, force: true });
const isFresh = () => builtFrom() === fingerprint(root);

/** Ends quietly where only a build's result is needed and the tools to make one are left out. */
function withoutTools() {
  if (process.env.npm_lifecycle_event === 'prepare' || existsSync(dist)) return;
  process.stderr.write(
    'forebay is not built and cannot be built here: devDependencies are not installed; run `npm ci` without --omit=dev, or bring dist/ along.\n',
  );
  process.exitCode = 1;
}

function runVite(...options) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn', ...options], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`vite build ${options.join(' ')} ended ${code}`)),
    );
  });
}

async function buildInto(folder) {
  mkdirSync(folder);
  const from = fingerprint(root);
  await Promise.all([
    runVite('--outDir', join(folder, 'client')),
    runVite('--config', 'vite.server.config.ts', '--outDir', join(folder, 'server')),
  ]);
  writeFileSync(join(folder, 'built-from'), from);
}

function swapIn(folder) {
  const old = `${dist}.old`;
  remove(old);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(folder, dist);
  remove(old);
}

async function build() {
  const next = `${dist}.next`;
  const release = await acquireLock(`${dist}.lock`, () => sleep(100));
  try {
    // Another run may have built while this one waited for the lock.
    if (!forced && isFresh()) return;
    process.stderr.write('forebay: building …\n');
    remove(next);
    await buildInto(next);
    swapIn(next);
  } finally {
    remove(next);
    release();
  }
}

/** Vite has said what is wrong; its child's end needs no stack of ours. */
function endWith(error) {
  process.stderr.write(`forebay: not built: ${error.message}\n`);
  process.exitCode = 1;
}

if (forced || !isFresh()) {
  if (existsSync(vite)) await build().catch(endWith);
  else withoutTools();
}
