import type { Writable } from 'node:stream';
import type { Context, Output } from './cli/context.ts';
import { EXIT } from './cli/exit-code.ts';
import { runCommandLine } from './cli/run-command-line.ts';
import { readConfig, readProcess, workingFolderOf } from './config.ts';
import type { Started } from './start/options.ts';

/** A stream as an output. Whoever reads it may go away early (`| head`): that ends the writing, not in a failure. */
function outputTo(stream: Writable): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
  return {
    write: (text) =>
      new Promise((resolve) => {
        stream.write(text, () => resolve());
      }),
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The first signal ends the server gracefully, the second at once. */
function untilEnded(started: Started): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = false;
    for (const signal of SIGNALS)
      process.on(signal, () => {
        if (asked) process.exit(EXIT.failed);
        asked = true;
        started.close().then(resolve, reject);
      });
  });
}

/** A fault that nobody caught: one line, and the end. */
function endOn(error: unknown): void {
  const message = debug && error instanceof Error ? error.stack : String(error);
  process.stderr.write(`forebay: ${message ?? ''}; this is a fault of the program\n`);
  process.exit(EXIT.failed);
}

const { environment, folder, words } = readProcess();
const logLevel = environment['FOREBAY_LOG_LEVEL'];
const debug = logLevel === 'debug' || logLevel === 'trace';
process.on('uncaughtException', endOn).on('unhandledRejection', endOn);

const context: Context = {
  out: outputTo(process.stdout),
  err: outputTo(process.stderr),
  folder: workingFolderOf(environment, folder),
  config: readConfig(environment, folder),
  openStore: async (options) => {
    const { openSqliteStore } = await import('./store/sqlite/open-sqlite-store.ts');
    return openSqliteStore(options);
  },
  openAccessStores: async (folder, make) => {
    const { openAccessStores } = await import('./store/sqlite/open-access-stores.ts');
    return openAccessStores(folder, make);
  },
  debug,
  untilEnded,
};

process.exit(await runCommandLine(words, context));
