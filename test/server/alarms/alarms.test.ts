import { describe, expect, it } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { Alarm } from '#shared/wire/protocol.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { createAlarms } from '#server/alarms/alarms.ts';
import {
  nextLimitState,
  RESTING,
  type LimitRule,
  type LimitState,
} from '#server/alarms/limit-alarm.ts';
import { createLiveState } from '#server/readings/live-state.ts';

const rule: LimitRule = {
  side: 'above',
  limit: 100,
  deadband: 0.5,
  onDelayMs: 5000,
  offDelayMs: 10_000,
};

/** The states after values given as `[second, value]`. */
function after(values: readonly (readonly [second: number, value: number | null])[], of = rule) {
  return values.reduce<LimitState>(
    (state, [second, value]) => nextLimitState(state, of, value, second * 1000),
    RESTING,
  );
}

describe('a limit alarm', () => {
  it('rings when the value has stayed beyond the limit for the delay', () => {
    expect(
      after([
        [0, 100.1],
        [4.9, 100.1],
      ]).active,
    ).toBe(false);
    expect(
      after([
        [0, 100.1],
        [5, 100.1],
      ]),
    ).toMatchObject({ active: true, since: 5000 });
  });

  it('does not ring for a wave that comes and goes', () => {
    expect(
      after([
        [0, 101],
        [3, 99],
        [6, 101],
        [9, 99],
      ]).active,
    ).toBe(false);
  });

  it('clears only below the deadband, and after its own delay', () => {
    const ringing = [
      [0, 101],
      [5, 101],
    ] as const;
    expect(after([...ringing, [10, 99.6], [30, 99.6]]).active).toBe(true);
    expect(after([...ringing, [10, 99.4], [19, 99.4]]).active).toBe(true);
    expect(after([...ringing, [10, 99.4], [20, 99.4]])).toMatchObject({
      active: false,
      since: 20_000,
    });
  });

  it('stands as it stood while the value is not known', () => {
    const ringing = after([
      [0, 101],
      [5, 101],
    ]);
    expect(nextLimitState(ringing, rule, null, 99_000)).toBe(ringing);
  });

  it('rings below a lower limit too', () => {
    const low: LimitRule = { ...rule, side: 'below', onDelayMs: 0 };
    expect(after([[0, 99.9]], low).active).toBe(true);
  });
});

const tags = tagList(exampleSystem, exampleSite);
const station = exampleSystem.stations[0]!;
const measured = tags.filter((tag) => tag.station === station.id && tag.origin === 'measured');
const spillTag = `${station.id}/spill/flow`;

function plant() {
  let now = Date.UTC(2026, 5, 1);
  const live = createLiveState(tags);
  const clock = { now: () => now, rate: 1 };
  const alarms = createAlarms({ system: exampleSystem, tags, live, clock });
  const heard: Alarm[] = [];
  alarms.onChange((alarm) => heard.push(alarm));
  return {
    alarms,
    heard,
    pass: (ms: number) => {
      now += ms;
      alarms.evaluate();
    },
    read: (tag: string, value: number, more: Partial<JudgedReading> = {}) =>
      live.apply([
        { tag, value, at: now, receivedAt: now, quality: 'good', source: 'scada', ...more },
      ]),
  };
}

describe('the alarms of a station', () => {
  it('ring at once when water is spilled, with the tag, the value and the limit', () => {
    const { read, heard, alarms } = plant();
    read(spillTag, 30);
    expect(heard).toMatchObject([
      {
        code: 'spill.running',
        priority: 2,
        active: true,
        data: { tag: spillTag, value: 30, limit: 1 },
      },
    ]);
    expect(alarms.active(station.id)).toEqual(heard);
  });

  it('are not rung by a value that is not believed', () => {
    const { read, heard } = plant();
    read(spillTag, 30, { quality: 'doubtful' });
    expect(heard).toEqual([]);
  });

  it('ring for the level above its limit after 5 s, the highest priority first', () => {
    const { read, pass, alarms } = plant();
    read(spillTag, 30);
    read(`${station.id}/forebay/level`, station.reservoir.levelMaxM + 0.1);
    pass(4000);
    expect(alarms.active(station.id).map((alarm) => alarm.code)).toEqual(['spill.running']);
    pass(1000);
    expect(alarms.active(station.id).map((alarm) => alarm.code)).toEqual([
      'level.high',
      'spill.running',
    ]);
  });

  it('a dead source rings once, not once a tag, and clears when it speaks again', () => {
    const { read, pass, heard, alarms } = plant();
    const speak = () => measured.forEach((tag) => read(tag.tag, 0, { source: 'plc' }));
    speak();
    pass(1000);
    expect(heard.filter((alarm) => alarm.code === 'data.lost')).toEqual([]);
    // Longer than three of the slowest period.
    pass(4 * Math.max(...measured.map((tag) => tag.periodMs)));
    const lost = heard.filter((alarm) => alarm.code === 'data.lost');
    expect(lost).toMatchObject([
      { active: true, data: { source: 'plc', tags: measured.length, stale: measured.length } },
    ]);
    speak();
    pass(1000);
    expect(alarms.active(station.id).map((alarm) => alarm.code)).not.toContain('data.lost');
  });
});
