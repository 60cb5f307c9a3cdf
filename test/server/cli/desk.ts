import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCommandLine } from '#server/cli/run-command-line.ts';
import { readConfig } from '#server/config.ts';
import { openAccessStores } from '#server/store/sqlite/open-access-stores.ts';
import { openSqliteStore } from '#server/store/sqlite/open-sqlite-store.ts';

/** A folder of one test, with what is said and written by the commands run in it. */
export interface Desk {
  readonly folder: string;
  /** Runs a command there, in this process. */
  run(...words: string[]): Promise<{ code: number; out: string; err: string }>;
  put(file: string, content: unknown): void;
  read(file: string): string;
  files(): string[];
}

export function newDesk(environment: Record<string, string> = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'forebay-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    run: async (...words) => {
      const said = { out: '', err: '' };
      const writer = (to: 'out' | 'err') => ({
        write: (text: string) => {
          said[to] += text;
          return Promise.resolve();
        },
      });
      const code = await runCommandLine(words, {
        out: writer('out'),
        err: writer('err'),
        folder,
        config: readConfig(environment, folder),
        debug: false,
        openStore: openSqliteStore,
        openAccessStores,
        untilEnded: (started) => started.close(),
      });
      return { code, ...said };
    },
    put: (file, content) => {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    files: () => readdirSync(folder).toSorted(),
  };
}
