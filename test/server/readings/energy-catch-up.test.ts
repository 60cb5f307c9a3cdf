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

  it('is of the readings in force: late ones in their place, corrected ones once', async () => {
    const halves = openHalves();
    const unbroken = createEnergyMeter([TAG], ZONE);
    const now = TEN + 3 * HOUR;
    const take = (...readings: JudgedReading[]) => {
      halves.append(...readings);
      readings.forEach(unbroken.observe);
      return unbroken.days(now).today.value;
    };
    // A triangle of an hour up to 80 MW is 40 MWh.
    expect(take(reading(TEN, 0), reading(TEN + HOUR, 0), reading(TEN + 2 * HOUR, 80))).toBe(40);
    // Late: 0 → 40 → 0 in the first hour is 20 MWh more.
    expect(take(reading(TEN + HOUR / 2, 40))).toBe(60);
    // Corrected: 0 → 20 in the second hour is 10 MWh and not 40.
    expect(take(reading(TEN + 2 * HOUR, 20))).toBe(30);
    // Found bad: the late one's 20 MWh are none.
    expect(take(reading(TEN + HOUR / 2, 40, { quality: 'bad' }))).toBe(10);
    expect((await startedAt(halves, now)).days(now)).toEqual(unbroken.days(now));
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

  // Gaps of seconds, of minutes, about the longest bridge of two hours, and of days.
  const gap = fc.oneof(
    fc.integer({ min: 1, max: 10 * SECOND }),
    fc.integer({ min: SECOND, max: HOUR }),
    fc.integer({ min: 2 * HOUR - 2, max: 2 * HOUR + 2 }),
    fc.integer({ min: 5 * HOUR, max: 60 * HOUR }),
  );
  const power = fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 8, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
  );
  const quality = fc.constantFrom('good', 'good', 'good', 'doubtful', 'bad');
  const step = fc.record({
    gap,
    unit: fc.constantFrom(1, 2),
    versions: fc.array(fc.record({ power, quality }), { minLength: 1, maxLength: 2 }),
    /** Readings that come in order have the same place; one of a lower place comes sooner. */
    place: fc.integer({ min: 0, max: 2 }),
  });

  it('is that of the readings in their order, in whatever order they come and whenever the restart is', async () => {
    const halves = openHalves();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.nat({ max: 24 * HOUR }),
        fc.nat({ max: 30 }),
        async (steps, start, stopAfter) => {
          run += 1;
          const tags = [1, 2].map((unit) => `run${run}/u${unit}/mw`);
          let at = TEN + start;
          const inOrder = steps.flatMap(({ gap, unit, versions, place }) => {
            at += gap;
            const tag = tags[unit - 1]!;
            return versions.map(({ power, quality }, version) => ({
              ...reading(at, power, { tag, quality }),
              place: place + version,
              isLast: version === versions.length - 1,
            }));
          });
          const arriving = inOrder.toSorted((a, b) => a.place - b.place);
          const right = createEnergyMeter(tags, ZONE);
          inOrder.filter((one) => one.isLast).forEach(right.observe);

          const unbroken = createEnergyMeter(tags, ZONE);
          arriving.forEach(unbroken.observe);
          const before = arriving.slice(0, stopAfter);
          if (before.length > 0) halves.append(...before);
          const stoppedAt = Math.max(TEN + start, ...before.map((one) => one.at));
          const again = await startedAt(halves, stoppedAt, tags);
          arriving.slice(stopAfter).forEach(again.observe);

          for (const now of [at, nextDayStartMs(at, ZONE)])
            for (const meter of [unbroken, again]) expectSame(meter.days(now), right.days(now));
        },
      ),
    );
  });
});

type Days = ReturnType<EnergyMeter['days']>;

function expectSame(told: Days, right: Days): void {
  for (const day of ['today', 'yesterday'] as const) {
    expect(told[day].quality).toBe(right[day].quality);
    if (right[day].value === null) expect(told[day].value).toBeNull();
    else expect(told[day].value).toBeCloseTo(right[day].value, 8);
  }
}
