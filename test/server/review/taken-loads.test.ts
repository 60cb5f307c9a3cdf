import { describe, expect, it } from 'vitest';
import { exampleSite } from '#shared/station/example/example.ts';
import type { Noted, TakenAdvice } from '#shared/energy/review/notes.ts';
import type { EnergyBook } from '#server/review/energy-book.ts';
import { flexibleLoadsMw } from '#server/review/taken-loads.ts';

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
/** The pump of 213 kW runs a fifth of the time (90 of 450 m³/h), the fans take 640 kWh a day: 42.6 + 26.667 kW. */
const MEAN_MW = 0.0426 + 0.64 / 24;

describe('the loads of flexible consumers in the day that is planned', () => {
  it('are as advised where advice was taken, and their mean elsewhere', async () => {
    const steps = { startMs: 11 * HOUR_MS, stepMinutes: 30, steps: 6 };
    const loads = await flexibleLoadsMw(book, exampleSite, 's1', steps);
    // From 11:00 0.2 MW, from 12:00 0.3, from 13:00 nothing was advised.
    expect(loads!.slice(0, 4)).toEqual([0.2, 0.2, 0.3, 0.3]);
    expect(loads![4]).toBeCloseTo(MEAN_MW, 12);
    expect(loads![5]).toBeCloseTo(MEAN_MW, 12);
  });

  it('are the mean all day where none was taken, so that taking advice moves energy and adds none', async () => {
    const steps = { startMs: 40 * HOUR_MS, stepMinutes: 30, steps: 4 };
    for (const load of (await flexibleLoadsMw(book, exampleSite, 's1', steps))!)
      expect(load).toBeCloseTo(MEAN_MW, 12);
  });

  it('are none where a site has no flexible consumer', async () => {
    const steps = { startMs: 0, stepMinutes: 30, steps: 4 };
    const feeders = exampleSite.feeders.filter((feeder) => !feeder.flexible);
    expect(await flexibleLoadsMw(book, { feeders }, 's1', steps)).toBeNull();
  });
});
