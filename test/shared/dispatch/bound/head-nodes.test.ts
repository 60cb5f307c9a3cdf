import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeadNodes } from '#shared/dispatch/bound/head-nodes.ts';
import { real } from '../../hydraulics/arbitraries.ts';

test('heads are told finely apart where turbines leave them, coarsely below', () => {
  // From 10 m on, 0.5 m apart: 21 nodes up to 20 m; the 12 finest intervals below 16 m are three of 2 m.
  const nodes = new HeadNodes(10, 16, 0.5, 21);
  expect([...nodes.headsM]).toEqual([10, 12, 14, 16, 16.5, 17, 17.5, 18, 18.5, 19, 19.5, 20]);
  expect([...nodes.even()]).toEqual([16, 16.5, 17, 17.5, 18, 18.5, 19, 19.5, 20]);
  expect(nodes.placeOf(13)).toBeCloseTo(1.5, 12);
  expect(nodes.placeOf(18.25)).toBeCloseTo(7.5, 12);
});

test('a head lies at its place between two nodes, and none below the lowest is left out', () => {
  fc.assert(
    fc.property(
      real(1, 400),
      real(0.001, 2),
      fc.integer({ min: 3, max: 300 }),
      real(-0.5, 1.5),
      real(0, 1),
      (lowestM, spacingM, count, evenShare, share) => {
        const spanM = (count - 1) * spacingM;
        const nodes = new HeadNodes(lowestM, lowestM + evenShare * spanM, spacingM, count);
        const { headsM } = nodes;
        expect(headsM[0]).toBeLessThanOrEqual(lowestM + 1e-9);
        expect(headsM[headsM.length - 1]).toBeCloseTo(lowestM + spanM, 6);
        const headM = lowestM + share * spanM;
        const place = nodes.placeOf(headM);
        const i = Math.max(0, Math.min(headsM.length - 2, Math.floor(place)));
        const between = headsM[i]! + (place - i) * (headsM[i + 1]! - headsM[i]!);
        expect(between).toBeCloseTo(headM, 6);
      },
    ),
  );
});
