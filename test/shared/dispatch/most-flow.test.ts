import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostFlowsWithin } from '#shared/dispatch/most-flow.ts';
import type { FlowBand } from '#shared/dispatch/unit-bands.ts';
import { real } from '../hydraulics/arbitraries.ts';

/** Power of a flow on a unit's bands, MW; NaN between them. */
function powerOn(bands: readonly FlowBand[], flow: number): number {
  for (const { flowM3s, powerMw } of bands) {
    for (let i = 1; i < flowM3s.length; i++) {
      const [from, to] = [flowM3s[i - 1]!, flowM3s[i]!];
      if (flow < from || flow > to) continue;
      return powerMw[i - 1]! + ((flow - from) / (to - from)) * (powerMw[i]! - powerMw[i - 1]!);
    }
  }
  return NaN;
}

const powerOf =
  (units: readonly (readonly FlowBand[])[]) =>
  (flows: readonly number[]): number =>
    flows.reduce((sum, flow, u) => sum + powerOn(units[u]!, flow), 0);

// At 40 MW: both at equal marginal power take 100 m³/s at most for 45 MW. The small unit at its end, 60 m³/s
// for 20 MW, leaves 20 MW to the large one: 20 m³/s make 10, 60 make 40, so 20 + 40 · 10 / 30 = 33.3 m³/s,
// together 93.3. The large one at its end makes 40 alone, and the small one cannot rest.
const small: FlowBand[] = [{ flowM3s: [10, 30, 60], powerMw: [6, 16, 20] }];
const large: FlowBand[] = [{ flowM3s: [20, 60], powerMw: [10, 40] }];

test('most water goes with little power where one unit stands at its end and the other makes the rest', () => {
  const flows = mostFlowsWithin([small, large], 40, powerOf([small, large]));
  expect(flows[0]).toBeCloseTo(60, 9);
  expect(flows[1]).toBeCloseTo(100 / 3, 6);
});

test('where even the least makes more, each unit stands at its least', () => {
  expect(mostFlowsWithin([small, large], 12, powerOf([small, large]))).toEqual([10, 20]);
});

/** A concave band that begins at a flow. */
const band = fc
  .tuple(
    real(5, 40),
    fc.array(fc.tuple(real(2, 20), real(-0.1, 0.6)), { minLength: 1, maxLength: 4 }),
  )
  .map(([begin, pieces]): FlowBand => {
    const falling = [...pieces].sort((a, b) => b[1] - a[1]);
    const flowM3s = [begin];
    const powerMw = [begin * 0.5];
    for (const [width, slope] of falling) {
      flowM3s.push(flowM3s.at(-1)! + width);
      powerMw.push(powerMw.at(-1)! + width * slope);
    }
    return { flowM3s, powerMw };
  });

const PARTS = 16;

test('no flows of two or three units, tried on a grid, take more water within the power', () => {
  fc.assert(
    fc.property(fc.array(band, { minLength: 2, maxLength: 3 }), real(0, 1), (bands, share) => {
      const units = bands.map((one) => [one]);
      const power = powerOf(units);
      const least = power(bands.map(({ flowM3s }) => flowM3s[0]!));
      const most = bands.reduce((sum, { powerMw }) => sum + Math.max(...powerMw), 0);
      const limit = least + share * (most - least);
      const found = mostFlowsWithin(units, limit, power);
      expect(power(found)).toBeLessThanOrEqual(limit + 1e-6);
      const total = found.reduce((sum, flow) => sum + flow, 0);
      // Rounding must not put the last flow beyond its band, where no power is known.
      const grids = bands.map(({ flowM3s }) => {
        const [first, last] = [flowM3s[0]!, flowM3s.at(-1)!];
        return Array.from({ length: PARTS + 1 }, (_, i) =>
          Math.min(last, first + ((last - first) * i) / PARTS),
        );
      });
      const ways = grids.reduce<number[][]>(
        (all, grid) => all.flatMap((way) => grid.map((flow) => [...way, flow])),
        [[]],
      );
      for (const way of ways) {
        expect(power(way)).not.toBeNaN();
        if (power(way) > limit) continue;
        expect(way.reduce((sum, flow) => sum + flow, 0)).toBeLessThanOrEqual(total + 1e-6);
      }
    }),
    { numRuns: 60 },
  );
});
