import { describe, expect, it } from 'vitest';
import { ACTIONS, createAccess, RIGHTS } from '#server/access/access.ts';
import { bearerToken, sameSecret } from '#server/access/token.ts';

describe('a token', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  a.b-c=', 'a.b-c='],
    ['Basic abc', null],
    ['Bearer', null],
    ['Bearer two words', null],
    [undefined, null],
  ])('of the header %j is %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });

  it('is compared whole, whatever the lengths', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', 'abc')).toBe(false);
  });
});

describe('who may do what', () => {
  const access = createAccess({
    ingest: [{ token: 'all' }, { token: 'units', tagPrefixes: ['s1/u1/', 's1/u2/'] }],
    viewToken: 'look',
  });

  it('each role may do what the table says and nothing else', () => {
    for (const action of ACTIONS) {
      expect(access.judge(action, 'all').allowed).toBe(RIGHTS.ingest.includes(action));
      expect(access.judge(action, 'look').allowed).toBe(RIGHTS.viewer.includes(action));
      expect(access.judge(action, 'other')).toEqual({ allowed: false, why: 'wrong-token' });
      expect(access.judge(action, null)).toEqual({ allowed: false, why: 'no-token' });
    }
  });

  it('a sender of some tags may write those', () => {
    const verdict = access.judge('send-readings', 'units');
    const mayWrite = verdict.allowed ? verdict.mayWrite : () => false;
    expect(['s1/u1/mw', 's1/u10/mw', 's1/forebay/level'].map(mayWrite)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('without tokens everybody may look and nobody may send', () => {
    const open = createAccess({ ingest: [], viewToken: null });
    expect(open.judge('look', null).allowed).toBe(true);
    expect(open.judge('send-readings', 'x')).toEqual({ allowed: false, why: 'shut' });
  });
});
