import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterSlots, intervalSlots, sumOfMeters } from '#shared/energy/review/meter-slots.ts';

const MINUTE = 60_000;
const grid = { startMs: 0, slotMs: 15 * MINUTE, slots: 4 };

describe('an interval meter', () => {
  it('books a value to the time before its stamp', () => {
    // 8 kWh stamped 00:15 was used from 00:00 to 00:15.
    const { kwh, states } = intervalSlots(
      [{ at: 15 * MINUTE, count: 1, mean: 8 }],
      15 * MINUTE,
      grid,
    );
    expect(kwh).toEqual([8, null, null, null]);
    expect(states).toEqual(['metered', 'missing', 'missing', 'missing']);
  });

  it('shares an hour out over its quarter-hours, and adds shorter intervals up', () => {
    expect(intervalSlots([{ at: 60 * MINUTE, count: 1, mean: 8 }], 60 * MINUTE, grid).kwh).toEqual([
      2, 2, 2, 2,
    ]);
    const fives = Array.from({ length: 12 }, (_, i) => ({
      at: (i + 1) * 5 * MINUTE,
      count: 1,
      mean: i < 3 ? 1 : 2,
    }));
    expect(intervalSlots(fives, 5 * MINUTE, grid).kwh).toEqual([3, 6, 6, 6]);
  });

  it('loses nothing: slots sum to the values, in whatever order they came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 12, maxLength: 12 }),
        fc.integer(),
        (values, turn) => {
          const points = values.map((mean, i) => ({ at: (i + 1) * 5 * MINUTE, count: 1, mean }));
          const turned = points.map((_, i) => points[(i + Math.abs(turn)) % 12]!);
          const { kwh } = intervalSlots(turned, 5 * MINUTE, grid);
          const sum = kwh.reduce<number>((total, one) => total + (one ?? NaN), 0);
          expect(sum).toBeCloseTo(
            values.reduce((total, one) => total + one, 0),
            9,
          );
        },
      ),
    );
  });
});

describe('meters together', () => {
  it('know a slot as well as the worst of them', () => {
    const a = counterSlots(
      [
        { at: 0, count: 15, mean: 3 },
        { at: 15 * MINUTE, count: 0, mean: 4 },
        { at: 30 * MINUTE, count: 15, mean: null },
      ],
      grid,
    );
    const b = counterSlots(
      [0, 1, 2, 3].map((t) => ({ at: t * 15 * MINUTE, count: 1, mean: 1 })),
      grid,
    );
    expect(a.states).toEqual(['metered', 'spread', 'missing', 'missing']);
    const sum = sumOfMeters([a, b], 4);
    expect(sum.kwh).toEqual([4, 5, null, null]);
    expect(sum.states).toEqual(['metered', 'spread', 'missing', 'missing']);
  });
});
