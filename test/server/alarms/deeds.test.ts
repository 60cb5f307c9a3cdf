import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleSite } from '#shared/station/example/example.ts';
import {
  actor,
  alarmHouse,
  HOUR,
  MINUTE,
  SECOND,
  SPILL,
  station,
  type AlarmHouse,
} from './alarm-house.ts';

const dispatcher = actor('dispatcher');
const engineer = actor('engineer');
const id = `${station.id}/spill.running`;

let house: AlarmHouse;
beforeEach(async () => {
  house = await alarmHouse();
  await house.read(SPILL, 30);
});
afterEach(() => house.close());

const seen = () => ({ id, occurrence: house.find(id)!.occurrence });
const acknowledge = () =>
  house.alarms.acknowledge(dispatcher, { station: station.id, alarms: [seen()] });

describe('what people do with alarms', () => {
  it('acknowledging one keeps it on the list until it is over, and names who did it', async () => {
    const done = await acknowledge();
    expect(done).toMatchObject({ left: [], kept: true, alarms: [{ id, state: 'acknowledged' }] });
    house.pass(10 * SECOND);
    await house.read(SPILL, 0);
    house.pass(5 * SECOND);
    expect(house.find(id)).toBeUndefined();
    const [last] = await house.store.audit.page({
      before: null,
      limit: 1,
      actor: null,
      action: 'alarm',
    });
    expect(last).toMatchObject({
      actorName: 'dispatcher',
      action: 'alarm.acknowledge',
      subject: id,
      before: { state: 'unacknowledged' },
      after: { state: 'acknowledged' },
    });
  });

  it('one that came anew since it was seen is left, so that nobody acknowledges what nobody saw', async () => {
    const before = seen();
    house.pass(10 * SECOND);
    await house.read(SPILL, 0);
    house.pass(10 * SECOND);
    await house.read(SPILL, 30);
    const done = await house.alarms.acknowledge(dispatcher, {
      station: station.id,
      alarms: [before],
    });
    expect(done).toMatchObject({ alarms: [], left: [id] });
    expect(house.find(id)?.state).toBe('unacknowledged');
  });

  it('a shelf ends by itself, and what is still there rings anew', async () => {
    await house.alarms.shelve(dispatcher, { id, minutes: 30, reason: 'gate test' });
    expect(house.find(id)).toMatchObject({
      state: 'shelved',
      shelf: { reason: 'gate test', by: { name: 'dispatcher' }, until: house.now + 30 * MINUTE },
    });
    house.pass(29 * MINUTE);
    expect(house.find(id)?.state).toBe('shelved');
    house.pass(MINUTE);
    expect(house.find(id)?.state).toBe('unacknowledged');
  });

  it('a shelf is as long as the role may make it, and wants a reason', async () => {
    const shelve = (who: typeof dispatcher, minutes: number, reason = 'test') =>
      house.alarms.shelve(who, { id, minutes, reason });
    // The example leaves the usual limits: 8 h for a dispatcher, 24 h for an engineer.
    expect(exampleSite.alarms.shelving).toEqual({ dispatcherHours: 8, engineerHours: 24 });
    await expect(shelve(dispatcher, 481)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(shelve(dispatcher, 10, '  ')).rejects.toMatchObject({ code: 'reason-missing' });
    await expect(shelve(engineer, 1440)).resolves.toMatchObject({ kept: true });
  });

  it('out of service is for the engineer, and lasts until somebody puts it back, also after a restart', async () => {
    await expect(house.alarms.takeOut(dispatcher, { id, reason: 'gauge is out' })).rejects.toThrow(
      /may not alarm.service/,
    );
    await house.alarms.takeOut(engineer, { id, reason: 'gauge is out' });
    await house.restart(HOUR);
    expect(house.find(id)).toMatchObject({
      state: 'out-of-service',
      outOfService: { reason: 'gauge is out', by: { name: 'engineer' } },
    });
    await house.alarms.putBack(engineer, { id });
    expect(house.find(id)?.state).toBe('unacknowledged');
  });

  it('what is not possible now is told with the state that it is in', async () => {
    await acknowledge();
    await expect(house.alarms.unshelve(dispatcher, { id })).rejects.toMatchObject({
      code: 'wrong-state',
      message: 'unshelve is not for an alarm that is acknowledged',
    });
    await expect(
      house.alarms.shelve(dispatcher, { id: 's1/nothing', minutes: 1, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('nobody does to another station’s alarms what a token binds to its own', async () => {
    const bound = { ...dispatcher, station: 'other' };
    await expect(house.alarms.shelve(bound, { id, minutes: 5, reason: 'x' })).rejects.toThrow(
      /may not/,
    );
  });

  it('silence is heard by all screens of the station, and stands in the audit', async () => {
    const heard: unknown[] = [];
    house.alarms.onSilenced((silenced) => heard.push(silenced));
    await house.alarms.silence(dispatcher, { station: station.id });
    expect(heard).toMatchObject([
      { station: station.id, at: house.now, by: { name: 'dispatcher' } },
    ]);
    expect(house.alarms.silenced(station.id)).toEqual(heard[0]);
    await expect
      .poll(() =>
        house.store.audit.page({ before: null, limit: 1, actor: null, action: 'alarm.silence' }),
      )
      .toMatchObject([{ subject: station.id }]);
  });
});
