import { describe, expect, it } from 'vitest';
import { refusals } from './lint.ts';

const importing = (specifier: string): string => `import '${specifier}';\n`;

/** `[the file, an import it may have, one it may not]`. */
const ARROWS: [file: string, allowed: string, refused: string][] = [
  // shared: units <- station <- hydraulics <- dispatch
  ['shared/units/a.ts', './physics.ts', '#shared/station/read-forms.ts'],
  ['shared/station/a.ts', '#shared/units/physics.ts', '#shared/hydraulics/step.ts'],
  ['shared/station/example/a.ts', '../read-forms.ts', '#shared/hydraulics/step.ts'],
  ['shared/station/a.ts', './place.ts', './example/example.ts'],
  ['shared/hydraulics/a.ts', '#shared/station/system-schema.ts', '../dispatch/plan-day.ts'],
  ['shared/dispatch/a.ts', '#shared/hydraulics/step.ts', '#shared/wire/image.ts'],
  ['shared/wire/a.ts', '#shared/station/system-schema.ts', '#shared/dispatch/schedule.ts'],
  ['shared/wire/a.ts', '#shared/units/physics.ts', '#shared/hydraulics/step.ts'],
  ['shared/energy/a.ts', '#shared/hydraulics/step.ts', '#shared/dispatch/schedule.ts'],
  ['shared/energy/a.ts', 'ml-matrix', '#shared/wire/image.ts'],
  ['shared/indices/a.ts', '#shared/hydraulics/step.ts', '#shared/energy/baseline.ts'],
  // The wings
  ['shared/dispatch/a.ts', './schedule.ts', '#server/clock.ts'],
  ['shared/wire/a.ts', './image.ts', '../../client/format/numbers.ts'],
  ['server/web/a.ts', '#shared/wire/image.ts', '#client/format/numbers.ts'],
  ['client/stores/a.ts', '#shared/wire/image.ts', '#server/clock.ts'],
  ['client/views/wall/A.vue.ts', '#client/stores/clock.ts', '../../../server/clock.ts'],
  // server: ways in -> use cases -> ports; only main.ts knows the store
  ['server/readings/a.ts', '#server/store/reading-store.ts', '#server/store/sqlite/open.ts'],
  ['server/planning/a.ts', '#server/readings/readings.ts', '#server/web/routes.ts'],
  ['server/planning/a.ts', '#shared/dispatch/plan-day.ts', '#server/sources/replay/replay.ts'],
  ['server/readings/a.ts', '#server/clock.ts', '#server/config.ts'],
  ['server/readings/a.ts', './readings.ts', '#server/planning/planning.ts'],
  ['server/access/a.ts', '#server/store/store.ts', '#server/cli/plan.ts'],
  ['server/web/a.ts', '#server/readings/readings.ts', '#server/sources/replay/replay.ts'],
  ['server/web/a.ts', '../planning/planning.ts', '../store/sqlite/open.ts'],
  ['server/sources/simulator/a.ts', '#server/planning/planning.ts', '#server/web/routes.ts'],
  ['server/sources/replay/a.ts', '#server/readings/readings.ts', '../../store/sqlite/open.ts'],
  ['server/cli/a.ts', '#server/config.ts', '#server/store/sqlite/open.ts'],
  ['server/app.ts', './web/routes.ts', './store/sqlite/open.ts'],
  ['server/app.ts', './sources/http/ingest-doors.ts', './sources/replay/replay.ts'],
  ['server/start/a.ts', '../app.ts', '../store/sqlite/open.ts'],
  ['server/sources/http/a.ts', '../../door.ts', '#server/web/routes.ts'],
  ['server/main.ts', './store/sqlite/open.ts', '#client/main.ts'],
  ['server/store/reading-store.ts', '#shared/wire/reading.ts', './sqlite/open.ts'],
  ['server/store/sqlite/a.ts', '../store.ts', '#server/readings/readings.ts'],
  ['server/threads/a.ts', './spawn-thread.ts', '#server/planning/planning.ts'],
  // client: views -> stores -> connection; views -> components -> charts -> format
  ['client/views/wall/a.ts', '#client/stores/session.ts', '#client/connection/socket.ts'],
  ['client/stores/a.ts', '#client/connection/socket.ts', '#client/views/wall/a.ts'],
  ['client/connection/a.ts', '#shared/wire/protocol.ts', '#client/stores/session.ts'],
  ['client/components/a.ts', '#client/charts/level.ts', '#client/stores/session.ts'],
  ['client/charts/a.ts', '#client/format/numbers.ts', '#client/components/Value.vue'],
  ['client/format/a.ts', '#shared/units/physics.ts', '#client/charts/level.ts'],
  ['client/workers/a.ts', '#shared/dispatch/plan-day.ts', '#client/stores/session.ts'],
  ['client/views/dispatch/a.ts', '#shared/hydraulics/step.ts', '#shared/dispatch/plan-day.ts'],
  ['client/stores/a.ts', '#client/workers/what-if.ts', '#shared/dispatch/schedule.ts'],
  ['client/main.ts', './router.ts', '#shared/dispatch/schedule.ts'],
  // Packages and Node
  ['client/connection/a.ts', 'socket.io-client', 'socket.io'],
  ['client/charts/a.ts', 'echarts/core', 'socket.io-client'],
  ['client/components/a.ts', 'vue', 'echarts'],
  ['client/format/a.ts', 'luxon', 'node:path'],
  ['server/web/a.ts', 'express', 'libsql'],
  ['server/store/sqlite/a.ts', 'libsql', 'express'],
  ['server/readings/a.ts', 'node:crypto', 'express'],
  ['server/planning/a.ts', 'node:worker_threads', 'node:process'],
  ['server/alarms/a.ts', 'node:crypto', 'socket.io'],
  ['server/review/a.ts', 'node:crypto', 'libsql'],
  ['server/config.ts', 'node:process', 'dotenv'],
  ['server/cli/a.ts', 'commander', 'libsql'],
  ['server/sources/a.ts', 'csv-parse', 'process'],
  ['shared/station/a.ts', 'zod', 'node:fs'],
  ['shared/units/a.ts', 'luxon', 'fs'],
  ['shared/dispatch/a.ts', './schedule.ts', 'fast-check'],
  ['server/web/a.ts', 'node:http', 'vitest'],
  ['client/stores/a.ts', 'pinia', 'fast-check'],
];

