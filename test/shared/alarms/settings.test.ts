import { describe, expect, it } from 'vitest';
import { alarmSettings } from '#shared/alarms/settings.ts';
import { soundingPriority } from '#shared/alarms/sounding.ts';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { readSite } from '#shared/station/read-forms.ts';

const station = exampleSystem.stations[0]!;
const { levelMaxM, levelMinM } = station.reservoir;
const sources = { alarms: exampleSite.alarms, adherenceMw: 6, replanMinutes: 60 };

/** The faults of a site with these settings of alarms. */
function faults(alarms: unknown): string[] {
  const read = readSite({ ...exampleSite, alarms }, exampleSystem);
  return read.ok ? [] : read.faults.map(({ path, wrong, right }) => `${path}: ${wrong}, ${right}`);
}

describe('the alarms of a station', () => {
  it('take their limits from the station itself', () => {
    const settings = alarmSettings(station, sources);
    expect(settings.get('level.high')?.limit).toBe(levelMaxM);
    expect(settings.get('level.low')?.limit).toBe(levelMinM);
    expect(settings.get('level.high-early')?.limit).toBeCloseTo(levelMaxM - 0.3, 9);
    // The example may fall by 0.3 m/h; what is measured errs by a quarter of that.
    expect(settings.get('level.fall')?.limit).toBeCloseTo(0.375, 9);
    expect(settings.get('level.rise')?.limit).toBe(0.5);
    expect(settings.get('plan.old')?.limit).toBe(180);
    expect(settings.get('adherence.off')?.limit).toBe(6);
  });

  it('are without one that the station has no limit for', () => {
    const { reservoir } = station;
    const still = { ...station, reservoir: { ...reservoir, levelRampMPerHour: null } };
    expect(alarmSettings(still, sources).has('level.fall')).toBe(false);
  });

  it('follow the site where it says otherwise, the priority with them', () => {
    const own = { limit: 449, onDelayS: 20, consequence: 'minor' as const };
    const alarms = { ...exampleSite.alarms, stations: { [station.id]: { 'level.high': own } } };
    const setting = alarmSettings(station, { ...sources, alarms }).get('level.high');
    expect(setting).toMatchObject({ limit: 449, onDelayMs: 20_000, priority: 3 });
    expect(setting?.offDelayMs).toBe(30_000);
  });
});

describe('settings that are wrong are told with their place and cure', () => {
  it('an alarm or a station that there is none of', () => {
    expect(faults({ stations: { s1: { 'level.hihg': { limit: 449 } } } })).toEqual([
      expect.stringMatching(/^alarms\.stations\.s1.*level\.hihg.*level\.high/),
    ]);
    expect(faults({ stations: { s9: {} } })).toEqual([
      expect.stringMatching(/^alarms\.stations\.s9: is not a station of the system/),
    ]);
  });

  it('a level off the storage curve, or bands the wrong way round', () => {
    expect(faults({ stations: { s1: { 'level.high': { limit: 4490 } } } })).toEqual([
      expect.stringContaining('outside the storage curve'),
    ]);
    const turned = { 'level.low': { limit: 446 }, 'level.high': { limit: 445 } };
    expect(faults({ stations: { s1: turned } })).toEqual([
      expect.stringContaining('a level below 445, the limit of level.high, is needed'),
    ]);
  });

  it('a delay that is none, a priority that nobody knows, a shelf for ever', () => {
    expect(faults({ stations: { s1: { 'level.low': { onDelayS: -1 } } } })).toHaveLength(1);
    expect(faults({ stations: { s1: { 'level.low': { consequence: 'awful' } } } })).toEqual([
      expect.stringContaining('"severe" or "major"'),
    ]);
    expect(faults({ shelving: { dispatcherHours: 1000 } })).toHaveLength(1);
    expect(faults({})).toEqual([]);
  });
});

describe('the horn', () => {
  const alarm = (priority: 1 | 2 | 3, rangAt: number, state = 'unacknowledged') =>
    ({ priority, rangAt, state }) as const;
  const sounds = (alarms: readonly object[], silencedAt = 0) =>
    soundingPriority(alarms as Parameters<typeof soundingPriority>[0], silencedAt);

  it('sounds for the highest of those that nobody has acknowledged', () => {
    expect(sounds([alarm(3, 10), alarm(2, 5), alarm(1, 7, 'acknowledged')])).toBe(2);
    expect(sounds([alarm(1, 5, 'returned'), alarm(1, 5, 'shelved')])).toBeNull();
  });

  it('is silent for what rang before it was silenced, and sounds anew for what rings after', () => {
    expect(sounds([alarm(1, 10)], 10)).toBeNull();
    expect(sounds([alarm(1, 10), alarm(3, 11)], 10)).toBe(3);
  });
});
