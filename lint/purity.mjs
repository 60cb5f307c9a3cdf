// `shared` runs alike in server, worker, browser and command line: no I/O, no clock, no randomness.
// Its tsconfig knows neither the DOM nor Node; these rules add what the language itself brings.

const GLOBALS = [
  'Buffer',
  'WebSocket',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'document',
  'fetch',
  'global',
  'globalThis',
  'localStorage',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'self',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'window',
];

const CLOCK = 'A clock is an argument in shared.';

export const purityRules = {
  'no-restricted-globals': [
    'error',
    ...GLOBALS.map((name) => ({ name, message: 'shared has no I/O, clock or DOM.' })),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: CLOCK },
    { object: 'DateTime', property: 'now', message: CLOCK },
    { object: 'DateTime', property: 'local', message: CLOCK },
    { object: 'DateTime', property: 'utc', message: CLOCK },
    { object: 'Math', property: 'random', message: 'Randomness is an argument in shared.' },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: CLOCK },
    { selector: 'CallExpression[callee.name="Date"]', message: CLOCK },
  ],
};
