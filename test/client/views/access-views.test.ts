import { describe, expect, test } from 'vitest';
import { viewToken } from '#client/connection/access-token.ts';
import { HttpError } from '#client/connection/http-request.ts';
import { accessEn } from '#client/i18n/access-en.ts';
import { accessZh } from '#client/i18n/access-zh.ts';
import { createTexts } from '#client/i18n/i18n.ts';
import { changesOf } from '#client/views/admin/changes.ts';
import { faultWords } from '#client/views/sign-in/fault-words.ts';
import { whereTo } from '#client/views/sign-in/where-to.ts';
import { ACCESS_FAULTS } from '#server/access/access-fault.ts';
import { ACCOUNT_ROLES } from '#shared/wire/access.ts';

describe('after signing in', () => {
  test.each([
    ['/wall?station=s1', [], '/wall?station=s1'],
    ['//evil.example', [], '/wall'],
    ['/\\evil.example', [], '/wall'],
    ['https://evil.example', [], '/wall'],
    [undefined, ['plan.accept'], '/desk'],
    [undefined, ['accounts.manage'], '/admin'],
    [['/a', '/b'], ['station.look'], '/wall'],
  ] as const)('asked for %j with %j it goes to %s', (next, actions, address) => {
    expect(whereTo(next, actions)).toBe(address);
  });
});

describe('the token of a display', () => {
  const kept = (address: string): [string | null, string | null] => {
    window.sessionStorage.clear();
    const { href } = new URL(address, 'http://station.example');
    const given = viewToken({ href } as Location, window.sessionStorage);
    return [
      given,
      viewToken({ href: 'http://station.example/wall' } as Location, window.sessionStorage),
    ];
  };

  test('stands behind # in the address, and is kept for the tab', () => {
    expect(kept('/wall?station=s1#token=abc-_1')).toEqual(['abc-_1', 'abc-_1']);
    expect(kept('/wall?token=old')).toEqual(['old', 'old']);
    expect(kept('/wall#setup')).toEqual([null, null]);
  });
});

describe('an entry of the audit', () => {
  test('tells only what differs', () => {
    const before = { label: 'Li', roles: ['viewer'], disabled: false };
    const after = { label: 'Li', roles: ['viewer', 'dispatcher'], disabled: false };
    expect(changesOf(before, after)).toEqual([
      { field: 'roles', before: 'viewer', after: 'viewer, dispatcher' },
    ]);
  });

  test('tells all of what came or went', () => {
    expect(changesOf(null, { a: 1, b: { c: null } })).toEqual([
      { field: 'a', before: '', after: '1' },
      { field: 'b', before: '', after: 'c –' },
    ]);
    expect(changesOf(null, null)).toEqual([]);
    expect(changesOf('offered', 'accepted')).toEqual([
      { field: '', before: 'offered', after: 'accepted' },
    ]);
  });
});

describe.each([
  ['en', accessEn],
  ['zh', accessZh],
] as const)('in %s', (language, access) => {
  const texts = createTexts(language).global;
  texts.mergeLocaleMessage(language, { access });
  const { t, te } = texts;
  const words = (error: unknown): string => faultWords(error, { t, te });

  test('every fault of the server has words', () => {
    for (const code of [
      ...ACCESS_FAULTS,
      'locked',
      'too-many',
      'not-allowed',
      'no-token',
      'no-answer',
    ])
      expect(te(`access.fault.${code}`), code).toBe(true);
  });

  test('a lock says for how many minutes, another fault what the server says', () => {
    expect(words(new HttpError('locked', '', 61))).toContain('2');
    expect(words(new HttpError('unheard-of', 'moon in the way'))).toContain('moon in the way');
    expect(words(new Error('plain'))).toContain('plain');
  });

  test('every role has a name and what it is for', () => {
    for (const role of ACCOUNT_ROLES)
      expect([te(`access.role.${role}`), te(`access.roleHelp.${role}`)]).toEqual([true, true]);
  });
});
