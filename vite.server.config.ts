import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What runs as a process or a thread of its own; everything else becomes chunks beside them. */
const ENTRIES = {
  main: here('./server/main.ts'),
  'store-thread': here('./server/store/sqlite/store-thread.ts'),
  'plan-thread': here('./server/planning/plan-thread.ts'),
  'fit-thread': here('./server/review/fit-thread.ts'),
};

/** The server in one flat folder, so that a thread's file is always found beside its caller's. */
export default defineConfig({
  root: here('.'),
  publicDir: false,
  build: {
    ssr: true,
    outDir: here('./dist/server'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(file))),
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
