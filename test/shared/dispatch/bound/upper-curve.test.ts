import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cappedHull } from '#shared/dispatch/bound/capped-hull.ts';
import { boxesOver } from '#shared/dispatch/bound/flow-boxes.ts';
import {
  type Concave,
  NOTHING,
  hullOfPoints,
  merged,
  times,
} from '#shared/dispatch/bound/upper-curve.ts';
import { curveAt } from '#shared/hydraulics/curve.ts';
import { real, rising } from '../../hydraulics/arbitraries.ts';
import { share } from './machines.ts';

const points = fc
  .integer({ min: 1, max: 8 })
  .chain((n) =>
    fc.tuple(
      rising(real(0, 40), [0.01, 20], [n, n]),
      fc.array(real(0, 60), { minLength: n, maxLength: n }),
    ),
  );

const concave: fc.Arbitrary<Concave> = points.map(([flow, power]) => hullOfPoints(flow, power));

const at = ({ flow, power }: Concave, q: number): number => curveAt({ x: flow, y: power }, q);
const least = ({ flow }: Concave): number => flow[0]!;
const most = ({ flow }: Concave): number => flow[flow.length - 1]!;
const within = (curve: Concave, part: number): number =>
  least(curve) + part * (most(curve) - least(curve));

test('the hull of four points leaves out the one that lies under the line beside it', () => {
  // At 20 the line from (10, 8) to (30, 20) passes 14, above 12.
  expect(hullOfPoints([0, 10, 20, 30], [0, 8, 12, 20])).toEqual({
    flow: Float64Array.of(0, 10, 30),
    power: Float64Array.of(0, 8, 20),
  });
});

test('a hull lies over its points and over every straight line between two of them', () => {
  fc.assert(
    fc.property(points, fc.nat(), fc.nat(), share, ([flow, power], i, j, part) => {
      const hull = hullOfPoints(flow, power);
      const [a, b] = [i % flow.length, j % flow.length];
      const q = flow[a]! + part * (flow[b]! - flow[a]!);
      const p = power[a]! + part * (power[b]! - power[a]!);
      expect(at(hull, q)).toBeGreaterThanOrEqual(p - 1e-9);
    }),
  );
});

test('three machines alike make three times what one makes of a third of the flow', () => {
  const one = { flow: Float64Array.of(10, 20), power: Float64Array.of(5, 12) };
  expect(times(one, 3)).toEqual({ flow: Float64Array.of(30, 60), power: Float64Array.of(15, 36) });
});

test('two curves make together what the best shares of a flow make of them', () => {
  fc.assert(
    fc.property(concave, concave, share, share, (a, b, partA, partB) => {
      const [qa, qb] = [within(a, partA), within(b, partB)];
      const flow = qa + qb;
      const both = at(merged(a, b), flow);
      expect(both).toBeGreaterThanOrEqual(at(a, qa) + at(b, qb) - 1e-9);
      // The best share lies at a corner of one of the two.
      const lowest = Math.max(least(a), flow - most(b));
      const highest = Math.min(most(a), flow - least(b));
      const shares = [...a.flow, ...[...b.flow].map((q) => flow - q)].map((q) =>
        Math.max(lowest, Math.min(highest, q)),
      );
      const best = Math.max(...[qa, ...shares].map((q) => at(a, q) + at(b, flow - q)));
      expect(both).toBeLessThanOrEqual(best + 1e-9);
    }),
  );
});

test('with nothing beside it a curve stays what it is', () => {
  fc.assert(
    fc.property(concave, share, (curve, part) => {
      const q = within(curve, part);
      expect(at(merged(NOTHING, curve), q)).toBeCloseTo(at(curve, q), 9);
    }),
  );
});

test('a capped hull lies over what the points make between two heads, up to the cap', () => {
  fc.assert(
    fc.property(points, real(-5, 5), real(1, 60), share, share, (drawn, rise, top, along, up) => {
      const [flow, power] = drawn;
      const made = flow.map((q, i) => ({
        flow: q,
        atLow: power[i]!,
        atHigh: power[i]! + rise * (i + 1),
      }));
      const { atLow, atHigh } = cappedHull(made, top);
      const q = flow[0]! + along * (flow[flow.length - 1]! - flow[0]!);
      const straight = (end: 'atLow' | 'atHigh'): number =>
        curveAt({ x: Float64Array.from(flow), y: Float64Array.from(made, (p) => p[end]) }, q);
      const real = Math.min(top, straight('atLow') + up * (straight('atHigh') - straight('atLow')));
      const bound = at(atLow, q) + up * (at(atHigh, q) - at(atLow, q));
      expect(bound).toBeGreaterThanOrEqual(real - 1e-9);
    }),
    { numRuns: 1000 },
  );
});

test('in each box the line lies over every curve that passes it', () => {
  fc.assert(
    fc.property(
      fc.array(concave, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 12 }),
      fc.array(real(0, 150), { maxLength: 3 }),
      fc.nat(),
      share,
      (curves, count, kinks, which, part) => {
        const list = curves.map((curve) => ({ atLow: curve, atHigh: curve }));
        const boxes = boxesOver([list], count, kinks)!;
        const { lower, upper } = boxes.values(curves);
        const curve = curves[which % curves.length]!;
        const q = within(curve, part);
        const bounds = [...lower].flatMap((left, m) => {
          const [from, to] = [boxes.flowM3s[m]!, boxes.flowM3s[m + 1]!];
          if (q < from || q > to || left === -Infinity) return [];
          return [to > from ? left + ((q - from) / (to - from)) * (upper[m]! - left) : left];
        });
        expect(Math.max(...bounds)).toBeGreaterThanOrEqual(at(curve, q) - 1e-9);
        const edges = [...boxes.flowM3s];
        for (const kink of kinks) {
          if (kink < edges[0]! || kink > edges[boxes.count]!) continue;
          expect(Math.min(...edges.map((edge) => Math.abs(edge - kink)))).toBeLessThan(1e-6);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('no curve, no boxes', () => {
  expect(boxesOver([[]], 10, [])).toBeNull();
});
