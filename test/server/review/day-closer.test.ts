import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDay } from '#shared/units/time-grid.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { feederTag } from '#shared/wire/tag-path.ts';
import { SERVER_ACTOR } from '#server/access/actor.ts';
import { WHOLE_STATION } from '#server/review/measured-consumption.ts';
import { dayOfReadings, openHouse, station, ZONE } from './review-house.ts';

const DATE = '2026-05-11';
const { endMs } = localDay(DATE, ZONE);
/** Half an hour after midnight: the day is over. */
const NOW = endMs + 30 * 60_000;
const id = station.id;
const offices = feederTag(id, 'offices');

describe('closing a day', () => {
  it('sums what meters say, groups once, other media apart', async () => {
    const { store, energy } = await openHouse(() => NOW);
    await store.readings.append(dayOfReadings(DATE));
    expect(await energy.closer.run(NOW)).toBe(energy.consumers.length);
    const page = (await energy.pages.day(id, WHOLE_STATION, DATE))!;
    // Roots: unit auxiliaries, common services, offices, off-take, each 96 · 10 kWh; water is no kWh.
    expect(page.day.lines.actualKwh).toBeCloseTo(4 * 960, 6);
    expect(page.day.slots).toEqual({ metered: 96, corrected: 0, spread: 0, missing: 0 });
    expect(page.day.row).toMatchObject({ starts: 0, headM: 88 });
    expect(page.day.row!.generationMwh).toBeCloseTo(960, 6);
    expect(page.day.row!.unitHours).toBeCloseTo(24, 6);
    const water = (await energy.pages.day(id, 'seal-water', DATE))!;
    expect(water.day.lines.actualKwh).toBeCloseTo(960, 6);
    // Three children of 960 each under a parent that counts 960: the gap is told, and in no child.
    const group = (await energy.pages.day(id, 'unit-auxiliaries', DATE))!;
    expect(group.balance).toMatchObject({ within: false });
    expect(group.balance!.gap).toBeCloseTo(960 - 3 * 960, 6);
  });

  it('happens once, and not before the day is over', async () => {
    const { store, energy } = await openHouse(() => NOW);
    await store.readings.append(dayOfReadings(DATE));
    expect(await energy.closer.run(endMs - 1)).toBe(0);
    await energy.closer.run(NOW);
    expect(await energy.closer.run(NOW + 1)).toBe(0);
  });

  it('keeps what it said when late data makes a new version, with the cause and the amount', async () => {
    const { store, energy } = await openHouse(() => NOW);
    const all = dayOfReadings(DATE);
    const isLate = ({ tag, at }: JudgedReading): boolean =>
      tag === offices && at > endMs - 7200_000;
    await store.readings.append(all.filter((one) => !isLate(one)));
    await energy.closer.run(NOW);
    const first = (await energy.pages.day(id, 'offices', DATE))!;
    // The counter's last two hours are not known: eight quarter-hours.
    expect(first.day.slots.missing).toBe(8);
    await store.readings.append(all.filter(isLate));
    await energy.closer.run(NOW + 3600_000);
    const { versions, day } = (await energy.pages.day(id, 'offices', DATE))!;
    expect(versions).toHaveLength(2);
    expect(versions[1]!.restated).toEqual([
      { cause: 'late', slots: 8, byKwh: expect.closeTo(80, 6) as number },
    ]);
    expect(versions[0]!.actualKwh).toBeNull();
    expect(day.lines.actualKwh).toBeCloseTo(960, 6);
    const [kept] = await store.consumption.versions(id, 'offices', DATE);
    expect(kept!.meter.kwh.filter((kwh) => kwh === null)).toHaveLength(8);
  });

  it('books a gap to the time that used it, a roll-over and another meter without a spike', async () => {
    const { store, energy } = await openHouse(() => NOW);
    const { startMs } = localDay(DATE, ZONE);
    const inGap = (at: number): boolean => at > startMs + 3600_000 && at < startMs + 3 * 3600_000;
    const readings = dayOfReadings(DATE)
      .filter(({ tag, at }) => tag !== offices || !inGap(at))
      // At noon somebody puts in another meter that stands at 3.
      .map((one) =>
        one.tag === feederTag(id, 'off-take') && one.at >= startMs + 12 * 3600_000
          ? { ...one, value: 3 + ((one.at - startMs) / 900_000 - 48) * 10 }
          : one,
      );
    await store.readings.append(readings);
    await energy.closer.run(NOW);
    const gap = (await energy.pages.day(id, 'offices', DATE))!;
    expect(gap.day.slots.spread).toBe(7);
    expect(gap.day.lines.actualKwh).toBeCloseTo(960, 6);
    expect(Math.max(...gap.meter.kwh.map((kwh) => kwh ?? 0))).toBeCloseTo(10, 6);
    const replaced = (await energy.pages.day(id, 'off-take', DATE))!;
    // What was used between the last reading of the one and the first of the other nobody knows.
    expect(replaced.day.lines.actualKwh).toBeCloseTo(950, 6);
  });
});

it('the order in which data arrives never changes the closed result', async () => {
  const all = dayOfReadings(DATE);
  const closed = async (batches: readonly (readonly JudgedReading[])[]) => {
    const { store, energy } = await openHouse(() => NOW);
    for (const batch of batches) await store.readings.append(batch);
    await energy.closer.run(NOW);
    const days = await store.consumption.dayOf(id, DATE);
    return days.map(({ day, meter }) => ({ day, meter }));
  };
  const inOrder = await closed([all]);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(all, { minLength: all.length }), async (shuffled) => {
      const half = Math.floor(shuffled.length / 2);
      expect(
        await closed([shuffled.slice(half), shuffled.slice(0, half), all.slice(0, 50)]),
      ).toEqual(inOrder);
    }),
    { numRuns: 3 },
  );
});

it('a target is run down to the day, and a change of it is told as a restatement', async () => {
  const { store, energy } = await openHouse(() => NOW);
  await store.readings.append(dayOfReadings(DATE));
  const set = (kwh: number) =>
    energy.book.set(SERVER_ACTOR, id, 'budget', {
      consumer: 'offices',
      year: 2026,
      kwh,
      rule: 'even',
      fixed: {},
    });
  await set(365_000);
  await energy.closer.run(NOW);
  expect((await energy.pages.day(id, 'offices', DATE))!.day.lines.targetKwh).toBeCloseTo(1000, 9);
  await set(730_000);
  await energy.closer.run(NOW + 1000);
  const { versions } = (await energy.pages.day(id, 'offices', DATE))!;
  expect(versions[1]!.restated).toEqual([
    { cause: 'target', slots: 0, byKwh: expect.closeTo(1000, 6) as number },
  ]);
});
