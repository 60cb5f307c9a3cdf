import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, test } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { Subscription } from '#shared/wire/protocol.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { noPlans } from '../../fixtures/plan-version.ts';

const station = exampleSystem.stations[0]!;
const answer = (cursor: string, at: number): Subscription => ({
  station,
  clock: { at, rate: 1 },
  tags: tagList(exampleSystem, exampleSite),
  snapshot: { cursor, at, values: [[0, 445, 0, 0]] },
  deltas: [],
  plan: noPlans(station.id),
  alarms: [],
  silenced: null,
  outlook: null,
});

beforeEach(() => setActivePinia(createPinia()));

test('after a cut, the missed deltas go on from what was shown', () => {
  const store = useStationStore();
  expect(store.cursor).toBeNull();
  store.subscribed(answer('c1', 1000));
  expect(store.cursor).toBe('c1');
  store.subscribed({
    ...answer('c1', 1000),
    snapshot: null,
    deltas: [
      { cursor: 'c2', at: 2000, changes: [[1, 360, 0, 0]] },
      { cursor: 'c3', at: 3000, changes: [[0, 446, 0, 0]] },
    ],
  });
  expect(store.cursor).toBe('c3');
  expect(store.image?.values.slice(0, 2).map((live) => live?.value)).toEqual([446, 360]);
});

test('a start is told before the image that contains it, and forgotten with it', () => {
  const store = useStationStore();
  store.subscribed(answer('c1', 1000));
  store.unitChanged({ station: station.id, unit: 'u1', at: 1500, on: true });
  expect(store.unitChanges.get('u1')?.on).toBe(true);
  store.ticked({ cursor: 'c2', at: 2000, changes: [] });
  expect(store.unitChanges.size).toBe(0);
});

test('news of another station changes nothing', () => {
  const store = useStationStore();
  store.subscribed(answer('c1', 1000));
  store.planChanged(noPlans('other'));
  store.unitChanged({ station: 'other', unit: 'u1', at: 1500, on: true });
  expect(store.plan?.station).toBe(station.id);
  expect(store.unitChanges.size).toBe(0);
});
