import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser, openWall } from './support/browser.ts';

/**
 * Pictures of the wall of a running server, to be looked at:
 * `npx tsx test/e2e/screenshots.ts http://127.0.0.1:8080 folder [name]`.
 */
const [address, folder, name = 'wall'] = process.argv.slice(2);
if (!address || !folder)
  throw new Error('give the address of a server and a folder for the pictures');

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
];
/** Time in which a wall is full, or shows what it waits for, ms. */
const SETTLE_MS = 3000;

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
for (const size of SIZES) {
  for (const theme of ['light', 'dark'] as const) {
    for (const language of ['en', 'zh'] as const) {
      const { page, complaints } = await openWall(browser, { address, language, theme, size });
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({
        path: join(folder, `${name}-${size.height}-${theme}-${language}.png`),
      });
      if (complaints.length > 0) process.stderr.write(`${complaints.join('\n')}\n`);
      await page.close();
    }
  }
}
await browser.close();
