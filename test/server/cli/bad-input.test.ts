import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedDay, changedSystem } from '../../shared/station/broken.ts';
import { dayBreakages } from '../../shared/station/day-breakages.ts';
import { systemBreakages } from '../../shared/station/system-breakages.ts';
import { type Desk, newDesk } from './desk.ts';

const PLAN = ['plan', '--system', 'system.json', '--day', 'day.json', '--out', 'plan.json'];
const STACK = /\n\s+at |Error:/;

function deskWith(system: unknown, day: unknown): Desk {
  const desk = newDesk();
  desk.put('system.json', system);
  desk.put('day.json', day);
  return desk;
}

// NaN and Infinity cannot be written as JSON: they become null, another kind of the table.
describe.each(systemBreakages)('`plan` on a system with $what', ({ change, path }) => {
  test('ends with 2, names the place, writes no plan and shows no stack', async () => {
    const desk = deskWith(changedSystem(change), changedDay({}));
    const { code, out, err } = await desk.run(...PLAN);
    expect(code).toBe(2);
    expect(err).toContain(`system.json:${path}: `);
    expect(err).not.toMatch(STACK);
    expect(out).toBe('');
    expect(desk.files()).toEqual(['day.json', 'system.json']);
  });
});

describe.each(dayBreakages)('`plan` on a day with $what', ({ change, path }) => {
  test('ends with 2, names the place, writes no plan and shows no stack', async () => {
    const desk = deskWith(changedSystem({}), changedDay(change));
    const { code, out, err } = await desk.run(...PLAN);
    expect(code).toBe(2);
    expect(err).toContain(`day.json:${path}: `);
    expect(err).not.toMatch(STACK);
    expect(out).toBe('');
    expect(desk.files()).toEqual(['day.json', 'system.json']);
  });
});

test('the faults of both files are told at once, one a line', async () => {
  const desk = deskWith(changedSystem({ timeZone: 7, currency: '' }), changedDay({ steps: 'all' }));
  const { code, err } = await desk.run(...PLAN);
  expect(code).toBe(2);
  expect(err.trimEnd().split('\n')).toEqual([
    'system.json:timeZone: is 7, a text is needed',
    'system.json:currency: is an empty text, a text that is not empty is needed',
    'day.json:steps: is the text "all", a whole number above 0 is needed',
  ]);
});

describe('a file that cannot be read', () => {
  test.each([
    ['is empty', '', 'system.json: is empty, a JSON document is needed'],
    [
      'is no JSON',
      '{"format": }',
      'system.json: is not JSON at line 1, column 12: a value is missing',
    ],
    [
      'is no object',
      '[1]',
      'system.json: is a list of 1, an object of the form "forebay-system/1"',
    ],
    ['has a key twice', '{"format":1,"format":2}', 'system.json:format: stands a second time'],
  ])('because it %s', async (_, text, line) => {
    const { code, err } = await deskWith(text, changedDay({})).run(...PLAN);
    expect(code).toBe(2);
    expect(err).toContain(line);
  });

  test('because it is not there, or is a folder', async () => {
    const desk = newDesk();
    mkdirSync(join(desk.folder, 'day.json'));
    const { code, err } = await desk.run(...PLAN);
    expect(code).toBe(2);
    expect(err).toBe(
      'system.json: cannot be read: there is no such file, a JSON file is needed\n' +
        'day.json: cannot be read: it is a folder, a JSON file is needed\n',
    );
  });
});

describe('words of the command line that do not do', () => {
  test.each([
    [['plan'], '--system: is missing'],
    [['plan'], '--day: is missing'],
    [['plan', '--sytem', 'a'], 'Did you mean --system?'],
    [['plan', '--system'], 'argument missing'],
    [[...PLAN, '--budget-ms', 'long'], 'A time in milliseconds from 1 to 86400000 is needed'],
    [[...PLAN, '--gap', '-1'], 'A share from 0 to 1 is needed'],
    [[...PLAN, 'more'], 'too many arguments'],
    [['plam'], 'Did you mean plan?'],
    [[], 'Usage: forebay'],
    [['replay', '--record', 'nowhere', '--system', 's.json'], '--record nowhere: does not exist'],
    [['replay', '--from', '2020-02-30'], 'A date such as 2020-08-12 is needed'],
    // An hour without its offset would be another instant on another machine.
    [['demo', '--at', '2026-06-01T22:40'], 'An instant with its offset such as'],
    [['demo', '--speed', 'fast'], 'A speed from 0.01 to 100000 is needed'],
  ])('%j', async (words, said) => {
    const { code, err } = await newDesk().run(...words);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('a place where no result can be put is refused before any work', () => {
  const planTo = (out: string): string[] => [...PLAN.slice(0, -1), out];
  test.each([
    ['nowhere/plan.json', 'does not exist, make it or name another'],
    ['.', 'is a folder, the name of a file is needed'],
    ['day.json', 'is an input file'],
  ])('%s', async (out, said) => {
    const { code, err } = await deskWith(changedSystem({}), changedDay({})).run(...planTo(out));
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});

test('bad settings stop a server, all told at once, and not a plan', async () => {
  const { code, err } = await newDesk({ PORT: 'x', HOST: 'two words' }).run('serve');
  expect(code).toBe(2);
  expect(err).toContain('PORT: "x" does not do');
  expect(err).toContain('HOST: "two words" does not do');
});

test('asking for help is no error, and help lists every setting', async () => {
  const { code, out } = await newDesk().run('--help');
  expect(code).toBe(0);
  expect(out).toContain('FOREBAY_INGEST_TOKEN');
});
