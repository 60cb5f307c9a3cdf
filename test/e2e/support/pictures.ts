import type { Page } from 'playwright-core';

/** What a wall has shown with each image: its words without clock and ages, which go with the moment. */
export type Pictures = Readonly<Record<string, string>>;

/** Begins to write down what a wall shows, image by image. */
export async function recordPictures(page: Page): Promise<void> {
  await page.evaluate(() => {
    const shown: Record<string, string> = {};
    Object.assign(window, { shownPictures: shown });
    const wall = document.querySelector<HTMLElement>('.wall')!;
    const write = (): void => {
      const copy = wall.cloneNode(true) as HTMLElement;
      for (const moving of copy.querySelectorAll('.clock, .frozen-sign, [data-moment]'))
        moving.remove();
      // Of marks and bars the place is what they say.
      const places = [...copy.querySelectorAll('[style]')].map((part) =>
        part.getAttribute('style'),
      );
      const words = (copy.textContent ?? '').replaceAll(/\d+ (s|min) ago|, in \d+ min/g, '');
      const cursor = wall.dataset['cursor'];
      if (cursor) shown[cursor] = `${words} ${places.join('|')}`;
    };
    // The attribute changes with the rest of its turn; the last write of a turn counts.
    new MutationObserver(write).observe(wall, {
      subtree: true,
      attributes: true,
      childList: true,
      characterData: true,
    });
    write();
  });
}

export function picturesOf(page: Page): Promise<Pictures> {
  return page.evaluate(() => ({
    ...(window as unknown as { shownPictures: Pictures }).shownPictures,
  }));
}

/** Every chart of a page as it is painted. */
export function chartsOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()),
  );
}
