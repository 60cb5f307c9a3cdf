import type { CDPSession, Page } from 'playwright-core';
import { openBrowser, openWall, untilFull } from '../../e2e/support/browser.ts';
import { startServer } from '../../e2e/support/server.ts';
import { untilSettled } from './settled.ts';

/** The picture of a 4K screen. */
const SIZE = { width: 3840, height: 2160 } as const;

/** The demo's wall as a 4K screen shows it, and how to look into its browser. */
export interface MeasuredWall {
  readonly address: string;
  readonly page: Page;
  readonly session: CDPSession;
  /** The browser's own figures of the page by their names; times in s. */
  figures(): Promise<Readonly<Record<string, number>>>;
  /** Errors that the page has told. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts a demo and opens its wall, full, in a browser without a window.
 * @param speed of the demo's clock
 * @param script runs in the page before its own
 */
export async function openMeasuredWall(speed: number, script?: () => void): Promise<MeasuredWall> {
  const server = await startServer(['demo', '--speed', String(speed)]);
  const browser = await openBrowser();
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
  };
  try {
    await untilSettled(server.address);
    const context = await browser.newContext({ viewport: SIZE });
    if (script) await context.addInitScript(script);
    const { address } = server;
    const { page, complaints } = await openWall(browser, { address, context, size: SIZE });
    await untilFull(page);
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const figures = async (): Promise<Record<string, number>> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    };
    return { address, page, session, figures, complaints, close };
  } catch (error) {
    await close();
    throw error;
  }
}
