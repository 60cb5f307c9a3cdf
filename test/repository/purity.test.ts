import { describe, expect, it } from 'vitest';
import { refusals, typedRefusals } from './lint.ts';

/** `[the file, what may stand in it, what may not, the rule that says so]`. */
const PLANTED: [file: string, allowed: string, refused: string, rule: string][] = [
  // A clock and randomness are arguments in shared.
  ['shared/wire/a.ts', 'new Date(0)', 'new Date()', 'no-restricted-syntax'],
  ['shared/wire/a.ts', 'Date.UTC(2026, 0)', 'Date()', 'no-restricted-syntax'],
  ['shared/wire/a.ts', 'Date.UTC(2026, 0)', 'Date.now()', 'no-restricted-properties'],
  ['shared/dispatch/a.ts', 'Math.sqrt(2)', 'Math.random()', 'no-restricted-properties'],
  ['shared/dispatch/a.ts', 'Math.abs(2)', 'performance.now()', 'no-restricted-globals'],
  ['shared/dispatch/a.ts', 'Math.abs(2)', 'crypto.randomUUID()', 'no-restricted-globals'],
  ['shared/wire/a.ts', 'Number("1")', 'setTimeout(Number, 1)', 'no-restricted-globals'],
  ['shared/units/a.ts', 'Number("1")', 'process.uptime()', 'no-restricted-globals'],
  ['shared/units/a.ts', 'Number("1")', 'window.close()', 'no-restricted-globals'],
  ['shared/units/a.ts', 'Number("1")', 'fetch("/")', 'no-restricted-globals'],
  ['shared/units/a.ts', 'Number("1")', 'globalThis.process', 'no-restricted-globals'],
  // One reader of the environment, one end of the process.
  ['server/config.ts', 'process.env', 'process.exit(1)', 'no-restricted-properties'],
  ['server/main.ts', 'process.exit(1)', 'process.env', 'no-restricted-properties'],
  ['server/app.ts', 'process.memoryUsage()', 'process.argv', 'no-restricted-properties'],
  ['server/cli/a.ts', 'process.stdin', 'process.exit(2)', 'no-restricted-properties'],
  ['server/cli/a.ts', 'console.log(1)', 'process.env', 'no-restricted-properties'],
  ['server/planning/a.ts', 'setTimeout(Number, 1)', 'process.uptime()', 'no-restricted-globals'],
  ['server/store/sqlite/a.ts', 'Date.now()', 'process.cwd()', 'no-restricted-globals'],
  // What the server says goes to its log.
  ['server/web/a.ts', 'Date.now()', 'console.log(1)', 'no-console'],
  ['client/stores/a.ts', 'Date.now()', 'console.error(1)', 'no-console'],
  // What a reader stumbles over.
  ['server/web/a.ts', 'Number(1) === 2', 'Number(1) == 2', 'eqeqeq'],
  ['server/web/a.ts', '[].at(0) == null', '/* TODO later */ 1', 'no-warning-comments'],
];

describe('what a file may do by where it stands', () => {
  it.each(PLANTED)('%s: %s, but not %s (%s)', async (file, allowed, refused, rule) => {
    const using = (expression: string): string => `export const a: unknown = ${expression};\n`;
    expect(await refusals(file, using(allowed))).toEqual([]);
    expect(await refusals(file, using(refused))).toContain(rule);
  });
});

describe('the size of things', () => {
  const file = (lines: number): string => 'void 0;\n'.repeat(lines);
  const fn = (lines: number): string =>
    `export function a(): void {\n${'  void 0;\n'.repeat(lines - 2)}}\n`;

  it('refuses a file of more than 400 lines, blank ones counted', async () => {
    expect(await refusals('server/web/a.ts', file(400))).toEqual([]);
    expect(await refusals('server/web/a.ts', file(401))).toEqual(['max-lines']);
    expect(await refusals('server/web/a.ts', file(200) + '\n'.repeat(201))).toEqual(['max-lines']);
    expect(await refusals('test/server/web/a.test.ts', file(401))).toEqual(['max-lines']);
  });

  it('refuses a function of more than 70 lines in the product', async () => {
    expect(await refusals('shared/units/a.ts', fn(70))).toEqual([]);
    expect(await refusals('shared/units/a.ts', fn(71))).toEqual(['max-lines-per-function']);
  });
});

/** What only the types can tell, planted in the text of a file that exists. */
const TYPED: [name: string, allowed: string, refused: string, rule: string][] = [
  [
    'a promise that nobody waits for',
    'export async function a(b: () => Promise<void>): Promise<void> {\n  await b();\n}\n',
    'export function a(b: () => Promise<void>): void {\n  b();\n}\n',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a promise taken for a truth',
    'export async function a(b: () => Promise<boolean>): Promise<number> {\n  return (await b()) ? 1 : 2;\n}\n',
    'export function a(b: () => Promise<boolean>): number {\n  return b() ? 1 : 2;\n}\n',
    '@typescript-eslint/no-misused-promises',
  ],
  [
    'any',
    'export const a = (b: unknown): unknown => b;\n',
    'export const a = (b: any): unknown => b;\n',
    '@typescript-eslint/no-explicit-any',
  ],
  [
    'a type imported as if it were a value',
    "import type { ServerClock } from '#shared/wire/protocol.ts';\nexport const a = (b: ServerClock): number => b.at;\n",
    "import { ServerClock } from '#shared/wire/protocol.ts';\nexport const a = (b: ServerClock): number => b.at;\n",
    '@typescript-eslint/consistent-type-imports',
  ],
  [
    'a case that is forgotten',
    "export function a(b: 'x' | 'y'): number {\n  switch (b) {\n    case 'x':\n      return 1;\n    case 'y':\n      return 2;\n  }\n}\n",
    "export function a(b: 'x' | 'y'): number {\n  switch (b) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n}\n",
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  [
    'an error of the compiler hushed up',
    'export const a: number = 1;\n',
    "// @ts-ignore\nexport const a: number = 'one';\n",
    '@typescript-eslint/ban-ts-comment',
  ],
];

describe('what the types can tell', () => {
  it.each(TYPED)('refuses %s', { timeout: 240_000 }, async (_name, allowed, refused, rule) => {
    expect(await typedRefusals('server/clock.ts', allowed)).toEqual([]);
    expect(await typedRefusals('server/clock.ts', refused)).toContain(rule);
  });
});
