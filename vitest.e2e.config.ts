import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const files = (...names: readonly string[]): string[] =>
  names.map((name) => `test/e2e/${name}.e2e.ts`);

/** They hold a stopwatch to what a screen shows: one after the other, and nothing else beside them. */
const TIMED = files('wall', 'wall-long-cut', 'wall-truth');

/** They wait for a clock for most of their time: they begin first, and the others run beside them. */
const WAITING = files('replay', 'wall-states');

/** A slow machine with two cores, all of them busy, must still be in time. */
const limits = {
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 60_000 } },
};

/** Each file has a server and a browser of its own, which wait for each other half of their time. */
const side = { maxWorkers: 3, sequence: { groupOrder: 2 } };

/** The built server and a real browser. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    environment: 'node',
    ...limits,
    projects: [
      {
        extends: true,
        test: { name: 'timed', include: TIMED, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
      { extends: true, test: { ...side, name: 'waiting', include: WAITING } },
      {
        extends: true,
        test: { ...side, name: 'working', include: files('*'), exclude: [...TIMED, ...WAITING] },
      },
    ],
  },
});
