import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteSchema } from '#shared/station/site-schema.ts';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { Reading } from '#shared/wire/reading.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { unitTag, stationTag } from '#shared/wire/tag-path.ts';
import { openAccess } from '#server/access/access.ts';
import { openAlarms } from '#server/alarms/alarms.ts';
import { createApp } from '#server/app.ts';
import { systemClock } from '#server/clock.ts';
import { createLog } from '#server/log.ts';
import { createCalculation } from '#server/readings/calculated/calculation.ts';
import { createReadings, type Readings } from '#server/readings/readings.ts';
import { openSqliteStore } from '#server/store/sqlite/open-sqlite-store.ts';
import { noPlans } from '../../fixtures/plan-version.ts';
import type { ServerOrder, ServerReport } from './messages.ts';

/** Tags that change once a second, in quarters, as sources spread over the second do. */
const CHANGING_TAGS = 200;
const PARTS = 4;

const UNIT_CHANGE_MS = 700;
/** Longer than the alarm's delay to clear, so that it rings anew each time. */
const ALARM_MS = 6000;

const report = (message: ServerReport): void => void process.send!(message);

const station = exampleSystem.stations[0]!;
const extra = Array.from({ length: CHANGING_TAGS }, (_, i) => ({
  tag: `${station.id}/bench/value-${i}`,
  name: { zh: `测点${i}`, en: `Value ${i}` },
  unit: 'MW',
  periodMs: 1000,
}));
const site = siteSchema.parse({ ...exampleSite, tags: extra });
const tags = tagList(exampleSystem, site);

const reading = (tag: string, value: number): Reading => ({
  tag,
  at: Date.now(),
  value,
  quality: 'good',
  source: 'bench',
});

/** Feeds the load: values over the second, units that start and stop, a spill now and then. */
function feed(readings: Readings): NodeJS.Timeout[] {
  let turn = 0;
  const values = (): void => {
    turn += 1;
    const size = CHANGING_TAGS / PARTS;
    const part = extra.slice((turn % PARTS) * size, (turn % PARTS) * size + size);
    void readings.accept(part.map(({ tag }, i) => reading(tag, 40 + Math.sin(turn + i) * 0.37)));
  };
  let change = 0;
  const units = (): void => {
    const unit = station.units[change % station.units.length]!;
    const on = Math.floor(change / station.units.length) % 2;
    change += 1;
    void readings.accept([reading(unitTag(station.id, unit.id, 'on'), on)]);
  };
  const spill = (): void => {
    const tag = stationTag(station.id, 'spillFlow');
    void readings.accept([reading(tag, 50)]);
    setTimeout(() => void readings.accept([reading(tag, 0)]), 300);
  };
  return [
    setInterval(values, 1000 / PARTS),
    setInterval(units, UNIT_CHANGE_MS),
    setInterval(spill, ALARM_MS),
  ];
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'forebay-fanout-'));
  const log = createLog('silent');
  const { retention } = site;
  const { timeZone } = exampleSystem;
  const store = await openSqliteStore({ folder, retention, timeZone, tags, log });
  const calculate = createCalculation(exampleSystem);
  const readings = createReadings({
    tags,
    store: store.readings,
    clock: systemClock,
    log,
    calculate,
  });
  const access = await openAccess({
    stores: store,
    settings: { ingest: [], viewToken: null, open: 'look' },
    stations: [],
    tags: [],
    log,
  });
  const planning = {
    view: noPlans,
    onChange: () => () => undefined,
    between: () => Promise.resolve([]),
    note: () => undefined,
  };
  const parts = { system: exampleSystem, site, readings, planning, store, clock: systemClock, log };
  const alarms = await openAlarms(parts);
  const app = createApp({
    system: exampleSystem,
    readings,
    planning,
    alarms,
    desk: null,
    store,
    access,
    clock: systemClock,
    log,
    mode: 'serve',
    build: 'bench',
    clientDir: null,
  });
  await new Promise<void>((resolve) => app.server.listen(0, '127.0.0.1', resolve));
  const timers = feed(readings);
  let cpu = process.cpuUsage();
  let begun = performance.now();
  process.on('message', (order: ServerOrder) => {
    if (order.kind === 'begin') {
      cpu = process.cpuUsage();
      begun = performance.now();
      report({ kind: 'began' });
      return;
    }
    if (order.kind === 'weigh') {
      globalThis.gc!();
      report({ kind: 'weighed', heapBytes: process.memoryUsage().heapUsed });
      return;
    }
    const used = process.cpuUsage(cpu);
    const cpuPercent = (used.user + used.system) / 10 / (performance.now() - begun);
    report({ kind: 'ended', cpuPercent });
  });
  process.on('disconnect', () => {
    for (const timer of timers) clearInterval(timer);
    void app
      .close()
      .then(() => alarms.stop())
      .then(() => store.close())
      .then(() => rmSync(folder, { recursive: true, force: true }))
      .then(() => process.exit(0));
  });
  const { port } = app.server.address() as AddressInfo;
  report({ kind: 'listening', address: `http://127.0.0.1:${port}`, station: station.id });
}

void main();
