import { chromium, type Page } from 'playwright-core';
import { dateAfter } from '#shared/energy/review/calendar.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const WARM_UP = 4;

/** Who turns pages looks at each for a moment, ms. */
const LOOK_MS = 250;

/** A turn of the page, ms from the click. */
export interface Turn {
  /** Until all that is in sight is of the new page, and painted. */
  readonly seenMs: number;
  /** Until all of it is, also what lies below. */
  readonly wholeMs: number;
}

export interface Turns {
  readonly consumers: readonly Turn[];
  readonly days: readonly Turn[];
}

/**
 * Turns pages in a real browser: to other consumers of the newest day, then back day by day.
 * @param slowdown how many times slower the page's thread is made than it is
 */
export async function turnPages(
  address: string,
  consumers: readonly string[],
  slowdown: number,
): Promise<Turns> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.addInitScript({ content: WATCH_TURNS });
    await page.goto(`${address}/energy?lang=en`);
    const review = page.locator('.review');
    await review.waitFor({ timeout: 60_000 });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const [, newest = ''] = (await review.getAttribute('data-page'))!.split('/');
    const byConsumer = consumers.map((to) => turnTo(`${to}/${newest}`, chooseConsumer(to)));
    const last = consumers.at(-1)!;
    const byDay = consumers.map((_, i) => turnTo(`${last}/${dateAfter(newest, -1 - i)}`, GO_BACK));
    return { consumers: await all(page, byConsumer), days: await all(page, byDay) };
  } finally {
    await browser.close();
  }
}

async function all(page: Page, turns: readonly string[]): Promise<Turn[]> {
  const taken: Turn[] = [];
  for (const turn of turns) {
    taken.push(await page.evaluate<Turn>(turn));
    await page.waitForTimeout(LOOK_MS);
  }
  return taken.slice(WARM_UP);
}

// As text: what a bundler adds to a function is not in the page.

const turnTo = (page: string, deed: string): string =>
  `watchTurn(${JSON.stringify(page)}, () => { ${deed} })`;

const chooseConsumer = (consumer: string): string => `
  const choice = document.querySelector('.energy-header select');
  choice.value = ${JSON.stringify(consumer)};
  choice.dispatchEvent(new Event('change'));`;

const GO_BACK = `document.querySelector('.energy-header [aria-label="Back"]').click();`;

/**
 * A part is there when it names the new page and its canvas has been painted since the click. What is so when a frame
 * begins is on the screen when the frame has ended, which a message posted in it hears.
 */
const WATCH_TURNS = `
  const paintedAt = new WeakMap();
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...at) {
    paintedAt.set(this.canvas, performance.now());
    return clearRect.apply(this, at);
  };
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const channel = new MessageChannel();
  const afterFrame = () => new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });
  const inSight = (element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  };
  window.watchTurn = async (page, deed) => {
    const begun = performance.now();
    deed();
    let seenMs = null;
    for (;;) {
      await frame();
      const parts = [...document.querySelectorAll('.review-part')];
      const seen = parts.filter(inSight);
      const named = (some) => some.length > 0 && some.every((part) => part.dataset.of === page);
      const [isSeenNamed, isAllNamed] = [named(seen), named(parts)];
      await afterFrame();
      const now = performance.now() - begun;
      const painted = (some) => some
        .flatMap((part) => [...part.querySelectorAll('canvas')])
        .every((canvas) => (paintedAt.get(canvas) ?? 0) > begun);
      if (isSeenNamed && painted(seen)) seenMs ??= now;
      if (seenMs !== null && isAllNamed && painted(parts)) return { seenMs, wholeMs: now };
      if (now > 10000) throw new Error('the page did not turn to ' + page);
    }
  };
`;
