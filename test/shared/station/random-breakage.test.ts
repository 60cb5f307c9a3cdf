import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleSystem } from '#shared/station/example/example.ts';
import day from '#shared/station/example/day.json' with { type: 'json' };
import site from '#shared/station/example/site.json' with { type: 'json' };
import system from '#shared/station/example/system.json' with { type: 'json' };
import { isObject, type Path, pathText } from '#shared/station/json-path.ts';
import {
  findDayFaults,
  findPlanFaults,
  findSiteFaults,
  readDay,
  readSite,
  readSystem,
} from '#shared/station/read-forms.ts';

/** Paths of everything in a document. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  const children = Array.isArray(value)
    ? value.map((item, index) => pathsOf(item, [...path, index]))
    : isObject(value)
      ? Object.entries(value).map(([key, item]) => pathsOf(item, [...path, key]))
      : [];
  return [path, ...children.flat()];
}

type Change = (parent: Record<string | number, unknown>, key: string | number) => void;

const remove: Change = (parent, key) => {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
};

/** Puts a value of its own there: a later change may reach into it. */
const putting =
  (value: unknown): Change =>
  (parent, key) =>
    (parent[key] = structuredClone(value));

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.constant(remove),
  fc.jsonValue().map(putting),
  fc
    .constantFrom<unknown>(NaN, Infinity, -1, 0, 1e308, '', '12', null, [], {}, [[]], true)
    .map(putting),
  fc.string().map((name): Change => (parent, key) => {
    if (!Array.isArray(parent)) parent[`${key}${name}`] = parent[key];
  }),
);

/** A copy of the document with some of its places changed. */
function changed(document: unknown, made: readonly [Path, Change][]): unknown {
  const copy = structuredClone(document);
  for (const [path, change] of made) {
    const parent = path
      .slice(0, -1)
      .reduce<unknown>(
        (part, key) => (part as Record<string | number, unknown> | null)?.[key],
        copy,
      );
    if (typeof parent === 'object' && parent !== null)
      change(parent as Record<string | number, unknown>, path.at(-1)!);
  }
  return copy;
}

/** Whether a fault's path leads to a place of the document, or to a key that one of its objects lacks. */
function leadsSomewhere(path: string, document: unknown): boolean {
  const known = new Set(pathsOf(document).map(pathText));
  const parent = path.replace(/(\.[^.[\]]+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])$/, '');
  return known.has(path) || known.has(parent) || !/[.[]/.test(path);
}

describe.each([
  {
    name: 'system',
    document: system,
    read: readSystem,
  },
  { name: 'day', document: day, read: (json: unknown) => readDay(json, exampleSystem) },
  { name: 'site', document: site, read: (json: unknown) => readSite(json, exampleSystem) },
])('a $name changed at random', ({ document, read }) => {
  const places = pathsOf(document).filter((path) => path.length > 0);

  test('is accepted, or refused at places that are there, and never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...places), changes), { minLength: 1, maxLength: 4 }),
        (made) => {
          const broken = changed(document, made);
          const result = read(broken);
          if (result.ok) return;
          expect(result.faults.length).toBeGreaterThan(0);
          for (const fault of result.faults) {
            expect(fault.wrong).not.toBe('');
            expect(fault.right).not.toBe('');
            expect(leadsSomewhere(fault.path, broken), fault.path).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('any JSON value is refused in words, not thrown at', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(readSystem(json).ok).toBe(false);
      expect(readDay(json, exampleSystem).ok).toBe(false);
    }),
  );
});

test('whatever two files are, the one is judged beside the other without a throw', () => {
  const broken = (document: unknown): fc.Arbitrary<unknown> => {
    const places = pathsOf(document).filter((path) => path.length > 0);
    return fc
      .array(fc.tuple(fc.constantFrom(...places), changes), { maxLength: 4 })
      .map((made) => changed(document, made));
  };
  fc.assert(
    fc.property(broken(system), broken(day), broken(site), (oneSystem, oneDay, oneSite) => {
      const faults = [
        ...findDayFaults(oneDay, oneSystem),
        ...findSiteFaults(oneSite, oneSystem),
        ...findPlanFaults(oneDay, { system: oneSystem, day: oneDay }),
      ];
      for (const { wrong, right } of faults) expect(wrong && right).not.toBe('');
    }),
    { numRuns: 200 },
  );
});
