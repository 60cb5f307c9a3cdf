import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDayStartMs } from '#shared/units/time-grid.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { createEnergyMeter, type EnergyMeter } from '#server/readings/calculated/energy-meter.ts';
import { HOUR, MINUTE, openHalves, reading, SECOND, type Halves } from '../store/sqlite/helpers.ts';

const ZONE = 'Asia/Shanghai';
const TAG = 's1/u1/mw';
/** 2026-11-20 10:00 in Shanghai, the start of a minute. */
const TEN = Date.UTC(2026, 10, 20, 2);

/** The meter of a server that starts at `now` on what is stored. */
async function startedAt(
  { reader }: Halves,
  now: number,
  tags: readonly string[] = [TAG],
): Promise<EnergyMeter> {
  const meter = createEnergyMeter(tags, ZONE);
  const raw = (...query: Parameters<Halves['reader']['raw']>) =>
    Promise.resolve(reader.raw(...query));
  await meter.warmUp({ raw }, now);
  return meter;
}

describe('the energy of the day after a restart', () => {
  // Half an hour at 20 MW is 10 MWh, wherever in their minutes the readings stand. Means of minutes,
  // taken to stand in the middle, once made of it up to 20 MW × 30 s = 0.1667 MWh more.
  it.each([0, 1, 15_000, 29_999, 30_000, 30_001, 45_000, 59_999])(
    'is 10 MWh of half an hour at 20 MW whose readings come %i ms after each minute',
    async (phaseMs) => {
      const halves = openHalves();
      const first = TEN + phaseMs;
      halves.append(...Array.from({ length: 31 }, (_, i) => reading(first + i * MINUTE, 20)));
      halves.mendAll();
      const last = first + 30 * MINUTE;
      for (const now of [last, last + 1, last + 29_000, last + 59_000]) {
        const meter = await startedAt(halves, now);
        expect(meter.days(now).today.value).toBeCloseTo(10, 9);
        // What comes next adds its own line and no more: 90 s at 20 MW are 0.5 MWh.
        meter.observe(reading(last, 20));
        meter.observe(reading(last + 90 * SECOND, 20));
        expect(meter.days(now).today.value).toBeCloseTo(10.5, 9);
      }
    },
  );

  it('is of the stored readings alone: late ones in their place, corrected ones once', async () => {
    const halves = openHalves();
    halves.append(reading(TEN, 0), reading(TEN + HOUR, 0), reading(TEN + 2 * HOUR, 80));
    halves.append(reading(TEN + HOUR / 2, 40), reading(TEN + 2 * HOUR, 20));
    // 0 → 40 → 0 in an hour is 20 MWh; 0 → 20 in the next is 10.
    const now = TEN + 2 * HOUR;
    expect((await startedAt(halves, now)).days(now).today.value).toBeCloseTo(30, 9);
  });

  it('counts what lies ahead of the server’s clock as far as readings are taken', async () => {
    const halves = openHalves();
    halves.append(reading(TEN, 30), reading(TEN + MINUTE, 30), reading(TEN + 2 * MINUTE, 30));
    // 30 MW for two minutes.
    expect((await startedAt(halves, TEN)).days(TEN).today.value).toBeCloseTo(1, 9);
  });

  it('holds more readings than are read at a time: 20,001 of 36 MW, a second apart, are 200 MWh', async () => {
    const halves = openHalves();
    for (let hour = 0; hour < 20; hour += 1)
      halves.append(
        ...Array.from({ length: 1000 }, (_, i) => reading(TEN + (hour * 1000 + i) * SECOND, 36)),
      );
    halves.append(reading(TEN + 20_000 * SECOND, 36));
    const now = TEN + 20_000 * SECOND;
    expect((await startedAt(halves, now)).days(now).today.value).toBeCloseTo(200, 6);
  });

  it('is what a meter says that never stopped, whatever the readings and whenever the restart', async () => {
    // Gaps of seconds, of minutes, about the longest bridge of two hours, and of days.
    const gap = fc.oneof(
      fc.integer({ min: 1, max: 10 * SECOND }),
      fc.integer({ min: SECOND, max: HOUR }),
      fc.integer({ min: 2 * HOUR - 2, max: 2 * HOUR + 2 }),
      fc.integer({ min: 5 * HOUR, max: 60 * HOUR }),
    );
    const step = fc.record({
      gap,
      unit: fc.constantFrom(1, 2),
      mw: fc.oneof(fc.constant(null), fc.double({ min: 0, max: 100, noNaN: true })),
      isBad: fc.integer({ min: 0, max: 5 }).map((n) => n === 5),
    });
    const halves = openHalves();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.nat({ max: 24 * HOUR }),
        fc.nat({ max: 25 }),
        async (steps, start, stopAfter) => {
          run += 1;
          const tags = [1, 2].map((unit) => `run${run}/u${unit}/mw`);
          let at = TEN + start;
          const readings = steps.map(({ gap, unit, mw, isBad }): JudgedReading => {
            at += gap;
            const quality = isBad ? 'bad' : 'good';
            return reading(at, mw, { tag: tags[unit - 1]!, quality });
          });
          const before = readings.slice(0, stopAfter);
          if (before.length > 0) halves.append(...before);
          const unbroken = createEnergyMeter(tags, ZONE);
          readings.forEach(unbroken.observe);
          const again = await startedAt(halves, before.at(-1)?.at ?? TEN + start, tags);
          readings.slice(stopAfter).forEach(again.observe);

          for (const now of [at, nextDayStartMs(at, ZONE)]) {
            const [told, right] = [again.days(now), unbroken.days(now)];
            for (const day of ['today', 'yesterday'] as const) {
              expect(told[day].quality).toBe(right[day].quality);
              if (right[day].value === null) expect(told[day].value).toBeNull();
              else expect(told[day].value).toBeCloseTo(right[day].value, 9);
            }
          }
        },
      ),
    );
  });
});
