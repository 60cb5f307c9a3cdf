import { expect, test } from 'vitest';
import { runForebay } from '../../fixtures/forebay-process.ts';
import { changedDay, changedSystem } from '../../shared/station/broken.ts';
import { newDesk } from './desk.ts';

test('a broken day ends the process with 2, its faults on standard error, nothing on standard output', async () => {
  const desk = newDesk();
  desk.put('system.json', changedSystem({}));
  desk.put('day.json', changedDay({ stepMinutes: '15' }));
  const file = (name: string): string => `${desk.folder}/${name}`;
  const words = ['plan', '--system', file('system.json'), '--day', file('day.json')];
  expect(await runForebay(words).ended).toEqual({
    code: 2,
    signal: null,
    out: '',
    err: `${file('day.json')}:stepMinutes: is the text "15", a number in minutes above 0 is needed, written without quotes\n`,
  });
});

test('a server asked to end does so with 0', async () => {
  const server = runForebay(['serve'], { FOREBAY_DATA: newDesk().folder });
  expect(await server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0, signal: null, err: '' });
});
