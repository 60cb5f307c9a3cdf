import { describe, expect, test } from 'vitest';
import { packReadings } from '#server/store/sqlite/reading-batch.ts';
import { StoreFullError } from '#server/store/store-error.ts';
import { HOUR, MIDNIGHT, openHalves, reading, SECOND } from './helpers.ts';

const at = MIDNIGHT;

describe('a reading', () => {
  test('comes back as it was given, with its source quality, running number and mark', () => {
    const { append, reader } = openHalves();
    const given = reading(at, 41.5, {
      quality: 'doubtful',
      sourceQuality: { system: 'opcua', code: '0x40910000' },
      seq: 7,
      mark: 'frozen',
    });
    append(given, reading(at - SECOND, 41.4));
    expect(reader.latest(['s1/u1/mw', 's1/u9/mw'])).toEqual([['s1/u1/mw', given]]);
  });

  test('without a value keeps its place in the history', () => {
    const { append, reader } = openHalves();
    append(reading(at, null, { quality: 'missing' }));
    expect(reader.raw('s1/u1/mw', at, at + 1, 10)).toEqual([
      { at, value: null, quality: 'missing' },
    ]);
  });

  test('sent again with the same value, quality and mark is a duplicate, also within its batch', () => {
    const { append } = openHalves();
    expect(append(reading(at, 40), reading(at, 40), reading(at + 1, 41))).toEqual({
      accepted: 2,
      duplicate: 1,
    });
    expect(append(reading(at, 40, { receivedAt: at + HOUR }))).toEqual({
      accepted: 0,
      duplicate: 1,
    });
  });

  test('sent again with another value wins, and every earlier version stays in the audit', () => {
    const { append, reader } = openHalves();
    append(reading(at, 40), reading(at, 41));
    append(reading(at, 41, { quality: 'substituted' }));
    expect(reader.raw('s1/u1/mw', at, at + 1, 10)).toEqual([
      { at, value: 41, quality: 'substituted' },
    ]);
    expect(reader.versions('s1/u1/mw', at).map((v) => [v.value, v.quality])).toEqual([
      [40, 'good'],
      [41, 'good'],
      [41, 'substituted'],
    ]);
  });
});

describe('a batch', () => {
  test('in any order is a history in the order of time, cut to the limit', () => {
    const { append, reader } = openHalves();
    append(...[3, 1, 4, 0, 2].map((i) => reading(at + i * SECOND, i)));
    expect(reader.raw('s1/u1/mw', at, at + HOUR, 3).map((p) => p.value)).toEqual([0, 1, 2]);
  });

  test('of a thousand half of which is known already is counted exactly', () => {
    const { append, reader } = openHalves();
    const all = Array.from({ length: 1000 }, (_, i) => reading(at + i, i));
    append(...all.filter((_, i) => i % 2 === 0));
    expect(append(...all)).toEqual({ accepted: 500, duplicate: 500 });
    expect(reader.raw('s1/u1/mw', at, at + 1000, 5000)).toHaveLength(1000);
  });

  test('in a group with others gets its own counts, and what is twice in the group is kept once', () => {
    const { writer, reader } = openHalves();
    const results = writer.append([
      packReadings([reading(at, 1), reading(at + 1, 2)]),
      packReadings([reading(at + 1, 2), reading(at + 2, 3)]),
      packReadings([]),
    ]);
    expect(results).toEqual([
      { accepted: 2, duplicate: 0 },
      { accepted: 1, duplicate: 1 },
      { accepted: 0, duplicate: 0 },
    ]);
    expect(reader.raw('s1/u1/mw', at, at + 10, 10)).toHaveLength(3);
  });

  test('on a full disk is refused whole as full; later ones go in again when there is room', () => {
    const { writer, append, reader } = openHalves();
    const pages = writer.parts.connection.get<{ page_count: number }>('pragma page_count');
    writer.parts.connection.exec(`pragma max_page_count = ${(pages?.page_count ?? 0) + 4}`);
    const many = Array.from({ length: 5000 }, (_, i) => reading(at + i, i, { tag: 's1/new/tag' }));
    expect(() => append(...many)).toThrow(StoreFullError);
    expect(reader.latest(['s1/new/tag'])).toEqual([]);
    writer.parts.connection.exec('pragma max_page_count = 1000000');
    expect(append(...many)).toEqual({ accepted: 5000, duplicate: 0 });
    expect(reader.raw('s1/new/tag', at, at + 5000, 9999)).toHaveLength(5000);
  });
});
