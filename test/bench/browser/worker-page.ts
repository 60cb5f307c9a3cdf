import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { build, preview } from 'vite';
import { openBrowser } from '../../e2e/support/browser.ts';
import type { WorkerAnswer, WorkerOrder } from './messages.ts';

/** A browser whose worker plans, until it is closed. */
export interface WorkerPage {
  /** For example `chrome 130.0.1`. */
  readonly browser: string;
  /** @throws what the worker died of */
  plan(order: WorkerOrder): Promise<WorkerAnswer>;
  /** Time that the page's process, worker and all, has computed so far, ms. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
}

/** The page in a folder of its own, as the product is bundled. */
async function bundled(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'forebay-worker-'));
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  });
  return folder;
}

/** Bundles the page, serves it on loopback and opens it. */
export async function openWorkerPage(): Promise<WorkerPage> {
  const folder = await bundled();
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const server = await preview({
      configFile: false,
      root: import.meta.dirname,
      logLevel: 'warn',
      build: { outDir: folder },
      preview: { host: '127.0.0.1', port: 0, strictPort: false },
    });
    closers.push(() => server.close());
    const browser = await openBrowser();
    closers.push(() => browser.close());
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.waitForFunction(() => window.planInWorker !== undefined);
    const session = await browser.newBrowserCDPSession();
    return {
      browser: `${browser.browserType().name()} ${browser.version()}`,
      plan: (order) => planIn(page, order),
      cpuMs: () => rendererCpuMs(session),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const planIn = (page: Page, order: WorkerOrder): Promise<WorkerAnswer> =>
  page.evaluate((asked) => window.planInWorker!(asked), order);

async function rendererCpuMs(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo
    .filter(({ type }) => type === 'renderer')
    .reduce((sum, { cpuTime }) => sum + 1000 * cpuTime, 0);
}
