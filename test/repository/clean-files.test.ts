import { describe, expect, it } from 'vitest';
import { read, trackedFiles } from './tracked-files.ts';

const TEXT = /\.(ts|mjs|js|vue|css|html|md|json|csv|svg|yml|yaml|run)$/;

/** What belongs to somebody's machine or network and to nobody else's. */
const FOREIGN: readonly [what: string, pattern: RegExp][] = [
  ['a home or working folder', /(?<![\w.$}])\/(work|home|root|Users)\/(?!op\b)[\w.-]+/],
  ['a private registry', /"resolved": "https?:\/\/(?!registry\.npmjs\.org\/)/],
  ['a private address', /\b(10|192\.168)\.\d{1,3}\.\d{1,3}(\.\d{1,3})?:\d+/],
];

/** `[path:line, what]` of each foreign thing in a text. */
function foreignIn(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      FOREIGN.filter(([, pattern]) => pattern.test(line)).map(
        ([what]) => `${path}:${index + 1}: ${what}`,
      ),
    );
}

describe('tracked files', () => {
  it('hold no path of a machine and no private registry', () => {
    const found = trackedFiles()
      .filter((path) => TEXT.test(path) && !path.endsWith('clean-files.test.ts'))
      .flatMap((path) => foreignIn(path, read(path)));
    expect(found).toEqual([]);
  });

  it('would be caught with one', () => {
    expect(foreignIn('a.ts', "const folder = '/home/somebody/forebay';")).toHaveLength(1);
    expect(foreignIn('a.json', '"resolved": "https://npm.example/vue.tgz"')).toHaveLength(1);
    expect(foreignIn('a.json', '"resolved": "https://registry.npmjs.org/vue.tgz"')).toEqual([]);
    expect(foreignIn('a.ts', "get('/api/v1/home/latest')")).toEqual([]);
  });

  it('have at most 400 lines each', () => {
    const long = trackedFiles()
      .filter((path) => /\.(ts|mjs|js|vue|css)$/.test(path))
      .filter((path) => read(path).split('\n').length - 1 > 400);
    expect(long).toEqual([]);
  });
});
