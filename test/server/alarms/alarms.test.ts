import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replay } from '#shared/alarms/journal.ts';
import { exampleSite } from '#shared/station/example/example.ts';
import {
  alarmHouse,
  HOUR,
  LEVEL,
  MINUTE,
  SECOND,
  SPILL,
  station,
  type AlarmHouse,
} from './alarm-house.ts';

const { levelMaxM, levelMinM } = station.reservoir;
const MID_M = (levelMaxM + levelMinM) / 2;

let house: AlarmHouse;
beforeEach(async () => {
  house = await alarmHouse();
});
afterEach(() => house.close());

const measured = () =>
  house.readings.tags.filter((tag) => tag.station === station.id && tag.origin === 'measured');
/** What a plant at rest says: nothing that rings, nothing that cannot be. */
const atRest: Readonly<Record<string, number>> = {
  [LEVEL]: MID_M,
  [`${station.id}/tailrace/level`]: 360,
};
/** Every tag of the station says something, but for some. */
const speak = (except: readonly string[] = []): Promise<unknown> =>
  house.readings.accept(
    measured()
      .filter(({ tag }) => !except.includes(tag))
      .map(({ tag }) => ({
        tag,
        at: house.now,
        value: atRest[tag] ?? 0,
        quality: 'good' as const,
        source: 'plc',
      })),
  );
/** Time in which they go on to speak. */
async function pass(ms: number, except: readonly string[] = []): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10 * SECOND) {
    house.pass(10 * SECOND);
    await speak(except);
  }
}

describe('the alarms of a station', () => {
  it('ring at once when water is spilled, with the tag, the value and the limit', async () => {
    await house.read(SPILL, 30);
    expect(house.heard).toMatchObject([
      {
        code: 'spill.running',
        priority: 2,
        state: 'unacknowledged',
        active: true,
        data: { tag: SPILL, value: 30, limit: 1 },
      },
    ]);
    expect(house.alarms.active(station.id)).toEqual(house.heard);
  });

  it('are not rung by a value that is not believed', async () => {
    await house.read(SPILL, 30, { quality: 'doubtful' });
    expect(house.heard).toEqual([]);
  });

  it('ring for the level above its limit after 5 s, the highest priority first', async () => {
    await house.read(SPILL, 30);
    await house.read(LEVEL, levelMaxM + 0.1);
    house.pass(4 * SECOND);
    expect(house.codes()).toEqual(['spill.running']);
    house.pass(SECOND);
    expect(house.codes()).toEqual(['level.high', 'spill.running']);
  });

  it('stay on the list after they are over, until somebody has acknowledged them', async () => {
    await house.read(SPILL, 30);
    house.pass(10 * SECOND);
    await house.read(SPILL, 0);
    house.pass(5 * SECOND);
    expect(house.find(`${station.id}/spill.running`)).toMatchObject({
      state: 'returned',
      active: false,
    });
  });
});

describe('one cause makes one alarm', () => {
  it('a dead source rings once; its tags are suppressed under it, and none rings when it speaks again', async () => {
    await speak();
    house.pass(SECOND);
    expect(house.codes()).toEqual([]);
    // Longer than three of the slowest period and the tags' own delay of 5 min.
    house.pass(15 * MINUTE, 10 * SECOND);
    expect(house.codes()).toEqual(['data.lost']);
    const lost = house.find(`${station.id}/data.lost/plc`);
    const { length: tags } = measured();
    expect(lost?.data).toMatchObject({ source: 'plc', tags });
    const under = house.alarms.active(station.id).filter(({ cause }) => cause === lost?.id);
    expect(under).toHaveLength(tags);
    expect(under.every(({ state, code }) => state === 'suppressed' && code === 'tag.fault')).toBe(
      true,
    );

    await speak();
    await pass(5 * MINUTE);
    const rang = house.heard.filter(({ state }) => state === 'unacknowledged');
    expect(rang.map(({ code }) => code)).toEqual(['data.lost']);
    expect(house.codes()).toEqual(['data.lost']);
    expect(house.codes('suppressed')).toEqual([]);
  });

  it('a tag that falls silent alone is a fault of its own', async () => {
    await speak();
    await pass(7 * MINUTE, [SPILL]);
    expect(house.codes()).toEqual(['tag.fault']);
    expect(house.find(`${station.id}/tag.fault/${SPILL}`)?.data).toMatchObject({ kind: 'stale' });
  });

  it('the level’s early warning is quiet while the level is above the limit itself', async () => {
    for (let i = 0; i < 40; i += 1) {
      await house.read(LEVEL, levelMaxM + 0.1);
      house.pass(10 * SECOND);
    }
    expect(house.codes()).toEqual(['level.high']);
    expect(house.codes('suppressed')).toEqual(['level.high-early']);
  });
});

