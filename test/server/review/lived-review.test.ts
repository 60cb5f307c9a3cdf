import { describe, expect, it } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { dateAfter } from '#shared/energy/review/calendar.ts';
import { VARIANCE_TERMS } from '#shared/energy/review/variance.ts';
import { SERVER_ACTOR } from '#server/access/actor.ts';
import { EnergyRefusal } from '#server/review/energy-book.ts';
import { WHOLE_STATION } from '#server/review/measured-consumption.ts';
import { livedConsumption } from '#server/sources/simulator/lived-consumption.ts';
import { openHouse, station, ZONE } from './review-house.ts';

const FROM = '2026-01-01';
const LEARNT = 130;
const DAYS = 150;
const id = station.id;

/** A plant of some months, its models frozen on all but the last weeks, with a target for offices. */
async function livedHouse() {
  const house = await openHouse(() => Date.parse('2026-07-01T00:00:00Z'));
  const { closer, book, deeds } = house.energy;
  const to = dateAfter(FROM, DAYS - 1);
  const lived = { station, site: exampleSite, timeZone: ZONE, seed: 3, from: FROM, to };
  for (const measured of livedConsumption(lived)) {
    const { date, startMs } = measured.facts;
    await closer.close(id, measured, startMs + 25 * 3600_000);
    if (date !== dateAfter(FROM, LEARNT - 1)) continue;
    await deeds.freeze(SERVER_ACTOR, id, { from: FROM, to: date });
    for (const consumer of [WHOLE_STATION, 'cooling'])
      await book.set(SERVER_ACTOR, id, 'budget', {
        consumer,
        year: 2026,
        kwh: 2_000_000,
        rule: 'even',
        fixed: {},
      });
  }
  return { ...house, last: to };
}

describe('a plant that was lived through', () => {
  it('gets valid baselines, days whose parts add up, and months that do too', async () => {
    const { energy, last } = await livedHouse();
    const page = (await energy.pages.day(id, WHOLE_STATION, last))!;
    expect(page.daily!.isValid).toBe(true);
    expect(page.hourly!.coefficients.some((one) => one.driver === 'hour')).toBe(true);
    const { variance, lines } = page.day;
    const sum = VARIANCE_TERMS.reduce((total, term) => total + variance!.kwh[term], 0);
    expect(sum / (lines.actualKwh! - lines.targetKwh!)).toBeCloseTo(1, 9);
    expect(page.heat).toHaveLength(35);
    expect(page.heat.at(-1)!.hours.every(({ residualKwh }) => residualKwh !== null)).toBe(true);
    expect(page.pareto.map((one) => one.consumer)).toEqual([
      'unit-auxiliaries',
      'common',
      'offices',
      'off-take',
    ]);
    expect(page.cusum.some((point) => point.sumKwh !== null)).toBe(true);

    const month = await energy.pages.span(id, WHOLE_STATION, '2026-05-01', '2026-05-31', 'day');
    const days = month.lines.reduce((total, line) => total + (line.actualKwh ?? 0), 0);
    expect(month.total.actualKwh).toBeCloseTo(days, 6);
    const told = month.variance!;
    const parts = VARIANCE_TERMS.reduce((total, term) => total + told.kwh[term], 0);
    expect(told.targetKwh + parts).toBeCloseTo(told.actualKwh, 6);
    const year = await energy.pages.span(id, WHOLE_STATION, '2026-01-01', '2026-12-31', 'month');
    expect(year.lines.map((line) => line.name)).toEqual([
      '2026-01',
      '2026-02',
      '2026-03',
      '2026-04',
      '2026-05',
    ]);
    await expect(
      energy.deeds.freeze(SERVER_ACTOR, id, { from: '2020-01-01', to: '2020-02-01' }),
    ).rejects.toThrow(EnergyRefusal);

    // Advice for the day after: what flexible consumers used on the last day is known.
    const advice = await energy.advice(id, dateAfter(last, 1));
    expect(advice.isPlanned).toBe(false);
    expect(advice.advice.consumers.map((one) => one.consumer)).toEqual(['drainage', 'ventilation']);
    expect(advice.advice.isProved).toBe(true);
    const taken = await energy.deeds.takeAdvice(SERVER_ACTOR, id, dateAfter(last, 1));
    expect(taken.serviceLoadsMw).toHaveLength(96);
    expect(Math.max(...taken.serviceLoadsMw)).toBeGreaterThan(0.05);
  }, 60_000);

  it('is the same for the same seed', () => {
    const first = (): unknown =>
      livedConsumption({
        station: exampleSystem.stations[0]!,
        site: exampleSite,
        timeZone: ZONE,
        seed: 5,
        from: FROM,
        to: FROM,
      }).next().value;
    expect(first()).toEqual(first());
  });
});
