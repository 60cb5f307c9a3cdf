import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadInput } from '#server/bad-input.ts';
import { readStation } from '#server/input-files.ts';
import site from '#shared/station/example/site.json' with { type: 'json' };
import { changedDay, changedSystem } from '../../shared/station/broken.ts';
import { severalFaults } from '../../shared/station/several-faults.ts';
import { newDesk } from './desk.ts';

const LINE = /^([\w.]+:\S*): (.+), (.+)$/;

const placesOf = (lines: readonly string[]): string[] =>
  lines.map((line) => LINE.exec(line)?.[1] ?? line);

describe.each(severalFaults)('`plan` on $what', ({ system, day, told }) => {
  test('tells every fault once, each with its place, what is wrong and what would be right', async () => {
    const desk = newDesk();
    desk.put('system.json', changedSystem(system ?? {}));
    desk.put('day.json', changedDay(day ?? {}));
    const words = ['--system', 'system.json', '--day', 'day.json', '--out', 'plan.json'];
    const { code, out, err } = await desk.run('plan', ...words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(desk.files()).toEqual(['day.json', 'system.json']);
    expect(placesOf(err.trimEnd().split('\n')).toSorted()).toEqual(told.toSorted());
  });
});

test.each(['check', 'simulate'])('`%s` tells the faults of all three files', async (command) => {
  const desk = newDesk();
  desk.put('system.json', changedSystem({ currency: '' }));
  desk.put('day.json', changedDay({ 'stations.s1.levelM': '446' }));
  const s1 = { spillM3s: [0], units: { u1: { flowM3s: [-1, 0] }, u9: { flowM3s: [] } } };
  desk.put('plan.json', { format: 'forebay-plan/1', stations: { s1 } });
  const plan = command === 'check' ? '--plan' : '--schedule';
  const words = ['--system', 'system.json', '--day', 'day.json', plan, 'plan.json'];
  const { code, err } = await desk.run(command, ...words);
  expect(code).toBe(2);
  expect(placesOf(err.trimEnd().split('\n')).filter((place) => !/u[234]$/.test(place))).toEqual([
    'system.json:currency',
    'day.json:stations.s1.levelM',
    'plan.json:stations.s1.units.u1.flowM3s[0]',
    'plan.json:stations.s1.spillM3s',
    'plan.json:stations.s1.units.u1.flowM3s',
    'plan.json:stations.s1.units.u9.flowM3s',
    'plan.json:stations.s1.units.u9',
  ]);
});

test('a key that stands twice hides no other fault of its file', async () => {
  const desk = newDesk();
  desk.put('system.json', changedSystem({}));
  const day = JSON.stringify(changedDay({ steps: 'all' }));
  desk.put('day.json', day.replace('{', '{"stepMinutes": 15, '));
  const { err } = await desk.run('plan', '--system', 'system.json', '--day', 'day.json');
  expect(placesOf(err.trimEnd().split('\n'))).toEqual(['day.json:stepMinutes', 'day.json:steps']);
});

test('a server tells the faults of its system and of its site at once', async () => {
  const desk = newDesk();
  desk.put('system.json', changedSystem({ currency: '' }));
  const planning = { ...site.planning, end: { s9: {}, s1: { levelM: 4460 } } };
  desk.put('site.json', { ...site, planning });
  const [systemFile, siteFile] = ['system.json', 'site.json'].map((file) =>
    join(desk.folder, file),
  );
  const read = readStation({ systemFile: systemFile!, siteFile: siteFile! });
  const refused = (await read.catch((error: unknown) => error)) as BadInput;
  expect(refused).toBeInstanceOf(BadInput);
  expect(refused.lines.map((line) => line.slice(desk.folder.length + 1).split(': ')[0])).toEqual([
    'system.json:currency',
    'site.json:planning.end.s9',
    'site.json:planning.end.s1.levelM',
  ]);
});