describe('the clock', () => {
  it('set forward by an hour makes one alarm of its own, and no loss of data', async () => {
    await speak();
    house.pass(SECOND);
    house.set(HOUR);
    house.pass(SECOND);
    await speak();
    house.pass(SECOND);
    expect(house.codes()).toEqual(['clock.stepped']);
    // It is over with the next cycle, and latches: somebody has to look into it.
    expect(house.find(`${station.id}/clock.stepped`)?.state).toBe('latched-unacknowledged');
  });

  it('set back by an hour does not hide that a source falls silent', async () => {
    await speak();
    house.pass(SECOND);
    house.set(-HOUR);
    house.pass(15 * MINUTE, 10 * SECOND);
    expect(house.codes()).toContain('data.lost');
  });
});

describe('the journal', () => {
  it('replays to the very state the server is in, and outlasts it', async () => {
    await house.read(SPILL, 30);
    await house.read(LEVEL, levelMaxM + 0.1);
    house.pass(5 * SECOND);
    const before = house.alarms.active(station.id);
    await house.restart();
    expect(house.alarms.active(station.id)).toEqual(before);
    const { entries } = await house.alarms.pages.journal({
      station: station.id,
      before: null,
      limit: 1000,
      from: null,
      to: null,
      codes: null,
      events: null,
      priorities: null,
      alarm: null,
      by: null,
    });
    const records = await house.store.alarms.records();
    expect(replay(entries.toReversed())).toEqual(new Map(records.map((one) => [one.id, one])));
  });

  it('lets nothing ring anew after a restart: what stood stands, and old values lose nobody', async () => {
    await house.read(SPILL, 30, { source: 'plc' });
    await speak([SPILL]);
    house.pass(SECOND);
    house.heard.length = 0;
    await house.restart(HOUR);
    house.pass(SECOND);
    expect(house.heard).toEqual([]);
    expect(house.codes()).toEqual(['spill.running']);
    // The source gets as long to speak as it may be silent: three periods of most of its tags.
    house.pass(4 * MINUTE, SECOND);
    expect(house.codes()).toContain('data.lost');
  });
});

it('a source that was dead before a restart is dead after it: its alarm stands, and its tags stay under it', async () => {
  await speak();
  house.pass(15 * MINUTE, 10 * SECOND);
  const { length: tags } = house.codes('suppressed');
  expect(tags).toBeGreaterThan(10);
  house.heard.length = 0;
  await house.restart(MINUTE);
  house.pass(10 * MINUTE, 10 * SECOND);
  expect(house.heard).toEqual([]);
  expect(house.codes()).toEqual(['data.lost']);
  expect(house.codes('suppressed')).toHaveLength(tags);
});

describe('a site', () => {
  it('may want other limits, delays and priorities, or an alarm not at all', async () => {
    await house.close();
    const alarms = {
      ...exampleSite.alarms,
      stations: {
        [station.id]: {
          'level.high': { limit: MID_M, onDelayS: 0, consequence: 'minor' as const },
          'spill.running': { off: true },
        },
      },
    };
    house = await alarmHouse({ site: { ...exampleSite, alarms } });
    await house.read(SPILL, 30);
    await house.read(LEVEL, MID_M + 1);
    expect(house.alarms.active(station.id)).toMatchObject([{ code: 'level.high', priority: 3 }]);
  });
});
