import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestPlace, earnedAt, moneyChoices } from '#shared/dispatch/flow-choices.ts';
import { priceBracket } from '#shared/dispatch/price-bracket.ts';
import { real } from '../hydraulics/arbitraries.ts';

const points = fc.array(fc.tuple(real(0.5, 20), real(-500, 1500)), { minLength: 1, maxLength: 12 });

describe('flows that are best at some price', () => {
  test('hold the best of all at any price, from wherever it is looked for', () => {
    fc.assert(
      fc.property(points, real(-100, 200), fc.nat(15), (steps, perM3s, near) => {
        let flow = 0;
        const flows = steps.map(([more]) => (flow += more));
        const money = steps.map(([, made]) => made);
        const choices = moneyChoices(flows, money);
        const best = Math.max(...flows.map((q, i) => money[i]! - perM3s * q));
        const found = earnedAt(choices, bestPlace(choices, perM3s, near), perM3s);
        expect(found).toBeCloseTo(best, 6);
      }),
    );
  });
});

describe('the price at which a day uses its water', () => {
  test('is found from near or far: more is used just below it, no more just above', () => {
    fc.assert(
      fc.property(real(-990, 990), real(-2000, 2000), (turn, near) => {
        let asked = 0;
        const usesMore = (price: number): boolean => {
          asked++;
          return price < turn;
        };
        const { low, high } = priceBracket(usesMore, 1000, near);
        expect(low).toBeLessThan(turn);
        expect(high).toBeGreaterThanOrEqual(turn);
        // A 2²⁵th of the dearest price, 1000.
        expect(high - low).toBeLessThanOrEqual(1000 / 2 ** 25);
        expect(asked).toBeLessThan(40);
      }),
    );
  });

  test('takes fewer questions from a price that was found before', () => {
    const questions = (near: number): number => {
      let asked = 0;
      priceBracket((price) => (asked++, price < 500), 1000, near);
      return asked;
    };
    expect(questions(500.01)).toBeLessThan(questions(NaN) / 1.5);
  });

  test('is an end where all or nothing is used', () => {
    expect(priceBracket(() => true, 1000, 3).high).toBe(1000);
    expect(priceBracket(() => false, 1000, 3).low).toBe(-1000);
  });
});
