import type { Page } from 'playwright-core';

/** A text as it stands on the glass. */
export interface PlacedText {
  readonly words: string;
  /** Of its letters, CSS px. */
  readonly fontPx: number;
  /** A number that the room reads first. */
  readonly isKey: boolean;
}

/** Notes the size of every text that charts write on their canvas; before the page is opened. */
export async function watchCanvasText(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const smallest = new Map<string, number>();
    Object.assign(window, { canvasText: smallest });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (words, ...rest) {
      const px = Number(/([\d.]+)px/.exec(this.font)?.[1]);
      const scale = Math.hypot(this.getTransform().a, this.getTransform().b);
      smallest.set(words, (px * scale) / window.devicePixelRatio);
      fillText.call(this, words, ...rest);
    };
  });
}

/** Forgets what charts wrote until now. */
export const forgetCanvasText = (page: Page): Promise<void> =>
  page.evaluate(() =>
    (window as unknown as { canvasText: Map<string, number> }).canvasText.clear(),
  );

/** Whether the charts of the page, where it has any, have written their words. */
export const chartsHaveWords = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('canvas')].every((canvas) => canvas.clientHeight === 0) ||
      (window as unknown as { canvasText: Map<string, number> }).canvasText.size > 0,
  );

/** Every text of a wall that is seen, those of its charts too, and the faults of their places. */
export function textsOf(page: Page): Promise<{ texts: PlacedText[]; faults: string[] }> {
  return page.evaluate(() => {
    const texts: { words: string; fontPx: number; isKey: boolean }[] = [];
    const faults: string[] = [];
    const placed: { words: string; box: DOMRect }[] = [];
    const root = document.documentElement;
    if (root.scrollHeight > window.innerHeight || root.scrollWidth > window.innerWidth)
      faults.push('the page scrolls');

    /** What of a box its ancestors let through. */
    const seenPart = (element: Element, box: DOMRect): DOMRect => {
      let [left, top, right, bottom] = [
        Math.max(0, box.left),
        Math.max(0, box.top),
        Math.min(window.innerWidth, box.right),
        Math.min(window.innerHeight, box.bottom),
      ];
      for (let at: Element | null = element; at; at = at.parentElement) {
        if (getComputedStyle(at).overflow === 'visible') continue;
        const frame = at.getBoundingClientRect();
        [left, top] = [Math.max(left, frame.left), Math.max(top, frame.top)];
        [right, bottom] = [Math.min(right, frame.right), Math.min(bottom, frame.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    const scaleOf = (element: Element): number =>
      element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.a ?? 1) : 1;

    const walker = document.createTreeWalker(
      document.querySelector('.wall')!,
      NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (words === '' || !element || element.closest('.unseen')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width === 0) continue;
        const seen = seenPart(element, box);
        // What has no room in its line is left out whole; half a word is a fault.
        if (seen.width * seen.height === 0) continue;
        const fontPx = parseFloat(getComputedStyle(element).fontSize) * scaleOf(element);
        texts.push({
          words,
          fontPx,
          isKey: element.matches('.measured:not(.text) > .value > .number'),
        });
        // Letters have room above and below them within their line.
        const spare = 0.3 * fontPx;
        if (seen.width < box.width - 1.5 || seen.height < box.height - spare)
          faults.push(
            `"${words}" is cut: ${Math.round(seen.width)} × ${Math.round(seen.height)} of ${Math.round(box.width)} × ${Math.round(box.height)}`,
          );
        placed.push({
          words,
          box: new DOMRect(box.x, box.y + spare, box.width, box.height - 2 * spare),
        });
      }
    }
    placed.forEach((one, i) => {
      for (const other of placed.slice(i + 1)) {
        const wide =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high =
          Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > 2 && high > 2) faults.push(`"${one.words}" lies on "${other.words}"`);
      }
    });
    const written = (window as unknown as { canvasText: Map<string, number> }).canvasText;
    for (const [words, fontPx] of written) texts.push({ words, fontPx, isKey: false });
    return { texts, faults };
  });
}
