import { describe, expect, test } from 'vitest';
import { exampleSystem } from '#shared/station/example/example.ts';
import type { Fault, Read } from '#shared/station/fault.ts';
import { findDayFaults, readDay, readSystem } from '#shared/station/read-forms.ts';
import { type Breakage, type Change, changedDay, changedSystem } from './broken.ts';
import { dayBreakages } from './day-breakages.ts';
import { systemBreakages } from './system-breakages.ts';

const pathsOf = (faults: readonly Fault[]): Set<string> => new Set(faults.map(({ path }) => path));
const readPaths = (read: Read<unknown>): Set<string> => pathsOf(read.ok ? [] : read.faults);

const systemPaths = (change: Change): Set<string> => readPaths(readSystem(changedSystem(change)));
const dayPaths = (change: Change): Set<string> =>
  readPaths(readDay(changedDay(change), exampleSystem));

/** Whether one of two paths leads through the other. */
const onOneWay = (a: string, b: string): boolean =>
  a === b ||
  [[a, b] as const, [b, a] as const].some(
    ([x, y]) => /^[.[]/.test(x.slice(y.length)) && x.startsWith(y),
  );

const touches = (paths: readonly string[], others: readonly string[]): boolean =>
  paths.some((path) => others.some((other) => onOneWay(path, other)));

/** Whether of two faults the one takes away what the other is judged by. */
const hides = (one: Breakage, other: Breakage): boolean =>
  touches([one.path], other.judgedBy ?? []);

/** Every two breakages of a list that do not change the same place. */
function pairsOf(list: readonly Breakage[]): (readonly [Breakage, Breakage])[] {
  return list.flatMap((one, i) =>
    list
      .slice(i + 1)
      .filter((other) => !touches(Object.keys(one.change), Object.keys(other.change)))
      .map((other) => [one, other] as const),
  );
}

/** What is told of both together that neither has alone, and what is not though it must be. */
function difference(told: Set<string>, parts: readonly { of: Breakage; paths: Set<string> }[]) {
  const all = new Set(parts.flatMap(({ paths }) => [...paths]));
  const sure = parts.filter(({ of }) => !parts.some((other) => hides(other.of, of)));
  return {
    invented: [...told].filter((path) => !all.has(path)),
    unsaid: sure.flatMap(({ paths }) => [...paths].filter((path) => !told.has(path))),
  };
}

const SAME = { invented: [], unsaid: [] };

describe.each([
  { file: 'system', breakages: systemBreakages, told: systemPaths },
  { file: 'day', breakages: dayBreakages, told: dayPaths },
])('two faults of one $file', ({ breakages, told }) => {
  test('are both told, and nothing because of them', () => {
    const alone = new Map(breakages.map((one) => [one, told(one.change)]));
    for (const pair of pairsOf(breakages)) {
      const parts = pair.map((of) => ({ of, paths: alone.get(of)! }));
      const both = told({ ...pair[0].change, ...pair[1].change });
      expect(difference(both, parts), pair.map(({ what }) => what).join(' and ')).toEqual(SAME);
    }
  });
});

describe('a fault of the system and one of the day', () => {
  // A second station of the system would make a day of one station faulty by itself.
  const ofOneStation = systemBreakages.filter(({ change }) => !('stations[1]' in change));

  test('are both told, and nothing because of them', () => {
    const alone = new Map(dayBreakages.map((one) => [one, dayPaths(one.change)]));
    for (const one of ofOneStation)
      for (const other of dayBreakages) {
        const told = findDayFaults(changedDay(other.change), changedSystem(one.change));
        const parts = [
          { of: one, paths: new Set<string>() },
          { of: other, paths: alone.get(other)! },
        ];
        const said = difference(pathsOf(told), parts);
        expect(said, `${one.what} and ${other.what}`).toEqual(SAME);
      }
  });

  test('no fault of the system makes one of a day that has none', () => {
    for (const { what, change } of ofOneStation)
      expect(findDayFaults(changedDay({}), changedSystem(change)), what).toEqual([]);
  });
});
