import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { PlanOrder, PlanReport } from './plan-process.ts';

/**
 * The process's program in one plain file, as the product is bundled: a loader of TypeScript would count as the
 * planner's memory, and more than it.
 * @returns the folder that holds it
 */
async function bundled(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'forebay-plan-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./plan-process.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: PROGRAM } },
    },
  });
  return folder;
}

const PROGRAM = 'plan-process.mjs';

/**
 * Plans a day in a new process.
 * @throws where that ends without a plan; why stands on standard error
 */
export async function freshPlan(order: PlanOrder): Promise<PlanReport> {
  const folder = await bundled();
  try {
    return await planIn(join(folder, PROGRAM), order);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function planIn(program: string, order: PlanOrder): Promise<PlanReport> {
  const child = fork(program, { execArgv: [] });
  return new Promise((resolve, reject) => {
    let report: PlanReport | undefined;
    child.once('message', (message) => (report = message as PlanReport));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (report) resolve(report);
      else reject(new Error(`the process that planned ended with ${signal ?? code}`));
    });
    child.send(order);
  });
}
