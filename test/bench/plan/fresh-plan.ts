import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PlanOrder, PlanReport } from './plan-process.ts';

const PLAIN_TYPESCRIPT = new URL('../../../scripts/plain-typescript.mjs', import.meta.url).href;

/**
 * Plans a day in a new process.
 * @throws where that ends without a plan; why stands on standard error
 */
export function freshPlan(order: PlanOrder): Promise<PlanReport> {
  const file = fileURLToPath(new URL('./plan-process.ts', import.meta.url));
  const child = fork(file, { execArgv: ['--import', PLAIN_TYPESCRIPT] });
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
