import { describe, expect, it } from 'vitest';
import {
  addressOf,
  isHere,
  isSameOrigin,
  isTls,
  sessionCookie,
  sessionSecretOf,
  type Incoming,
} from '#server/web/caller.ts';

/** A request from `peer` with these headers. */
const from = (peer: string, headers: Record<string, string> = {}): Incoming => ({
  headers,
  socket: { remoteAddress: peer } as Incoming['socket'],
});

describe('the address of who asks', () => {
  it.each([
    ['192.0.2.7', {}, '192.0.2.7'],
    ['::ffff:192.0.2.7', {}, '192.0.2.7'],
    ['127.0.0.1', { 'x-forwarded-for': '198.51.100.9, 192.0.2.7' }, '192.0.2.7'],
    // Another machine may write what it likes.
    ['192.0.2.7', { 'x-forwarded-for': '127.0.0.1' }, '192.0.2.7'],
  ])('from %s with %j is %s', (peer, headers, address) => {
    expect(addressOf(from(peer, headers))).toBe(address);
  });
});

describe('a program on this machine', () => {
  it.each([
    ['127.0.0.1', { host: '127.0.0.1:8080' }, true],
    ['::1', { host: '[::1]:8080' }, true],
    ['::ffff:127.0.0.1', { host: 'localhost:8080' }, true],
    ['192.0.2.7', { host: 'localhost:8080' }, false],
    ['127.0.0.1', { host: 'station.example' }, false],
    ['127.0.0.1', {}, false],
    ['127.0.0.1', { host: 'localhost', 'x-forwarded-for': '127.0.0.1' }, false],
    ['127.0.0.1', { host: 'localhost', forwarded: 'for=192.0.2.7' }, false],
    ['127.0.0.1', { host: 'localhost', via: '1.1 proxy' }, false],
  ])('at %s with %j: %s', (peer, headers, here) => {
    expect(isHere(from(peer, headers))).toBe(here);
  });
});

describe('a page', () => {
  it.each([
    [{ host: 'a:8080' }, true],
    [{ host: 'a:8080', origin: 'http://a:8080' }, true],
    [{ host: 'a:8080', origin: 'https://a:8080' }, true],
    [{ host: 'a:8080', origin: 'http://a:9000' }, false],
    [{ host: 'a:8080', origin: 'null' }, false],
    [{ host: 'a:8080', origin: 'http://b:8080' }, false],
  ])('with %j is of this server: %s', (headers, same) => {
    expect(isSameOrigin({ headers })).toBe(same);
  });

  it('came over TLS where a proxy says so', () => {
    expect(isTls(from('127.0.0.1', { 'x-forwarded-proto': 'https' }))).toBe(true);
    expect(isTls(from('127.0.0.1'))).toBe(false);
  });
});

describe('the cookie of a session', () => {
  it('is another one for each port of a machine', () => {
    expect(['a', 'a:8080', '[::1]:9000'].map(sessionCookie)).toEqual([
      'forebay-session',
      'forebay-session-8080',
      'forebay-session-9000',
    ]);
    const cookie = 'x=1; forebay-session-8080=one; forebay-session-9000=two';
    expect(sessionSecretOf({ headers: { host: 'a:9000', cookie } })).toBe('two');
    expect(sessionSecretOf({ headers: { host: 'a:9001', cookie } })).toBeNull();
  });
});
