import type { Browser, Page } from 'playwright-core';
import { complaintsOf, type WallOptions, type WallPage } from './browser.ts';

/** A page on the desk with a plan on it, and everything that it complained of. */
export async function openDesk(browser: Browser, options: WallOptions): Promise<WallPage> {
  const viewport = options.size ?? { width: 1920, height: 1080 };
  const page: Page = await (options.context?.newPage() ?? browser.newPage({ viewport }));
  const complaints = complaintsOf(page);
  const query = new URLSearchParams({
    lang: options.language ?? 'en',
    theme: options.theme ?? 'light',
  });
  await page.goto(`${options.address}/desk?${query}`);
  await page.locator('.station-desk').waitFor();
  return { page, complaints };
}

/** Tomorrow is wholly to come, whatever the station's clock shows now. */
export async function turnToTomorrow(page: Page): Promise<void> {
  const tomorrow = page.getByRole('button', { name: 'Tomorrow', exact: true });
  await tomorrow.click();
  await tomorrow.and(page.locator('[aria-pressed=true]')).waitFor();
  // Its rows have set points from the first on.
  await page.locator('#cell-0-0:not(:has-text("–"))').waitFor();
}
