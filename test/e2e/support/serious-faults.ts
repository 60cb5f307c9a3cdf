import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import type { Result } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is serious or worse on a page, each with the first place of it. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Playwright's own evaluation is not held by the page's policy, an added script tag would be.
  await page.evaluate(`${AXE};undefined`);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof axeCore };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  });
  return violations
    .filter(({ impact }: Result) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }: Result) => `${id} ×${nodes.length}: ${nodes[0]?.html.slice(0, 160)}`);
}
