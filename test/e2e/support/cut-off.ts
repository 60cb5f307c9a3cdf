import type { Page } from 'playwright-core';

/** What lies outside the picture: nothing should, since a wall has nobody who scrolls. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollHeight > window.innerHeight || root.scrollWidth > window.innerWidth) {
      found.push('the page scrolls');
    }
    for (const panel of document.querySelectorAll('.panel')) {
      const frame = panel.getBoundingClientRect();
      for (const part of panel.querySelectorAll('*')) {
        const box = part.getBoundingClientRect();
        const outside = box.right > frame.right + 1 || box.bottom > frame.bottom + 1;
        if (box.width > 0 && outside) found.push(part.outerHTML.slice(0, 120));
      }
    }
    return found;
  });
}