describe('the arrows of the architecture', () => {
  it.each(ARROWS)('%s may import %s but not %s', async (file, allowed, refused) => {
    expect(await refusals(file, importing(allowed))).toEqual([]);
    expect(await refusals(file, importing(refused))).toEqual(['forebay/arrows']);
  });

  it('judges every way of naming another file', async () => {
    const ways = [
      `import { a } from '#server/clock.ts';\nvoid a;\n`,
      `import type { A } from '#server/clock.ts';\nexport const a: A | null = null;\n`,
      `export { a } from '#server/clock.ts';\n`,
      `export * from '#server/clock.ts';\n`,
      `void import('#server/clock.ts');\n`,
      `export type A = import('#server/clock.ts').Clock;\n`,
    ];
    for (const way of ways)
      expect(await refusals('shared/wire/a.ts', way), way).toContain('forebay/arrows');
  });

  it('lets no file stand where the architecture draws no room', async () => {
    expect(await refusals('shared/helpers/a.ts', 'export {};\n')).toEqual(['forebay/arrows']);
    expect(await refusals('server/util.ts', 'export {};\n')).toEqual(['forebay/arrows']);
  });

  it('judges the script of a component', async () => {
    const component = (specifier: string): string =>
      `<script setup lang="ts">\nimport '${specifier}';\n</script>\n\n<template><p /></template>\n`;
    expect(
      await refusals('client/views/wall/TheWall.vue', component('#client/stores/a.ts')),
    ).toEqual([]);
    expect(
      await refusals('client/views/wall/TheWall.vue', component('#client/connection/a.ts')),
    ).toEqual(['forebay/arrows']);
  });
});
