import type { Page } from 'playwright-core';

/**
 * Notes within the page when something is seen for the first time from now on: who asks from outside hears of it
 * later, and on a busy machine much later.
 * @returns waits until it has been seen, and says when that was, ms since 1970
 */
export async function firstSeen(page: Page, selector: string): Promise<() => Promise<number>> {
  const seen = await page.evaluateHandle((wanted) => {
    const at = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector(wanted)) return;
        observer.disconnect();
        resolve(Date.now());
      });
      observer.observe(document.body, { subtree: true, childList: true });
    });
    return { at };
  }, selector);
  return () => seen.evaluate(({ at }) => at);
}
