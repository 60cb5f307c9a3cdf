import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findCircle, importGraph } from './import-graph.ts';
import { ROOT, trackedFiles } from './tracked-files.ts';

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

/** The first circle among files of these texts. */
function circleOf(texts: Record<string, string>): string[] | null {
  folder = mkdtempSync(join(tmpdir(), 'forebay-circles-'));
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return findCircle(importGraph(folder, Object.keys(texts)));
}

describe('circular imports', () => {
  it('are found over relative and # paths, types and components', () => {
    const circle = circleOf({
      'shared/a.ts': "import type { B } from './b.ts';\nexport type A = B;\n",
      'shared/b.ts': "export * from '#client/C.vue';\n",
      'client/C.vue':
        '<script setup lang="ts">\nimport { a } from \'../shared/a.ts\';\n</script>\n',
    });
    expect(circle).toEqual(['shared/a.ts', 'shared/b.ts', 'client/C.vue', 'shared/a.ts']);
  });

  it('are not seen where two ways lead to the same file', () => {
    const circle = circleOf({
      'a.ts': "import './b.ts';\nimport './c.ts';\n",
      'b.ts': "import './d.ts';\n",
      'c.ts': "import './d.ts';\n",
      'd.ts': '',
    });
    expect(circle).toBeNull();
  });

  it('are absent from this repository', () => {
    const sources = trackedFiles().filter((path) =>
      /^(client|server|shared|test)\/.*\.(ts|vue)$/.test(path),
    );
    expect(sources.length).toBeGreaterThan(50);
    expect(findCircle(importGraph(ROOT, sources))).toBeNull();
  });
});
