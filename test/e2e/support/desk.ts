import type { Browser, Page } from 'playwright-core';
import type { WallOptions, WallPage } from './browser.ts';

/** What a browser says by itself when a server is away. */
const LINK_LOST = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection to/;

/** A page on the desk with a plan on it, and everything that it complained of. */
export async function openDesk(browser: Browser, options: WallOptions): Promise<WallPage> {
  const viewport = options.size ?? { width: 1920, height: 1080 };
  const page: Page = await (options.context?.newPage() ?? browser.newPage({ viewport }));
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !LINK_LOST.test(text)) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const query = new URLSearchParams({
    lang: options.language ?? 'en',
    theme: options.theme ?? 'light',
  });
  await page.goto(`${options.address}/desk?${query}`);
  await page.locator('.station-desk').waitFor({ timeout: 60_000 });
  return { page, complaints };
}
