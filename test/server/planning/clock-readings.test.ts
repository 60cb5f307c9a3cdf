import fc from 'fast-check';
import { expect, test } from 'vitest';
import { notedClock, playedClock } from '#server/planning/clock-readings.ts';

test('a clock played back reads what it read when it was noted, reading by reading', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 1 }),
      (waits) => {
        let nowMs = 1000;
        const noted = notedClock(() => nowMs);
        const read = waits.map((ms) => {
          nowMs += ms;
          return noted.read();
        });
        const played = playedClock(noted.readings());
        expect(waits.map(() => played())).toEqual(read);
        // It never runs ahead of time, and never falls behind by a grain.
        expect(nowMs - 1000 - read.at(-1)!).toBeGreaterThanOrEqual(0);
        expect(nowMs - 1000 - read.at(-1)!).toBeLessThan(10);
      },
    ),
  );
});

test('after its end it stands still, and one that noted nothing reads zero', () => {
  const played = playedClock([
    [0, 1],
    [20, 2],
  ]);
  expect([played(), played(), played(), played()]).toEqual([0, 20, 20, 20]);
  expect(playedClock([])()).toBe(0);
});
