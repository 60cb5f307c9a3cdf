import { loadavg } from 'node:os';
import { quantile, rounded } from '../statistics.ts';
import { openMeasuredWall } from './open-wall.ts';
import { wait } from './settled.ts';

/** Required of the 95th of a hundred images, ms. */
const MOST_MS = 250;

/** Images that are still on their way when the page is asked. */
const ON_THE_WAY_MS = 3000;

/** When the server made an image, when it came to the page and when it was painted, ms on the machine's clock. */
interface Image {
  readonly at: number;
  readonly cameAt: number;
  paintedAt: number;
}

/**
 * Runs in the page before its own script: writes down each image's way. It is painted when the frame that follows the
 * change of the wall has been made, which is when the next one begins.
 */
function writeDown(): void {
  const images: Record<string, Image> = {};
  Object.assign(window, { measuredImages: images });
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...given: ConstructorParameters<typeof Plain>) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string' || !data.startsWith('42["image.ticked"')) return;
        const [, { cursor, at }] = JSON.parse(data.slice(2)) as [
          string,
          { cursor: string; at: number },
        ];
        images[cursor] = { at, cameAt: Date.now(), paintedAt: 0 };
      });
    }
  };
  new MutationObserver((changes) => {
    for (const { target, attributeName } of changes) {
      if (attributeName !== 'data-cursor' || !(target instanceof HTMLElement)) continue;
      const image = images[target.dataset['cursor'] ?? ''];
      if (!image) continue;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          image.paintedAt = Date.now();
        }),
      );
    }
  }).observe(document, { subtree: true, attributeFilter: ['data-cursor'] });
}

/** From the server's tick to the painted picture, of so many images in real time. */
export async function measurePaint(count: number): Promise<Record<string, unknown>[]> {
  const wall = await openMeasuredWall(1, writeDown);
  try {
    const begun = Date.now();
    await wait(count * 1000 + ON_THE_WAY_MS);
    const images = await wall.page.evaluate(() => ({
      ...(window as unknown as { measuredImages: Record<string, Image> }).measuredImages,
    }));
    const seen = Object.values(images)
      .filter(({ at }) => at > begun)
      .slice(0, count);
    const painted = seen.filter(({ paintedAt }) => paintedAt > 0);
    const since = (of: (image: Image) => number): number[] =>
      painted.map((one) => of(one) - one.at);
    const p95 = quantile(
      since(({ paintedAt }) => paintedAt),
      0.95,
    );
    return [
      {
        part: 'paint',
        images: seen.length,
        neverPainted: seen.length - painted.length,
        paintedP50Ms: rounded(
          quantile(
            since(({ paintedAt }) => paintedAt),
            0.5,
          ),
          3,
        ),
        paintedP95Ms: rounded(p95, 3),
        slowestMs: rounded(Math.max(...since(({ paintedAt }) => paintedAt)), 3),
        cameP95Ms: rounded(
          quantile(
            since(({ cameAt }) => cameAt),
            0.95,
          ),
          3,
        ),
        loadAverage: rounded(loadavg()[0]!, 3),
        bound: MOST_MS,
        ok: p95 <= MOST_MS && painted.length === seen.length && seen.length === count,
      },
    ];
  } finally {
    await wall.close();
  }
}
