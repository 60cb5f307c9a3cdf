import fc from 'fast-check';
import { type Curve, curveOf } from '#shared/hydraulics/curve.ts';
import type { HillChart } from '#shared/hydraulics/hill-chart.ts';
import type { Station, System, Unit } from '#shared/station/system-schema.ts';
import { plainStation, plainSystem, plainUnit } from '../../fixtures/plain-system.ts';

export const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true });

/** `points` values that rise from `from` by steps in the given range. */
export function rising(
  from: fc.Arbitrary<number>,
  step: readonly [number, number],
  points: readonly [number, number] = [2, 6],
): fc.Arbitrary<number[]> {
  const steps = fc.array(real(...step), {
    minLength: points[0] - 1,
    maxLength: points[1] - 1,
  });
  return fc
    .tuple(from, steps)
    .map(([first, all]) =>
      all.reduce((values, by) => [...values, values[values.length - 1]! + by], [first]),
    );
}

/** Points that rise strictly in both. */
export const risingPoints: fc.Arbitrary<[number, number][]> = fc
  .integer({ min: 2, max: 6 })
  .chain((n) =>
    fc.tuple(rising(real(0, 500), [0.5, 10], [n, n]), rising(real(0, 500), [1, 50], [n, n])),
  )
  .map(([x, y]) => x.map((value, i) => [value, y[i]!]));

export const risingCurve: fc.Arbitrary<Curve> = risingPoints.map((points) => curveOf(points));

/** A chart of any efficiencies, or of ones that never fall with head or flow. */
export function hillChart(kind: 'any' | 'rising'): fc.Arbitrary<HillChart> {
  const size = fc.integer({ min: 1, max: 4 });
  return fc
    .tuple(size, size)
    .chain(([rows, columns]) =>
      fc.tuple(
        rising(real(20, 60), [1, 20], [rows, rows]),
        rising(real(5, 30), [1, 20], [columns, columns]),
        fc.array(real(0.4, 0.96), { minLength: rows * columns, maxLength: rows * columns }),
      ),
    )
    .map(([heads, flows, values]) => {
      const efficiency = Float64Array.from(values);
      if (kind === 'rising') raiseAlongBothWays(efficiency, flows.length);
      return {
        headsM: Float64Array.from(heads),
        flowsM3s: Float64Array.from(flows),
        efficiency,
      };
    });
}

function raiseAlongBothWays(efficiency: Float64Array, columns: number): void {
  efficiency.forEach((_, i) => {
    const left = i % columns > 0 ? efficiency[i - 1]! : 0;
    const above = i >= columns ? efficiency[i - columns]! : 0;
    efficiency[i] = Math.max(efficiency[i]!, left, above);
  });
}

const unit: fc.Arbitrary<Unit> = fc
  .tuple(real(0, 0.001), real(0, 5000))
  .map(([lossS2PerM5, startWaterM3]) => ({ ...plainUnit, lossS2PerM5, startWaterM3 }));

/** A station of one to three units, gated or with a free overflow whose crest lies at any height. */
function station(id: string, below: string | null): fc.Arbitrary<Station> {
  return fc
    .record({
      units: fc.array(unit, { minLength: 1, maxLength: 3 }),
      mode: fc.constantFrom('gated' as const, 'free' as const),
      crestM: real(101, 115),
      travelMinutes: fc.integer({ min: 0, max: 200 }),
      backwater: fc.boolean(),
      conduitLoss: real(0, 0.0005),
    })
    .map(({ units, mode, crestM, travelMinutes, backwater, conduitLoss }) => ({
      ...plainStation,
      id,
      reservoir: {
        ...plainStation.reservoir,
        spillway: {
          mode,
          capacity: [
            [crestM, 0],
            [crestM + 5, 800],
          ] satisfies [number, number][],
        },
      },
      conduits: [{ id: 'c1', lossS2PerM5: conduitLoss }],
      units: units.map((one, u) => ({ ...one, id: `u${u + 1}`, conduit: 'c1' })),
      downstream: below === null ? null : { station: below, travelMinutes, backwater },
    }));
}

/** One to three stations below each other, `s1` the highest, written down in any order. */
export const cascade: fc.Arbitrary<System> = fc
  .integer({ min: 1, max: 3 })
  .chain((n) =>
    fc.tuple(
      ...Array.from({ length: n }, (_, s) => station(`s${s + 1}`, s + 1 < n ? `s${s + 2}` : null)),
    ),
  )
  .chain((stations) => fc.shuffledSubarray(stations, { minLength: stations.length }))
  .map((stations) => ({ ...plainSystem, stations }));
