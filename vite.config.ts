import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Only `npm run dev` sets it: where the server listens to which Vite hands what is not a page. */
const devServer = `http://127.0.0.1:${process.env['FOREBAY_DEV_PORT'] ?? '8080'}`;

/** A slow machine with two cores, all of them busy, must still be in time. */
const limits = {
  testTimeout: 30_000,
  hookTimeout: 30_000,
  teardownTimeout: 10_000,
  expect: { poll: { timeout: 20_000 } },
};

/** Tests of functions without a state: nothing of one file is left for the next. */
const PURE = [
  'test/shared/**/*.test.ts',
  'test/server/{access,alarms,sources}/**/*.test.ts',
  'test/client/{charts,format,i18n,theme}/**/*.test.ts',
];

export default defineConfig({
  root: here('./client'),
  plugins: [vue()],
  // Ways of writing that no screen uses: their code need not be sent.
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
  },
  build: {
    outDir: here('./dist/client'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // ECharts is one chunk; what the wall sends in all is bounded by the first-paint benchmark.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: {
      '/api': devServer,
      '/health': devServer,
      '/metrics': devServer,
      '/socket.io': { target: devServer, ws: true },
    },
  },
  test: {
    root: here('.'),
    // On two cores as well two files at a time: many a test waits for a disk or a process.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          ...limits,
          name: 'node',
          root: here('.'),
          environment: 'node',
          include: ['test/{server,scenarios,repository}/**/*.test.ts'],
          exclude: PURE,
        },
      },
      {
        extends: true,
        test: {
          ...limits,
          name: 'pure-code',
          root: here('.'),
          environment: 'node',
          isolate: false,
          include: PURE,
        },
      },
      {
        extends: true,
        test: {
          ...limits,
          name: 'browser-code',
          root: here('.'),
          environment: 'happy-dom',
          include: ['test/client/**/*.test.ts'],
          exclude: PURE,
        },
      },
    ],
  },
});
