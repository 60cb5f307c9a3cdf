import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultLine } from '#shared/station/fault.ts';
import { parseJson } from '#shared/station/json-text.ts';

const said = (text: string): string => {
  const read = parseJson(text);
  return read.ok ? 'read' : read.faults.map(faultLine).join('\n');
};

describe('a text that is no JSON is refused with line and column', () => {
  test.each([
    ['{\n  "a": 1,\n}', 'at line 3, column 1: a key in double quotes is missing'],
    ['{ "a": 1 "b": 2 }', 'at line 1, column 10: a comma is missing'],
    ['{ "a": 1', 'at line 1, column 9: a closing } is missing'],
    ['{ "a": NaN }', 'at line 1, column 8: what stands there is no JSON value'],
    ["{ 'a': 1 }", 'at line 1, column 3'],
    ['{ "a": 1 } // why', 'at line 1, column 12: comments are not allowed'],
    ['{} {}', 'at line 1, column 4: the document has ended already'],
  ])('%j', (text, where) => {
    expect(said(text)).toContain(where);
  });
});

test('an empty text is refused as such', () => {
  expect(said('')).toBe('is empty, a JSON document is needed');
  expect(said(' \n')).toBe('is empty, a JSON document is needed');
});

test('a byte order mark in front does no harm', () => {
  expect(parseJson('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
});

test('a key that stands twice is refused, for one of the two would be lost', () => {
  expect(said('{ "s": [\n { "mwMax": 4, "mwMax": 5 } ] }')).toBe(
    's[0].mwMax: stands a second time in line 2, one of the two must go',
  );
  expect(said('{ "a": { "x": 1 }, "b": { "x": 1 } }')).toBe('read');
});

test('a text nested beyond reason is refused, not a crash', () => {
  expect(said('['.repeat(200_000))).toMatch(/nested too deep|not JSON/);
  expect(said('['.repeat(200_000) + ']'.repeat(200_000))).toMatch(/nested too deep|read/);
});

test('reads whatever JSON.stringify writes, as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const read = parseJson(text);
      if (read.ok) expect(read.value).toEqual(JSON.parse(text));
      else expect(read.faults[0]?.wrong).toContain('second time');
    }),
  );
});

test('what stands twice is told, and the rest can still be read for further faults', () => {
  expect(parseJson('{"a": 1, "a": 2, "b": 3}')).toMatchObject({ ok: false, value: { a: 2, b: 3 } });
  expect(parseJson('{"a": 1, ')).not.toHaveProperty('value');
});
