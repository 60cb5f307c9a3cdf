// Who may import whom: ARCHITECTURE.md's arrows as a table. What is not listed is forbidden.
// A zone is a folder or a file; the longest that fits a path is its zone, and inside one zone all
// may import each other.

const PHYSICS = ['shared/units', 'shared/station', 'shared/hydraulics'];
const SHARED = [
  ...PHYSICS,
  'shared/alarms',
  'shared/dispatch',
  'shared/energy',
  'shared/indices',
  'shared/load',
  'shared/station/example',
  'shared/wire',
];
/** Of `shared`, what the browser's main thread may know: `dispatch` enters through workers alone. */
const SHOWN = [
  ...PHYSICS,
  'shared/alarms',
  'shared/energy',
  'shared/indices',
  'shared/load',
  'shared/wire',
];

/** Plain helpers of the server, known to all of it: they know nothing of the product. */
const HELPERS = [
  'server/bad-input.ts',
  'server/clock.ts',
  'server/listeners.ts',
  'server/log.ts',
  'server/loopback.ts',
  'server/threads',
];
const USE_CASES = [
  'server/readings',
  'server/planning',
  'server/review',
  'server/outlook',
  'server/alarms',
  'server/access',
];
const COMMON = [...SHARED, ...HELPERS];
const useCase = (...others) => [...COMMON, 'server/store', ...others];
const CLIENT_SHELL = [
  ...SHOWN,
  'client/main.ts',
  'client/App.vue',
  'client/router.ts',
  'client/views',
  'client/stores',
  'client/connection',
  'client/components',
  'client/format',
  'client/i18n',
  'client/theme',
];

export const ZONES = {
  'shared/units': [],
  'shared/station': ['shared/units'],
  'shared/station/example': ['shared/units', 'shared/station'],
  'shared/hydraulics': ['shared/units', 'shared/station'],
  'shared/dispatch': PHYSICS,
  'shared/energy': PHYSICS,
  'shared/indices': PHYSICS,
  'shared/alarms': ['shared/units', 'shared/station'],
  'shared/wire': ['shared/units', 'shared/station', 'shared/alarms'],
  'shared/load': ['shared/units', 'shared/wire'],

  'server/clock.ts': ['shared/wire'],
  'server/bad-input.ts': [],
  'server/listeners.ts': [],
  'server/log.ts': [],
  'server/loopback.ts': [],
  'server/threads': [],
  'server/config.ts': [...SHARED, 'server/log.ts'],
  'server/store': SHARED,
  'server/store/sqlite': [...COMMON, 'server/store'],
  'server/readings': useCase(),
  'server/planning': useCase('server/readings', 'server/access'),
  'server/alarms': useCase('server/readings', 'server/planning', 'server/access'),
  'server/review': useCase('server/readings', 'server/planning', 'server/alarms', 'server/access'),
  'server/outlook': useCase('server/readings', 'server/planning', 'server/review'),
  'server/access': useCase(),
  'server/door.ts': [...COMMON, 'server/access'],
  // A door that only reads out asks the port itself: a use case between would decide nothing.
  'server/web': [...COMMON, ...USE_CASES, 'server/door.ts', 'server/store'],
  'server/sources': [...COMMON, ...USE_CASES],
  'server/sources/http': [...COMMON, ...USE_CASES, 'server/door.ts', 'server/store'],
  'server/input-files.ts': COMMON,
  'server/cli': [
    ...COMMON,
    ...USE_CASES,
    'server/store',
    'server/config.ts',
    'server/input-files.ts',
    'server/start',
  ],
  // app.ts wires the doors, start/ picks the sources; both know every part but which store it is.
  'server/app.ts': [
    ...COMMON,
    ...USE_CASES,
    'server/door.ts',
    'server/sources/http',
    'server/store',
    'server/web',
  ],
  'server/start': [
    ...COMMON,
    ...USE_CASES,
    'server/app.ts',
    'server/config.ts',
    'server/input-files.ts',
    'server/sources',
    'server/store',
  ],
  'server/main.ts': [
    ...COMMON,
    'server/cli',
    'server/config.ts',
    'server/start',
    'server/store',
    'server/store/sqlite',
  ],

  'client/theme': [],
  'client/i18n': SHOWN,
  'client/format': [...SHOWN, 'client/i18n'],
  'client/charts': [...SHOWN, 'client/format', 'client/i18n', 'client/theme'],
  'client/components': [...SHOWN, 'client/charts', 'client/format', 'client/i18n', 'client/theme'],
  'client/connection': SHOWN,
  'client/workers': SHARED,
  'client/stores': [...SHOWN, 'client/connection', 'client/workers', 'client/format'],
  'client/views': [
    ...SHOWN,
    'client/stores',
    'client/components',
    'client/charts',
    'client/format',
    'client/i18n',
    'client/theme',
  ],
  'client/main.ts': CLIENT_SHELL,
  'client/App.vue': CLIENT_SHELL,
  'client/router.ts': CLIENT_SHELL,
};

