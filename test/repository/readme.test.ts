import { describe, expect, it } from 'vitest';
import { SETTINGS } from '#server/config.ts';
import { read } from './tracked-files.ts';

const scripts = Object.keys(
  (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts,
);

/** Bodies of the page's code blocks, in their order. */
const codeBlocks = (page: string): string[] =>
  [...read(page).matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);

/** Rows of the page's first table whose first cell is a setting's name: name and default. */
const settingRows = (page: string): [string, string][] =>
  [...read(page).matchAll(/^\| `([A-Z_]+)` +\| ([^|]*?) +\|/gm)].map((row) => [row[1]!, row[2]!]);

describe.each(['README.md', 'README.zh.md'])('%s', (page) => {
  it('begins its code with two lines: the demo and the tests, each enough by itself', () => {
    expect(codeBlocks(page)[0]!.trimEnd().split('\n')).toEqual([
      'npm ci && npm run demo',
      'npm ci && npm test',
    ]);
  });

  it('names only scripts that package.json has', () => {
    const named = [...read(page).matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it('lists every setting of server/config.ts with its default, and no other', () => {
    const expected = SETTINGS.map(({ name, default: value }) => [
      name,
      value === null ? '–' : `\`${value}\``,
    ]);
    expect(settingRows(page)).toEqual(expected);
  });
});
