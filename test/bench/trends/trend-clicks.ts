import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const WARM_UP = 3;

/** What a click on a range took, ms from the click to the frame in which all curves stand. */
export interface Clicks {
  /** To thirty days. */
  readonly month: readonly number[];
  /** From there to an hour, each reading a point. */
  readonly hour: readonly number[];
  /** What all processes of the browser computed for a click, the same in turn, ms. */
  readonly monthCpuMs: number;
}

/** Clicks by turns on thirty days and on one hour in a real browser, with these tags chosen. */
export async function clickRanges(
  address: string,
  tags: readonly string[],
  count: number,
): Promise<Clicks> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const query = new URLSearchParams([
      ['lang', 'en'],
      ['range', '1h'],
      ...tags.map((tag) => ['tag', tag]),
    ]);
    await page.goto(`${address}/trends?${query}`);
    await page.locator('.lanes[data-painted*="/"]').waitFor({ timeout: 60_000 });
    const month: number[] = [];
    const hour: number[] = [];
    const cpuMs = await cpuClock(browser);
    let monthCpuMs = 0;
    for (let i = 0; i < count + WARM_UP; i += 1) {
      const before = await cpuMs();
      month.push(await clickedMs(page, '30d', 30 * 24, tags.length));
      if (i >= WARM_UP) monthCpuMs += ((await cpuMs()) - before) / count;
      hour.push(await clickedMs(page, '1h', 1, tags.length));
    }
    return { month: month.slice(WARM_UP), hour: hour.slice(WARM_UP), monthCpuMs };
  } finally {
    await browser.close();
  }
}

/** What all processes of a browser have computed since they began, ms. */
async function cpuClock(browser: Browser): Promise<() => Promise<number>> {
  const session = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + 1000 * cpuTime, 0);
  };
}

/** As text: what a bundler adds to a function is not in the page. */
function clickedMs(page: Page, range: string, hours: number, lanes: number): Promise<number> {
  const wanted = `${hours * 3_600_000}/${lanes}/`;
  return page.evaluate<number>(`(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const picture = document.querySelector('.lanes');
    const before = picture.dataset.painted;
    const shown = () => {
      const now = picture.dataset.painted;
      return now !== before && now.startsWith(${JSON.stringify(wanted)});
    };
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begun = performance.now();
    document.querySelector('[data-range="${range}"]').click();
    while (!shown()) await frame();
    await frame();
    return performance.now() - begun;
  })()`);
}
