import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runForebay } from '../fixtures/forebay-process.ts';

/**
 * A service whose data folder is misspelt, or on a disk that is not there, must say so and end: whoever
 * starts it waits for a server, and one that hangs in silence is looked for in all the wrong places.
 * The folders of the Linux kernel take no new ones, and claim that they themselves are absent.
 */
const FOLDERS = [
  ['/proc/x', "ENOENT: no such file or directory, mkdir '/proc/x'"],
  ['/proc', '/proc/forebay.db can neither be made nor opened'],
] as const;

test.skipIf(!existsSync('/proc/self'))(
  'a data folder that nobody can make or write ends the server with 2, the setting, the cause and the cure',
  async () => {
    const ends = await Promise.all(
      FOLDERS.map(([folder]) => runForebay(['serve'], { FOREBAY_DATA: folder }).ended),
    );
    expect(ends).toEqual(
      FOLDERS.map(([folder, why]) => ({
        code: 2,
        signal: null,
        out: '',
        err:
          `FOREBAY_DATA: the store in ${folder} cannot be opened (${why}), ` +
          'a folder that can be written is needed, empty or with a sound store\n',
      })),
    );
  },
);
