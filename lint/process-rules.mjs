// One reader of the environment (config.ts), one end of the process (main.ts); what runs between
// them gets its settings as arguments and says its end by returning or throwing.

const READ = { message: 'Only server/config.ts reads the environment and the arguments.' };
const END = { message: 'Only server/main.ts ends the process.' };

const READING = [
  { object: 'process', property: 'env', ...READ },
  { object: 'process', property: 'argv', ...READ },
];
const ENDING = ['exit', 'abort', 'kill'].map((property) => ({
  object: 'process',
  property,
  ...END,
}));
const properties = (...restricted) => ({ 'no-restricted-properties': ['error', ...restricted] });

export const processRules = [
  { files: ['server/**/*.ts'], rules: properties(...READING, ...ENDING) },
  { files: ['server/config.ts'], rules: properties(...ENDING) },
  { files: ['server/main.ts'], rules: properties(...READING) },
  {
    files: ['server/{readings,planning,review,alarms,access,store,web,sources}/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Use cases, stores and ways in do not know the process.' },
      ],
    },
  },
];
