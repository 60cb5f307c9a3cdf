import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadUnits } from '#shared/dispatch/load-units.ts';
import { unitAllows, unitBands } from '#shared/dispatch/unit-bands.ts';
import { netHeadsInto } from '#shared/hydraulics/net-head.ts';
import { type Plant, plantOf } from '#shared/hydraulics/plant.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { stationJson, systemOf, unitJson } from './small-cases.ts';

const plantWith = (...units: Record<string, unknown>[]): Plant =>
  plantOf(systemOf([stationJson('s1', units)]).stations[0]!);

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

describe('bands of a unit', () => {
  test('a forbidden zone cuts the range of flows in two, exactly at its edges', () => {
    const unit = plantWith(unitJson('u1', { forbidden: [{ mw: [15, 20] }] })).units[0]!;
    const bands = unitBands(unit, 80, unit.lossS2PerM5);
    expect(bands).toHaveLength(2);
    expect(bands[0]!.powerMw.at(-1)).toBeCloseTo(15, 6);
    expect(bands[1]!.powerMw[0]).toBeCloseTo(20, 6);
  });

  test('a zone with a head range of its own counts only there', () => {
    const unit = plantWith(unitJson('u1', { forbidden: [{ mw: [15, 20], headM: [60, 70] }] }))
      .units[0]!;
    expect(unitBands(unit, 80, 0)).toHaveLength(1);
    expect(unitBands(unit, 65, 0)).toHaveLength(2);
  });

  test('below its lowest head a unit has no band', () => {
    const unit = plantWith(unitJson('u1')).units[0]!;
    expect(unitBands(unit, 39, 0)).toEqual([]);
  });
});

describe('loading of units', () => {
  const three = plantWith(
    unitJson('u1', { forbidden: [{ mw: [15, 20] }] }),
    unitJson('u2', { forbidden: [{ mw: [15, 20] }] }),
    unitJson('u3', { conduit: undefined }),
  );

  test('two alike units at a flow that both could take alone share it no worse than any split', () => {
    const two = plantWith(unitJson('u1'), unitJson('u2'));
    const loading = loadUnits(two, { outflowM3s: 100, meanLevelM: 212 });
    // 100 m³/s raise the tailwater to 130 + 100/300 · 3 = 131 m: 81 m of gross head.
    const split = (flow: number): number =>
      two.units.reduce((power, unit, u) => {
        const q = u === 0 ? flow : 100 - flow;
        return power + unitPowerMw(unit, 81 - unit.lossS2PerM5 * q * q, q);
      }, 0);
    for (let flow = 45; flow <= 55; flow += 0.5) {
      expect(loading.exportMw + 0.5).toBeGreaterThan(split(flow) - 0.01);
    }
  });

  test('what no unit can take is left over, and nothing is lost', () => {
    const all = loadUnits(three, { outflowM3s: 400, meanLevelM: 212 });
    expect(sum(all.flowsM3s) + all.remainderM3s).toBeCloseTo(400, 6);
    expect(all.remainderM3s).toBeGreaterThan(150);
    expect(all.met).toBe(false);
    const little = loadUnits(three, { outflowM3s: 5, meanLevelM: 212 });
    expect(little.remainderM3s).toBe(5);
    expect(sum(little.flowsM3s)).toBe(0);
  });

  test('a unit that is not available stands', () => {
    const loading = loadUnits(three, { outflowM3s: 90, meanLevelM: 212, available: [1, 0, 1] });
    expect(loading.flowsM3s[1]).toBe(0);
    expect(loading.met).toBe(true);
  });

  test('any outflow within reach goes wholly through allowed flows', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 12, max: 180, noNaN: true }),
        fc.double({ min: 203, max: 217, noNaN: true }),
        (outflowM3s, meanLevelM) => {
          const loading = loadUnits(three, { outflowM3s, meanLevelM });
          expect(sum(loading.flowsM3s) + loading.remainderM3s).toBeCloseTo(outflowM3s, 6);
          const tailwater = 130 + (outflowM3s / 300) * 3;
          const heads = new Float64Array(3);
          netHeadsInto(three, meanLevelM - tailwater, loading.flowsM3s, heads);
          three.units.forEach((unit, u) => {
            const flow = loading.flowsM3s[u]!;
            const power = unitPowerMw(unit, heads[u]!, flow);
            expect(flow === 0 || unitAllows(unit, heads[u]!, flow, power)).toBe(true);
          });
        },
      ),
    );
  });

  test('an export within reach is met to a watt', () => {
    fc.assert(
      fc.property(fc.double({ min: 25, max: 100, noNaN: true }), (exportMw) => {
        const loading = loadUnits(three, { exportMw, meanLevelM: 214 });
        expect(loading.met).toBe(true);
        expect(loading.exportMw).toBeCloseTo(exportMw, 5);
      }),
    );
  });
});
