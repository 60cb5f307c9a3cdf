import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a page may take to show what it is to show, on a machine that is busy with something else, ms. */
const PATIENCE_MS = 60_000;

/** Starts the Chromium of this machine: `CHROMIUM_PATH`, else where distributions put it. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}

export interface WallOptions {
  readonly address: string;
  readonly language?: 'zh' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly station?: string;
  readonly distanceM?: number;
  readonly diagonalIn?: number;
  /** Where the page opens; a context of its own when absent. */
  readonly context?: BrowserContext;
  readonly size?: { readonly width: number; readonly height: number };
}

/** A page on the wall, and everything that it complained of. */
export interface WallPage {
  readonly page: Page;
  readonly complaints: string[];
}

/** What a browser says by itself when a server is away: wanted in the tests that stop it. */
const LINK_LOST =
  /ERR_CONNECTION_(REFUSED|RESET|CLOSED)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|WebSocket connection to/;

/** Everything that a page complains of from now on. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !LINK_LOST.test(text)) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

export async function openWall(browser: Browser, options: WallOptions): Promise<WallPage> {
  const viewport = options.size ?? { width: 1920, height: 1080 };
  const page = await (options.context?.newPage() ?? browser.newPage({ viewport }));
  if (options.context) await page.setViewportSize(viewport);
  const complaints = complaintsOf(page);
  const query = new URLSearchParams({
    lang: options.language ?? 'en',
    theme: options.theme ?? 'light',
    ...(options.station ? { station: options.station } : {}),
    ...(options.distanceM ? { distance: String(options.distanceM) } : {}),
    ...(options.diagonalIn ? { diagonal: String(options.diagonalIn) } : {}),
  });
  await page.goto(`${options.address}/wall?${query}`);
  return { page, complaints };
}

/** Waits until all panels have been painted with data once. */
export async function untilFull(page: Page, timeoutMs = PATIENCE_MS): Promise<void> {
  await page.waitForFunction(
    () => performance.getEntriesByName('wall-full').length > 0,
    undefined,
    { timeout: timeoutMs },
  );
}
