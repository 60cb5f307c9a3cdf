import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runForebay } from '../fixtures/forebay-process.ts';

/**
 * A service whose data folder is misspelt, or on a disk that is not there, must say so and end: whoever
 * starts it waits for a server, and one that hangs in silence is looked for in all the wrong places.
 * The folders of the Linux kernel take no new ones, and claim that they themselves are absent.
 */
test.skipIf(!existsSync('/proc/self'))(
  'a data folder that nobody can make ends the server with 2, the setting, the cause and the cure',
  async () => {
    expect(await runForebay(['serve'], { FOREBAY_DATA: '/proc/x' }).ended).toEqual({
      code: 2,
      signal: null,
      out: '',
      err:
        "FOREBAY_DATA: the store in /proc/x cannot be opened (ENOENT: no such file or directory, mkdir '/proc/x'), " +
        'a folder that can be written is needed, empty or with a sound store\n',
    });
  },
);
