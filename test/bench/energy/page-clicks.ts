import { chromium } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const WARM_UP = 4;

/** Turns to other consumers and days in a real browser; ms from the click to the frame that shows the page. */
export async function clickThrough(
  address: string,
  consumers: readonly string[],
): Promise<number[]> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(`${address}/energy?lang=en`);
    await page.waitForSelector('.review', { timeout: 60_000 });
    const ms: number[] = [];
    for (const consumer of consumers) ms.push(await page.evaluate<number>(turnScript(consumer)));
    return ms.slice(WARM_UP);
  } finally {
    await browser.close();
  }
}

/** Chooses a consumer and waits until its page is painted. As text: what a bundler adds to a function is not in the page. */
const turnScript = (consumer: string): string => `(async () => {
  const wanted = ${JSON.stringify(consumer)};
  const select = document.querySelector('.energy-header select');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const begun = performance.now();
  select.value = wanted;
  select.dispatchEvent(new Event('change'));
  const shown = () => document.querySelector('.review')?.dataset.page?.startsWith(wanted + '/');
  while (!shown()) await frame();
  await frame();
  return performance.now() - begun;
})()`;
