import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { openBrowser, openWall, untilFull } from '../e2e/support/browser.ts';
import { startServer } from '../e2e/support/server.ts';

const RUNS = 5;

/** JavaScript sent for the wall, gzip; and navigation to the first full wall on a machine with two cores. */
const BOUNDS = { scriptBytes: 450_000, fullMs: 3000 } as const;

interface Load {
  readonly fullMs: number;
  readonly scriptBytes: number;
}

/** One visit with an empty cache. */
async function visit(browser: Browser, address: string): Promise<Load> {
  const context = await browser.newContext();
  const sent: Promise<number>[] = [];
  context.on('response', (response) => {
    if (!response.url().endsWith('.js')) return;
    sent.push(response.body().then((body) => gzipSync(body).length));
  });
  const { page } = await openWall(browser, { address, context });
  await untilFull(page);
  const fullMs = await page.evaluate(
    () => performance.getEntriesByName('wall-full')[0]?.startTime ?? Number.NaN,
  );
  const scriptBytes = (await Promise.all(sent)).reduce((sum, bytes) => sum + bytes, 0);
  await context.close();
  return { fullMs, scriptBytes };
}

/** From navigation to the first full wall of the demo, and the JavaScript sent for it. */
export async function run(): Promise<Record<string, unknown>[]> {
  const server = await startServer(['demo']);
  const browser = await openBrowser();
  const loads: Load[] = [];
  try {
    for (let visits = 0; visits < RUNS; visits++) loads.push(await visit(browser, server.address));
  } finally {
    await browser.close();
    await server.stop();
  }
  const times = loads.map(({ fullMs }) => fullMs).sort((a, b) => a - b);
  const median = Math.round(times[Math.floor(RUNS / 2)]!);
  const slowest = Math.round(times.at(-1)!);
  const scriptBytes = Math.max(...loads.map((load) => load.scriptBytes));
  const line = (measure: string, value: number, unit: string, bound: number) => ({
    bench: 'first-paint',
    measure,
    value,
    unit,
    bound,
    ok: value <= bound,
  });
  return [
    line('navigation to full wall, median', median, 'ms', BOUNDS.fullMs),
    line('navigation to full wall, slowest of 5', slowest, 'ms', BOUNDS.fullMs),
    line('JavaScript sent, gzip', scriptBytes, 'B', BOUNDS.scriptBytes),
  ];
}
