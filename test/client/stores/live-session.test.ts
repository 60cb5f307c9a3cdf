import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { Alarm, Hello, Subscription } from '#shared/wire/protocol.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import type { LiveListener } from '#client/connection/live-connection.ts';
import { useAlarmStore } from '#client/stores/alarm-store.ts';
import { startLiveSession } from '#client/stores/live-session.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { noPlans, planVersion } from '../../fixtures/plan-version.ts';

const station = exampleSystem.stations[0]!;
const answer: Subscription = {
  station,
  clock: { at: 1000, rate: 1 },
  tags: tagList(exampleSystem, exampleSite),
  snapshot: { cursor: 'c1', at: 1000, values: [[0, 445, 0, 0]] },
  deltas: [],
  plan: noPlans(station.id),
  alarms: [],
  silenced: null,
  outlook: null,
};
const hello = { protocol: 1, build: 'b', clock: answer.clock, stations: [{ id: station.id }] };

/** What the server would say comes from the tests: the socket has tests of its own. */
let server: LiveListener;
vi.mock('#client/connection/live-connection.ts', () => ({
  openLiveConnection: (listener: LiveListener) => {
    server = listener;
    return {
      subscribe: () => Promise.resolve(answer),
      ask: () => Promise.reject(new Error('not in this test')),
      renew: () => undefined,
      close: () => undefined,
    };
  },
}));

let end: () => void;
beforeEach(async () => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  end = startLiveSession({
    station: null,
    token: null,
    trendTags: () => [],
    reload: () => undefined,
    signIn: () => undefined,
  });
  server.greeted(hello as unknown as Hello);
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

const tick = (second: number): void =>
  server.ticked({ cursor: `c${second}`, at: second * 1000, changes: [] });

test('an image that comes is shown at once, not with the next turn of a clock', async () => {
  const store = useStationStore();
  expect(store.cursor).toBe('c1');
  await vi.advanceTimersByTimeAsync(1000);
  tick(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(store.cursor).toBe('c2');
});

test('images that come in a burst are one change of the screen, a tenth of a second after the last', async () => {
  const store = useStationStore();
  await vi.advanceTimersByTimeAsync(1000);
  tick(2);
  await vi.advanceTimersByTimeAsync(10);
  for (let second = 3; second <= 300; second++) tick(second);
  await vi.advanceTimersByTimeAsync(80);
  expect(store.cursor).toBe('c2');
  await vi.advanceTimersByTimeAsync(10);
  expect(store.cursor).toBe('c300');
});

test('a slow screen that is brought back has image, alarms and plan as they stand, whatever it missed', async () => {
  const alarm = (id: string) => ({ id, station: station.id, state: 'acknowledged' }) as Alarm;
  server.alarmChanged(alarm('over-meanwhile'));
  await vi.advanceTimersByTimeAsync(1000);
  const inForce = planVersion({ id: 'made-meanwhile' });
  server.conflated({
    cursor: 'c9',
    at: 9000,
    values: [[0, 446, 0, 0]],
    plan: { ...noPlans(station.id), inForce },
    alarms: [alarm('came-meanwhile')],
    silenced: null,
    outlook: null,
  });
  server.alarmChanged(alarm('came-after'));
  await vi.advanceTimersByTimeAsync(1000);
  const store = useStationStore();
  expect(store.cursor).toBe('c9');
  expect(store.plan?.inForce?.id).toBe('made-meanwhile');
  expect([...useAlarmStore().all.keys()]).toEqual(['came-meanwhile', 'came-after']);
});
