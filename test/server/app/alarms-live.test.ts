import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ack } from '#shared/wire/protocol.ts';
import type { AlarmDone, AlarmRequests } from '#shared/wire/alarms.ts';
import type { Role } from '#shared/wire/access.ts';
import {
  next,
  reading,
  signedIn,
  startApp,
  stationId,
  subscribed,
  type RunningApp,
  type Screen,
} from './running-app.ts';

const SPILL = `${stationId}/spill/flow`;
const ID = `${stationId}/spill.running`;

let running: RunningApp;
beforeEach(async () => {
  running = await startApp();
});
afterEach(() => running.stop());

async function seat(...roles: Role[]): Promise<Screen> {
  const { cookie } = await signedIn(running, roles);
  const screen = running.screen({ cookie });
  await subscribed(screen, null);
  return screen;
}
const ask = <Name extends keyof AlarmRequests>(
  screen: Screen,
  name: Name,
  request: unknown,
): Promise<Ack<AlarmRequests[Name]['answer']>> => {
  const wire = screen as unknown as { emitWithAck(name: string, of: unknown): Promise<never> };
  return wire.emitWithAck(name, request);
};
const spill = (m3s: number) => running.readings.accept([reading(SPILL, Date.now(), m3s)]);

describe('alarms on sockets', () => {
  it('reach every screen of the station at once, and so does what somebody does about them', async () => {
    const wall = running.screen();
    await subscribed(wall, null);
    const desk = await seat('dispatcher');
    const rang = next(wall, 'alarm.changed');
    await spill(30);
    expect(await rang).toMatchObject({ id: ID, state: 'unacknowledged', occurrence: 1 });

    const seen = next(wall, 'alarm.changed');
    const answer = await ask(desk, 'acknowledge-alarms', {
      station: stationId,
      alarms: [{ id: ID, occurrence: 1 }],
    });
    expect(answer).toMatchObject({ ok: true, value: { left: [], kept: true } });
    expect(await seen).toMatchObject({ id: ID, state: 'acknowledged' });
    // A screen that comes later is told the same.
    const late = running.screen();
    expect((await subscribed(late, null)).alarms).toMatchObject([
      { id: ID, state: 'acknowledged' },
    ]);
  });

  it('a shelf, its end, out of service and back: each answered with the alarm as it stands', async () => {
    await spill(30);
    const dispatcher = await seat('dispatcher');
    const engineer = await seat('engineer');
    const state = (answer: Ack<AlarmDone>): unknown =>
      answer.ok ? answer.value.alarms[0]?.state : answer.error.code;
    const shelve = { id: ID, minutes: 15, reason: 'gate test' };
    expect(state(await ask(dispatcher, 'shelve-alarm', shelve))).toBe('shelved');
    expect(state(await ask(dispatcher, 'shelve-alarm', shelve))).toBe('wrong-state');
    expect(state(await ask(dispatcher, 'unshelve-alarm', { id: ID }))).toBe('unacknowledged');
    const out = { id: ID, reason: 'gauge is out' };
    expect(state(await ask(dispatcher, 'take-alarm-out', out))).toBe('not-allowed');
    expect(state(await ask(engineer, 'take-alarm-out', out))).toBe('out-of-service');
    expect(state(await ask(engineer, 'put-alarm-back', { id: ID }))).toBe('unacknowledged');
    expect(state(await ask(dispatcher, 'reset-alarm', { id: ID, occurrence: 1 }))).toBe(
      'wrong-state',
    );
  });

  it('a screen without a right may see them, and do nothing about them', async () => {
    await spill(30);
    const wall = running.screen();
    await subscribed(wall, null);
    for (const [name, request] of [
      ['acknowledge-alarms', { station: stationId, alarms: [{ id: ID, occurrence: 1 }] }],
      ['silence-alarms', { station: stationId }],
      ['shelve-alarm', { id: ID, minutes: 1, reason: 'x' }],
    ] as const)
      expect(await ask(wall, name, request)).toMatchObject({
        ok: false,
        error: { code: 'not-allowed' },
      });
  });

  it('silence is told to all screens of the station', async () => {
    const wall = running.screen();
    await subscribed(wall, null);
    const desk = await seat('engineer');
    const told = next(wall, 'alarms.silenced');
    expect(await ask(desk, 'silence-alarms', { station: stationId })).toMatchObject({ ok: true });
    expect(await told).toMatchObject({ station: stationId });
    expect((await subscribed(running.screen(), null)).silenced).toMatchObject({
      station: stationId,
    });
  });

  it('what is asked for wrongly is told where', async () => {
    const desk = await seat('dispatcher');
    expect(await ask(desk, 'shelve-alarm', { id: ID, minutes: 'soon', reason: 'x' })).toMatchObject(
      {
        ok: false,
        error: { code: 'bad-request', message: expect.stringContaining('minutes') },
      },
    );
  });
});

describe('alarms over HTTP', () => {
  it('give the list, the journal, the sheet and the load; a wrong station is told with the right ones', async () => {
    await spill(30);
    const { cookie } = await signedIn(running, ['viewer']);
    const get = async (path: string) => {
      const answer = await running.get(`/api/v1/alarms${path}`, { cookie });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    expect((await get(`?station=${stationId}`)).body['alarms']).toMatchObject([{ id: ID }]);
    await expect
      .poll(
        async () => (await get(`/journal?station=${stationId}&code=spill.running`)).body['entries'],
      )
      .toMatchObject([{ alarm: ID, event: 'came', from: 'normal', to: 'unacknowledged' }]);
    const none = await get(`/journal?station=${stationId}&event=shelve&priority=1&priority=2`);
    expect(none.body['entries']).toEqual([]);
    expect((await get(`/sheet?station=${stationId}`)).body).toMatchObject({ shelveHours: 0 });
    expect((await get(`/load?station=${stationId}`)).body).toMatchObject({ alarms: 1 });
    expect(await get('/load?station=nowhere')).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown-station' } },
    });
    expect((await get(`/journal?station=${stationId}&event=exploded`)).status).toBe(400);
    expect((await get(`/load?station=${stationId}&from=5&to=4`)).status).toBe(400);
  });
});
