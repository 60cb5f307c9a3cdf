import js from '@eslint/js';
import vue from 'eslint-plugin-vue';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';
import { arrowsRule } from './lint/arrows-rule.mjs';
import { purityRules } from './lint/purity.mjs';
import { processRules } from './lint/process-rules.mjs';

const SOURCE = ['client/**/*.{ts,vue}', 'server/**/*.ts', 'shared/**/*.ts'];
const TYPED = [...SOURCE, 'test/**/*.ts', '*.config.ts'];

/** Shape: what a reader can hold in the head, and no second way to say the same. */
const shapeRules = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
  'no-console': 'error',
  'no-implicit-coercion': ['error', { boolean: true, number: true, string: true }],
  'no-param-reassign': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'prefer-template': 'error',
};

/** What the types can tell and the compiler does not. */
const typeRules = {
  '@typescript-eslint/ban-ts-comment': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  '@typescript-eslint/only-throw-error': 'error',
  // An empty setting counts as absent: `||` is meant where strings meet.
  '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
  // A port's method is async whether or not this one of its parts has to wait.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  // Our parts are closures, not classes: their methods have no `this` to lose.
  '@typescript-eslint/unbound-method': 'off',
  // noUncheckedIndexedAccess makes `row[i]!` the plain way to read inside a loop's own bounds.
  '@typescript-eslint/no-non-null-assertion': 'off',
};

const vueRules = {
  'vue/block-lang': ['error', { script: { lang: 'ts' } }],
  'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
  'vue/component-api-style': ['error', ['script-setup']],
  'vue/define-emits-declaration': ['error', 'type-based'],
  'vue/define-props-declaration': ['error', 'type-based'],
  'vue/no-unused-refs': 'error',
  'vue/no-v-html': 'error',
  'vue/multi-word-component-names': ['error', { ignores: ['App'] }],
};

export default defineConfig(
  { ignores: ['dist/', 'dist.*/', 'node_modules/', 'test-results/', '.forebay/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { rules: shapeRules },
  {
    files: TYPED,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: './tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: typeRules,
  },
  {
    files: ['**/*.vue'],
    extends: [vue.configs['flat/essential']],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser } },
    rules: { ...vueRules, 'no-undef': 'off' },
  },
  {
    files: SOURCE,
    plugins: { forebay: { rules: { arrows: arrowsRule } } },
    rules: {
      'forebay/arrows': 'error',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: false, skipComments: false }],
    },
  },
  { files: ['shared/**/*.ts'], rules: purityRules },
  ...processRules,
  {
    files: ['server/cli/**/*.ts', 'test/bench/run.ts', 'scripts/**/*.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    // To the linter's TypeScript a component is of no type; vue-tsc, which reads them, judges these.
    files: ['client/main.ts', 'client/router.ts', 'test/client/components/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  // Vitest's own matchers (`expect.any`) are of type any.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
  {
    files: ['lint/**/*.mjs', 'scripts/**/*.mjs', 'eslint.config.js'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
