import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * The built server and a real browser; one file after the other, since each watches a clock and
 * two at once would take the cores from each other.
 */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    name: 'e2e',
    environment: 'node',
    include: ['test/e2e/**/*.e2e.ts'],
    fileParallelism: false,
    // A slow machine with two cores, all of them busy, must still be in time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