const WHOLE_CLIENT = Object.keys(ZONES).filter((zone) => zone.startsWith('client/'));

/** Which zones may use a package; a package that is not here serves tests and tools alone. */
export const PACKAGES = {
  luxon: ['shared/units', 'server/cli', 'server/sources', 'client/format'],
  zod: [
    'shared/station',
    'shared/wire',
    'server/config.ts',
    'server/door.ts',
    'server/sources',
    'server/sources/http',
    'server/web',
  ],
  'fastest-levenshtein': ['shared/station'],
  'jsonc-parser': ['shared/station'],
  'ml-matrix': ['shared/energy'],
  '@stdlib/stats-base-dists-f-cdf': ['shared/energy'],
  '@stdlib/stats-base-dists-t-cdf': ['shared/energy'],
  '@stdlib/stats-base-dists-t-quantile': ['shared/energy'],

  '@node-rs/argon2': ['server/access'],
  express: ['server/app.ts', 'server/door.ts', 'server/sources/http', 'server/web'],
  'express-rate-limit': ['server/web'],
  helmet: ['server/web'],
  'socket.io': ['server/app.ts', 'server/web'],
  'prom-client': ['server/web'],
  pino: ['server/log.ts'],
  libsql: ['server/store/sqlite'],
  commander: ['server/cli'],
  'csv-parse': ['server/sources', 'server/sources/http', 'server/cli'],
  'read-excel-file': ['server/sources/http'],

  'socket.io-client': ['client/connection'],
  echarts: ['client/charts'],
  suncalc: ['client/format'],
  'write-excel-file': ['client/format', 'server/web'],
  pinia: ['client/stores', 'client/main.ts'],
  'vue-router': ['client/views', 'client/App.vue', 'client/main.ts', 'client/router.ts'],
  vue: WHOLE_CLIENT,
  'vue-i18n': WHOLE_CLIENT,
};

/** Zones that may reach Node; use cases need threads and files at most, never `process`. */
const NODE_ZONES = /^server\//;
const PROCESS_ZONES = ['server/main.ts', 'server/config.ts', 'server/cli'];

/** The zone of a path like `server/web/routes.ts`; undefined where none is drawn. */
export function zoneOf(path) {
  let found;
  for (const zone of Object.keys(ZONES)) {
    const fits = path === zone || path.startsWith(`${zone}/`);
    if (fits && zone.length > (found?.length ?? 0)) found = zone;
  }
  return found;
}

/** What is wrong with `zone` importing the file `target` of this repository; undefined if nothing is. */
export function wrongFile(zone, target) {
  const to = zoneOf(target);
  if (to === zone || (to !== undefined && ZONES[zone].includes(to))) return undefined;
  return `${zone} may not import ${target}, only ${listed(ZONES[zone])}`;
}

/** What is wrong with `zone` importing the package or Node module `name`; undefined if nothing is. */
export function wrongPackage(zone, name) {
  if (name === 'node:process') {
    return PROCESS_ZONES.includes(zone) ? undefined : `${zone} may not know the process`;
  }
  if (name.startsWith('node:')) {
    return NODE_ZONES.test(zone) ? undefined : `${zone} runs in a browser too: nothing of Node`;
  }
  const zones = PACKAGES[name] ?? [];
  if (zones.includes(zone)) return undefined;
  return `${zone} may not use ${name}; who may: ${listed(zones)}`;
}

function listed(zones) {
  return zones.length === 0 ? 'nothing' : zones.join(', ');
}
