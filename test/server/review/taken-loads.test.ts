import { expect, it } from 'vitest';
import type { Noted, TakenAdvice } from '#shared/energy/review/notes.ts';
import type { EnergyBook } from '#server/review/energy-book.ts';
import { takenLoadsMw } from '#server/review/taken-loads.ts';

const HOUR_MS = 3_600_000;
const taken: Noted<TakenAdvice> = {
  id: '2026-05-11',
  at: 0,
  by: 'Wang',
  date: '2026-05-11',
  startMs: 10 * HOUR_MS,
  stepMinutes: 60,
  serviceLoadsMw: [0, 0.2, 0.3],
};
const book = { all: () => Promise.resolve([taken]) } as unknown as Pick<EnergyBook, 'all'>;

it('advice that was taken stands in the steps of the day that is planned, 0 elsewhere', async () => {
  const steps = { startMs: 11 * HOUR_MS, stepMinutes: 30, steps: 6 };
  // From 11:00 0.2 MW, from 12:00 0.3, from 13:00 nothing was advised.
  expect(await takenLoadsMw(book, 's1', steps)).toEqual([0.2, 0.2, 0.3, 0.3, 0, 0]);
});

it('a day of which no advice was taken has no such loads', async () => {
  const steps = { startMs: 40 * HOUR_MS, stepMinutes: 30, steps: 4 };
  expect(await takenLoadsMw(book, 's1', steps)).toBeNull();
});
