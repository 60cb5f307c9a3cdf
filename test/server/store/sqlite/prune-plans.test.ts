import { expect, test } from 'vitest';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { WhatIf } from '#shared/wire/what-if.ts';
import { planVersion } from '../../../fixtures/plan-version.ts';
import { HOUR, KEEP_ALL, MIDNIGHT, openHalves, type Halves } from './helpers.ts';

const DAY = 24 * HOUR;
const RETENTION = { ...KEEP_ALL, otherPlansDays: 10, forecastsDays: 20, whatIfsDays: 2 };

const inputs = {
  system: exampleSystem,
  day: exampleDay,
  search: null,
  image: [],
  forecastIssuedAt: {},
  loadCurves: [],
  build: 'test',
};

function keep({ writer }: Halves, version: PlanVersion): void {
  writer.recordPlans({ add: { version, inputs }, moves: [], audit: [] });
}

/** Prunes until nothing is left to remove; how many rows went. */
function pruneAll({ writer }: Halves): number {
  let removed = 0;
  for (let slice = writer.prune(MIDNIGHT); slice > 0; slice = writer.prune(MIDNIGHT))
    removed += slice;
  return removed;
}

test('plans that were in force stay for good, others go with their histories and inputs', () => {
  const store = openHalves({ retention: RETENTION });
  // Plans of 24 h: one that began 12 days ago ended 11 days ago.
  const old = MIDNIGHT - 12 * DAY;
  keep(store, planVersion({ id: 'ran', startsAt: old, state: 'superseded' }));
  keep(store, planVersion({ id: 'refused', startsAt: old, state: 'rejected' }));
  keep(
    store,
    planVersion({
      id: 'young',
      startsAt: MIDNIGHT - 5 * DAY,
      state: 'superseded',
      inForceFrom: null,
    }),
  );
  expect(pruneAll(store)).toBe(1);
  const { reader, writer } = store;
  expect(reader.planById('ran')).not.toBeNull();
  expect(reader.planInputs('ran')).not.toBeNull();
  expect(reader.planById('refused')).toBeNull();
  expect(reader.planById('young')).not.toBeNull();
  expect(writer.parts.connection.all('select plan from plan_move')).toHaveLength(2);
  expect(writer.parts.connection.all('select plan from plan_input')).toHaveLength(2);
});

test('many go slice by slice, and what only they were made for goes with them', () => {
  const store = openHalves({ retention: RETENTION });
  for (let i = 0; i < 120; i++)
    keep(store, planVersion({ id: `p${i}`, startsAt: MIDNIGHT - 30 * DAY, state: 'rejected' }));
  expect(store.writer.prune(MIDNIGHT)).toBe(50);
  expect(pruneAll(store)).toBe(70);
  expect(store.writer.parts.connection.all('select hash from plan_system')).toEqual([]);
});

test('forecasts and trials of past shifts go after their time', () => {
  const store = openHalves({ retention: RETENTION });
  const forecast = { station: 's1', stepMinutes: 60, inflowM3s: [1], origin: 'forecast' as const };
  for (const days of [21, 19]) {
    const at = MIDNIGHT - days * DAY;
    store.writer.addForecast({ ...forecast, issuedAt: at, startsAt: at });
  }
  for (const days of [3, 1]) {
    const whatIf = { id: `${days}`, station: 's1', kind: 'what-if', owner: { id: 'a', name: 'A' } };
    const shiftStartsAt = MIDNIGHT - days * DAY;
    store.writer.saveWhatIf(
      { ...whatIf, shiftStartsAt, revision: 1, changedAt: 0 } as WhatIf,
      null,
    );
  }
  expect(pruneAll(store)).toBe(2);
  expect(store.reader.newestForecast('s1', MIDNIGHT - 20 * DAY)).toBeNull();
  expect(store.reader.newestForecast('s1', MIDNIGHT)).not.toBeNull();
  expect(store.reader.whatIfsSince('s1', 0).map(({ id }) => id)).toEqual(['1']);
});
