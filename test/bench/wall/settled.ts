/** Share of one core that a demo at rest stays under, of spans of so long, and how long it is waited for. */
const REST_SHARE = 0.25;
const SPAN_MS = 2000;
const PATIENCE_MS = 240_000;

export const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** One of the server's own figures. */
export async function serverFigure(address: string, line: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return Number(found?.slice(line.length));
}

/** A new demo lives through its years of consumption with open doors: waits until it is done with them. */
export async function untilSettled(address: string): Promise<void> {
  const cpuS = (): Promise<number> => serverFigure(address, 'process_cpu_seconds_total');
  const end = performance.now() + PATIENCE_MS;
  let before = await cpuS();
  while (performance.now() < end) {
    await wait(SPAN_MS);
    const now = await cpuS();
    if ((now - before) * 1000 < REST_SHARE * SPAN_MS) return;
    before = now;
  }
  throw new Error('the demo did not come to rest');
}
