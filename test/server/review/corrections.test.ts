import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctedMeter } from '#shared/energy/review/corrections.ts';
import type { Correction } from '#shared/energy/review/notes.ts';
import { localDay } from '#shared/units/time-grid.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { feederTag } from '#shared/wire/tag-path.ts';
import { type Actor, NotAllowed } from '#server/access/actor.ts';
import { EnergyRefusal } from '#server/review/energy-book.ts';
import { WHOLE_STATION } from '#server/review/measured-consumption.ts';
import { dayOfReadings, openHouse, station, ZONE } from './review-house.ts';

const DATE = '2026-05-11';
const { startMs, endMs } = localDay(DATE, ZONE);
const NOW = endMs + 30 * 60_000;
const HOUR_MS = 3_600_000;
const id = station.id;
const offices = feederTag(id, 'offices');

const person = (role: 'energy-manager' | 'dispatcher'): Actor => ({
  kind: 'account',
  id: role,
  name: 'Li Na',
  roles: [role],
  station: null,
  from: '127.0.0.1',
});
const MANAGER = person('energy-manager');

/** From 10:00 to 12:00 the offices used 40 kWh, not the 80 of the meter. */
const halved: Correction = {
  consumer: 'offices',
  date: DATE,
  fromMs: startMs + 10 * HOUR_MS,
  toMs: startMs + 12 * HOUR_MS,
  how: 'amount',
  amount: 40,
  reason: 'The meter counted twice while it was tested',
  state: 'in-force',
};

async function closedHouse(readings = dayOfReadings(DATE)) {
  const house = await openHouse(() => NOW);
  await house.store.readings.append(readings);
  await house.energy.closer.run(NOW);
  const page = async (consumer: string) => (await house.energy.pages.day(id, consumer, DATE))!;
  return { ...house, page };
}

describe('a stretch that is corrected by hand', () => {
  it('makes a new version of the day and of the station, and leaves what was said before', async () => {
    const { store, energy, page } = await closedHouse();
    await energy.deeds.correct(MANAGER, id, halved, null);
    const { day, versions, corrections, incomplete } = await page('offices');
    expect(day.lines.actualKwh).toBeCloseTo(960 - 40, 6);
    expect(day.slots).toEqual({ metered: 88, corrected: 8, spread: 0, missing: 0 });
    expect(versions[1]!.restated).toEqual([
      { cause: 'by-hand', slots: 8, byKwh: expect.closeTo(-40, 6) as number },
    ]);
    expect(corrections).toMatchObject([{ by: 'Li Na', reason: halved.reason }]);
    expect(incomplete).toEqual([{ consumer: 'offices', corrected: 8, spread: 0, missing: 0 }]);
    expect((await page(WHOLE_STATION)).day.lines.actualKwh).toBeCloseTo(4 * 960 - 40, 6);
    const [first] = await store.consumption.versions(id, 'offices', DATE);
    expect(first!.day.lines.actualKwh).toBeCloseTo(960, 6);
    const [entry] = await store.audit.page({ before: null, limit: 1, actor: null, action: null });
    expect(entry).toMatchObject({ action: 'energy.correct', actorName: 'Li Na' });
    expect(entry!.after).toMatchObject({ reason: halved.reason, amount: 40 });
  });

  it('stays corrected when the day is looked at again, and is as before when it is taken back', async () => {
    const { energy, page } = await closedHouse();
    const { id: correction } = await energy.deeds.correct(MANAGER, id, halved, null);
    expect(await energy.closer.run(NOW + HOUR_MS)).toBe(0);
    await energy.deeds.correct(MANAGER, id, { ...halved, state: 'taken-back' }, correction);
    const { day, meter, versions } = await page('offices');
    expect(day.lines.actualKwh).toBeCloseTo(960, 6);
    expect(new Set(meter.states)).toEqual(new Set(['metered']));
    expect(versions).toHaveLength(3);
    await expect(
      energy.deeds.correct(MANAGER, id, { ...halved, consumer: 'off-take' }, correction),
    ).rejects.toThrow(EnergyRefusal);
  });

  it('may be said to be unknown: the day is then filled with what is expected, or left open', async () => {
    const { energy, page } = await closedHouse();
    const unknown = { ...halved, how: 'unknown' as const, amount: null };
    await energy.deeds.correct(MANAGER, id, unknown, null);
    const { day } = await page('offices');
    expect(day.slots.missing).toBe(8);
    expect(day.lines.actualKwh).toBeNull();
  });

  it('is for those whose work it is, on days that are closed', async () => {
    const { energy } = await closedHouse();
    await expect(energy.deeds.correct(person('dispatcher'), id, halved, null)).rejects.toThrow(
      NotAllowed,
    );
    const { startMs: next } = localDay('2026-05-12', ZONE);
    const tomorrow = { ...halved, date: '2026-05-12', fromMs: next, toMs: next + HOUR_MS };
    await expect(energy.deeds.correct(MANAGER, id, tomorrow, null)).rejects.toThrow('not closed');
  });

  it('ends the same whether late data comes before or after it', async () => {
    const all = dayOfReadings(DATE);
    const late = ({ tag, at }: JudgedReading): boolean =>
      tag === offices && at > startMs + 9 * HOUR_MS && at < startMs + 15 * HOUR_MS;
    const first = await closedHouse();
    await first.energy.deeds.correct(MANAGER, id, halved, null);
    const second = await closedHouse(all.filter((one) => !late(one)));
    await second.energy.deeds.correct(MANAGER, id, halved, null);
    await second.store.readings.append(all.filter(late));
    await second.energy.closer.run(NOW + HOUR_MS);
    expect((await second.page('offices')).meter).toEqual((await first.page('offices')).meter);
  });
});

