import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ADDRESS = /Forebay is at (http:\/\/\S+)/;
/** A demo lives through two days first; on a busy machine that takes its time, ms. */
const START_MS = 180_000;
const STOP_MS = 15_000;

/** Words of a demo whose day and quarter-hour do not end while a test looks on, whenever it is run. */
export const MORNING = ['--at', '2026-03-05T09:01:00+08:00'] as const;

/** A built server as a process of its own. */
export interface RunningServer {
  /** For example `http://127.0.0.1:41234`. */
  readonly address: string;
  readonly folder: string;
  /** All that it has said on standard output. */
  readonly said: () => string;
  /** All that it has said on standard error. */
  readonly log: () => string;
  /** Ends it as a failure of power would; its folder stays. */
  kill(): Promise<void>;
  /** Asks it to end, makes it if it does not, and removes its folder. */
  stop(): Promise<void>;
}

/** What this machine has set for a Forebay of its own is not for the tests. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !/^(FOREBAY_|HOST$)/.test(name));
  return Object.fromEntries(others);
}

/**
 * Starts `dist/server/main.js` with these words on a free port, its store in a new folder.
 * @throws Error with all it said, when it ends or stays silent instead of listening
 */
export async function startServer(
  words: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'forebay-e2e-'));
  const child = spawn(process.execPath, ['dist/server/main.js', ...words], {
    cwd: ROOT,
    env: { ...ownEnvironment(), PORT: '0', FOREBAY_DATA: folder, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));

  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(late);
    }
    await rm(folder, { recursive: true, force: true });
  };

  const kill = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };

  const listening = new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`the server ${why}:\n${out}${log}`));
    const late = setTimeout(() => fail(`was silent for ${START_MS} ms`), START_MS);
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const address = ADDRESS.exec(out)?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
  });
  try {
    return { address: await listening, folder, said: () => out, log: () => log, kill, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
