import { describe, expect, test } from 'vitest';
import { faultLine } from '#shared/station/fault.ts';
import { readConfig, SETTINGS } from '#server/config.ts';
import { isLoopback } from '#server/loopback.ts';

const said = (environment: Record<string, string>): string[] => {
  const read = readConfig(environment, '/home/op');
  return read.ok ? [] : read.faults.map(faultLine);
};

test('an empty environment gives the defaults', () => {
  expect(readConfig({}, '/home/op')).toEqual({
    ok: true,
    value: {
      port: 8080,
      host: '127.0.0.1',
      dataFolder: '/home/op/.forebay',
      systemFile: null,
      siteFile: null,
      ingestToken: null,
      viewToken: null,
      logLevel: 'info',
      workingFolder: '/home/op',
      notices: [],
    },
  });
});

test('an empty variable counts as absent', () => {
  expect(readConfig({ PORT: '', FOREBAY_INGEST_TOKEN: ' ' }, '/')).toMatchObject({
    value: { port: 8080, ingestToken: null },
  });
});

test('all faults are told at once, each with the variable, and no secret is repeated', () => {
  expect(
    said({
      PORT: '80800',
      HOST: 'two words',
      FOREBAY_LOG_LEVEL: 'loud',
      FOREBAY_INGEST_TOKEN: 'my secret',
    }),
  ).toEqual([
    'PORT: "80800" does not do, a whole number from 0 to 65535 is needed, for example 8080',
    'HOST: "two words" does not do, an address or host name is needed, for example 127.0.0.1',
    'FOREBAY_INGEST_TOKEN: the value given does not do, printable ASCII without spaces is needed',
    'FOREBAY_LOG_LEVEL: "loud" does not do, one of silent, fatal, error, warn, info, debug, trace is needed',
  ]);
});

describe('a host', () => {
  test('that other machines reach needs no token: without one they need an account', () => {
    expect(said({ HOST: '0.0.0.0' })).toEqual([]);
  });

  test.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['localhost', true],
    ['::', false],
    ['10.0.0.7', false],
    ['127.0.0.1.example.org', false],
  ])('%s is loopback: %s', (host, loopback) => {
    expect(isLoopback(host)).toBe(loopback);
  });
});

test('a misspelt setting is noticed', () => {
  expect(readConfig({ FOREBAY_INGEST_TOKN: 'x' }, '/')).toMatchObject({
    value: {
      notices: [
        'FOREBAY_INGEST_TOKN is set but is not a setting of this version; did you mean FOREBAY_INGEST_TOKEN?',
      ],
    },
  });
});

test('paths begin where the command was typed, also through npm', () => {
  const environment = {
    FOREBAY_SYSTEM: 'plant/system.json',
    npm_lifecycle_event: 'forebay',
    INIT_CWD: '/home/op/cases',
  };
  expect(readConfig(environment, '/opt/forebay')).toMatchObject({
    value: { systemFile: '/home/op/cases/plant/system.json' },
  });
});

test('every setting says its name, its default and what it means', () => {
  for (const { name, meaning } of SETTINGS) {
    expect(name).toMatch(/^[A-Z_]+$/);
    expect(meaning).toMatch(/\.$/);
  }
});
