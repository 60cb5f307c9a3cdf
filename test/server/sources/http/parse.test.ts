import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUALITIES } from '#shared/wire/quality.ts';
import { parseBody } from '#server/sources/http/parse-body.ts';
import { readingSchema } from '#server/sources/http/ingest-schema.ts';
import { instantOf } from '#server/sources/http/parse-instant.ts';
import { readingOf } from '#server/sources/http/parse-reading.ts';

describe('an instant', () => {
  const EIGHT_IN_SHANGHAI = Date.UTC(2026, 5, 1);

  it.each([
    ['2026-06-01T08:00:00+08:00', EIGHT_IN_SHANGHAI],
    ['2026-06-01T00:00Z', EIGHT_IN_SHANGHAI],
    ['2026-06-01T00:00:00,250Z', EIGHT_IN_SHANGHAI + 250],
    [EIGHT_IN_SHANGHAI, EIGHT_IN_SHANGHAI],
    ['1959-03-01T00:00:00-07:00', Date.UTC(1959, 2, 1, 7)],
  ])('%j is %d', (raw, at) => {
    expect(instantOf(raw)).toBe(at);
  });

  it.each([
    ['2026-06-01T08:00:00', 'zone'],
    ['2026-06-01', 'zone'],
    ['2026-13-01T00:00:00Z', 'no such day'],
    ['2026-02-30T00:00:00Z', 'no such day'],
    [1_780_000_000, 'seconds'],
    [1e17, 'no instant'],
    [null, 'ISO 8601'],
  ])('%j is none, and it is said why', (raw, why) => {
    expect(instantOf(raw)).toContain(why);
  });
});

describe('a reading’s hand-written check', () => {
  const anyField = fc.oneof(
    fc.string(),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const anyElement = fc.record(
    {
      tag: fc.oneof(fc.constant('s1/u1/mw'), anyField),
      at: fc.oneof(
        fc.constant('2026-06-01T08:00:00+08:00'),
        fc.constant(1_780_000_000_000),
        anyField,
      ),
      value: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), anyField),
      quality: fc.oneof(fc.constantFrom<string>(...QUALITIES), anyField),
      source: fc.oneof(fc.constant('scada'), anyField),
      seq: fc.oneof(fc.nat(), anyField),
      sourceQuality: fc.oneof(fc.constant({ system: 'fews', code: '1' }), anyField),
    },
    { requiredKeys: [] },
  );

  it('never takes what the documented schema refuses', () => {
    fc.assert(
      fc.property(anyElement, (element) => {
        // What cannot stand in JSON does not come through a body.
        const sent: unknown = JSON.parse(JSON.stringify(element));
        return typeof readingOf(sent, 'http') === 'string' || readingSchema.safeParse(sent).success;
      }),
      { numRuns: 500 },
    );
  });

  it('takes what the schema takes, but for instants and codes that are none', () => {
    const sound = fc.record(
      {
        tag: fc.string({ minLength: 1, maxLength: 200 }),
        at: fc.constantFrom('2026-06-01T08:00:00+08:00', 1_780_000_000_000),
        value: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
        quality: fc.constantFrom(...QUALITIES),
        source: fc.string({ minLength: 1, maxLength: 200 }),
        seq: fc.maxSafeInteger(),
      },
      { requiredKeys: ['tag', 'at', 'value'] },
    );
    fc.assert(
      fc.property(sound, (element) => {
        expect(readingSchema.safeParse(element).success).toBe(true);
        expect(readingOf(element, 'http')).toMatchObject({ tag: element.tag });
      }),
    );
  });
});

describe('a body', () => {
  const parse = (text: string, type = 'application/json') => parseBody(Buffer.from(text), type);

  it('with a byte-order mark is read', () => {
    expect(parse('\uFEFF[1]')).toEqual({ ok: true, elements: [1] });
  });

  it('of one object, over several lines, is one reading', () => {
    expect(parse('{\n "tag": "a"\n}')).toEqual({ ok: true, elements: [{ tag: 'a' }] });
  });

  it('that is not UTF-8 is refused', () => {
    expect(parseBody(Buffer.from([0x5b, 0xff, 0x5d]), '')).toMatchObject({ ok: false });
  });

  it('of any bytes at all is read or refused with a reason, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom('application/json', 'application/x-ndjson'),
        (bytes, type) => {
          const parsed = parseBody(Buffer.from(bytes), type);
          return parsed.ok || parsed.message.length > 0;
        },
      ),
    );
  });

  it('of any JSON values comes back the same as an array and as lines', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (values) => {
        const elements = JSON.parse(JSON.stringify(values)) as unknown[];
        expect(parse(JSON.stringify(values))).toEqual({ ok: true, elements });
        const lines = values.map((value) => JSON.stringify(value)).join('\n');
        expect(parse(lines, 'application/x-ndjson')).toEqual({ ok: true, elements });
      }),
    );
  });
});
