import fc from 'fast-check';
import { type Plant, type PlantUnit, plantOf } from '#shared/hydraulics/plant.ts';
import type { ForbiddenZone, Unit } from '#shared/station/system-schema.ts';
import { plainStation, plainUnit } from '../../../fixtures/plain-system.ts';
import { hillChart, real, rising } from '../../hydraulics/arbitraries.ts';

/** A share of something: 0 to 1, its ends more often than chance has it. */
export const share: fc.Arbitrary<number> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(0, 1) },
  { weight: 4, arbitrary: real(0, 1) },
);

/** Efficiency of a generator over mechanical power: one to four points, rising and falling. */
const generator: fc.Arbitrary<[number, number][]> = fc
  .integer({ min: 1, max: 4 })
  .chain((points) =>
    fc
      .tuple(
        rising(real(0, 15), [1, 15], [points, points]),
        fc.array(real(0.8, 0.99), { minLength: points, maxLength: points }),
      )
      .map(([powers, efficiencies]) => powers.map((mw, i) => [mw, efficiencies[i]!])),
  );

/** Flow range over one to three heads, which may not cover all heads that come. */
const flowRange: fc.Arbitrary<[number, number, number][]> = fc
  .integer({ min: 1, max: 3 })
  .chain((points) =>
    fc
      .tuple(
        rising(real(15, 60), [2, 40], [points, points]),
        fc.array(fc.tuple(fc.oneof(fc.constant(0), real(2, 25)), real(1, 60)), {
          minLength: points,
          maxLength: points,
        }),
      )
      .map(([heads, flows]) => heads.map((head, i) => [head, flows[i]![0], sum(flows[i]!)])),
  );

const sum = ([a, b]: readonly [number, number]): number => a + b;

const zone: fc.Arbitrary<ForbiddenZone> = fc
  .record({
    from: real(1, 25),
    width: real(0.2, 8),
    headM: fc.option(fc.tuple(real(20, 60), real(0.5, 30)), { nil: undefined }),
  })
  .map(({ from, width, headM }) => ({
    mw: [from, from + width],
    ...(headM ? { headM: [headM[0], headM[0] + headM[1]] } : {}),
  }));

/** A unit of any chart, generator, range and zones, of some 10 to 40 MW. */
export const anyUnit: fc.Arbitrary<Unit> = fc
  .record({
    hill: hillChart('any'),
    lossS2PerM5: fc.oneof(fc.constant(0), real(0, 0.002)),
    flowRange,
    generator,
    mwMin: fc.oneof(fc.constant(0), real(0, 8)),
    mwMax: fc.oneof(fc.constant(100), real(10, 40)),
    forbidden: fc.array(zone, { maxLength: 3 }),
  })
  .map(({ hill, ...rest }) => {
    const columns = hill.flowsM3s.length;
    return {
      ...plainUnit,
      ...rest,
      hill: {
        headsM: [...hill.headsM],
        flowsM3s: [...hill.flowsM3s],
        efficiency: Array.from(hill.headsM, (_, row) => [
          ...hill.efficiency.slice(row * columns, (row + 1) * columns),
        ]),
      },
    };
  });

/** The waterways that units of a kind may be on: a shared one, or each its own. */
export const waterway: fc.Arbitrary<string | null> = fc.constantFrom('c1', 'c1', 'c2', null);

/** The units put into a plain station, the waterways they name losing as much head each: its plant. */
export function plantWith(units: readonly Unit[], conduitLossS2PerM5 = 0): Plant {
  const named = units.map((unit, u) => ({ ...unit, id: `u${u + 1}` }));
  const ids = new Set(units.flatMap(({ conduit }) => conduit ?? []));
  const conduits = [...ids].map((id) => ({ id, lossS2PerM5: conduitLossS2PerM5 }));
  return plantOf({ ...plainStation, conduits, units: named });
}

export const plantUnit = (unit: Unit): PlantUnit => plantWith([unit]).units[0]!;