describe('readings that are not believed', () => {
  it('are kept in every version, and what was used is booked anew from those around them', async () => {
    const at = startMs + 10 * HOUR_MS;
    const wrong = dayOfReadings(DATE).map((one) =>
      one.tag === offices && one.at === at ? { ...one, value: one.value! + 5000 } : one,
    );
    const { store, energy, page } = await closedHouse(wrong);
    // Up by 5010 in a quarter-hour, and then a fall that reads as another meter.
    expect((await page('offices')).day.lines.actualKwh).toBeCloseTo(960 + 5000 - 10, 6);
    const withdrawn: Correction = {
      ...halved,
      how: 'readings',
      amount: null,
      fromMs: at,
      toMs: at + 60_000,
    };
    const kept = await energy.deeds.correct(MANAGER, id, withdrawn, null);
    const { day, versions } = await page('offices');
    expect(day.lines.actualKwh).toBeCloseTo(960, 6);
    expect(versions).toHaveLength(2);
    expect((await store.readings.versions(offices, at)).map(({ quality }) => quality)).toEqual([
      'good',
      'bad',
    ]);
    await energy.deeds.correct(MANAGER, id, { ...withdrawn, state: 'taken-back' }, kept.id);
    expect((await page('offices')).day.lines.actualKwh).toBeCloseTo(960 + 5000 - 10, 6);
    const nothing = { ...withdrawn, fromMs: at + 60_000, toMs: at + 120_000 };
    await expect(energy.deeds.correct(MANAGER, id, nothing, null)).rejects.toThrow(
      'no reading is stored',
    );
  });
});

describe('a non-routine event', () => {
  it('leaves out closed days at once, and takes them in again when it is taken back', async () => {
    const { energy, page } = await closedHouse();
    const event = { name: 'Repair', from: DATE, to: DATE, consumers: ['offices'] };
    const logged = await energy.deeds.logEvent(MANAGER, id, { ...event, effect: 'excluded' }, null);
    expect((await page('offices')).day.doubt).toEqual({ code: 'excluded', event: 'Repair' });
    expect((await page('off-take')).day.doubt?.code).not.toBe('excluded');
    await energy.deeds.logEvent(MANAGER, id, { ...event, effect: 'taken-back' }, logged.id);
    const { day, versions } = await page('offices');
    expect(day.doubt?.code).not.toBe('excluded');
    expect(versions.map(({ restated }) => restated.map(({ cause }) => cause))).toEqual([
      [],
      ['event'],
      ['event'],
    ]);
    const backwards = { ...event, to: '2026-05-10', effect: 'excluded' as const };
    await expect(energy.deeds.logEvent(MANAGER, id, backwards, null)).rejects.toThrow('before it');
  });
});

it('whatever is corrected, the stretch sums to what was said and the rest stays', () => {
  const meter = { kwh: Array<number>(96).fill(3), states: Array<'metered'>(96).fill('metered') };
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 94 }),
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (from, length, amount) => {
        const to = Math.min(96, from + length);
        const stretch = { fromMs: from * 900_000, toMs: to * 900_000, amount };
        const { kwh, states } = correctedMeter(meter, [{ ...halved, ...stretch }], 0);
        const sum = kwh.slice(from, to).reduce<number>((total, one) => total + one!, 0);
        expect(Math.abs(sum - amount)).toBeLessThanOrEqual(1e-9 * Math.max(1, amount));
        kwh.forEach((one, t) => {
          const isInside = t >= from && t < to;
          if (!isInside) expect(one).toBe(3);
          expect(states[t]).toBe(isInside ? 'corrected' : 'metered');
        });
      },
    ),
  );
});
