import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read, ROOT } from './tracked-files.ts';

/** Licences that let a plant's owner use and change the whole without asking anyone. */
const PERMISSIVE = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'Python-2.0',
  'Unlicense',
];

/** Used unchanged as tools; nothing of them goes into what we hand out. */
const TOOLS_ONLY: Readonly<Record<string, string>> = {
  lightningcss: 'MPL-2.0, minifies CSS inside Vite',
  'axe-core': 'MPL-2.0, judges the screens in tests',
};

/** Whose manifest names none: what their licence file is, and words by which it is known. */
const BY_FILE: Readonly<Record<string, readonly [licence: string, words: string]>> = {
  suncalc: ['BSD-2-Clause', 'Redistributions in binary form must reproduce'],
};

interface LockEntry {
  readonly license?: string;
  readonly dev?: boolean;
}

const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, LockEntry>;
};
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 13);

/** A package's licence as npm wrote it into the lock, else as the package itself says it. */
function licenceOf(path: string, entry: LockEntry): string {
  if (entry.license !== undefined) return entry.license;
  const manifest = join(path, 'package.json');
  if (!existsSync(join(ROOT, manifest))) return 'unknown';
  const { license, licenses } = JSON.parse(read(manifest)) as {
    license?: string;
    licenses?: { type: string }[];
  };
  const named = license ?? licenses?.map(({ type }) => type).join(' AND ');
  const [licence, words] = BY_FILE[nameOf(path)] ?? [];
  if (named !== undefined || licence === undefined) return named ?? 'unknown';
  return read(join(path, 'LICENSE')).includes(words!) ? licence : 'unknown';
}

/** Whether an SPDX expression leaves the choice of a permissive licence. */
const isPermissive = (licence: string): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => PERMISSIVE.includes(one.trim())));

describe('the packages we build on', () => {
  it('are all under a permissive licence', () => {
    const others = Object.entries(packages)
      .filter(([path]) => path !== '')
      .filter(([path, entry]) => !isPermissive(licenceOf(path, entry)))
      .filter(([path, entry]) => {
        const tool = Object.keys(TOOLS_ONLY).find((name) => nameOf(path).startsWith(name));
        return tool === undefined || entry.dev !== true;
      })
      .map(([path, entry]) => `${nameOf(path)}: ${licenceOf(path, entry)}`);
    expect(others).toEqual([]);
  });

  it('would be refused under another one', () => {
    expect(isPermissive('GPL-3.0-only')).toBe(false);
    expect(isPermissive('MIT AND GPL-2.0-only')).toBe(false);
    expect(isPermissive('(MIT OR GPL-2.0-only)')).toBe(true);
  });
});
