import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Concave, UpperCurve } from '#shared/dispatch/bound/upper-curve.ts';
import { unitUpper } from '#shared/dispatch/bound/unit-upper.ts';
import { curveAt } from '#shared/hydraulics/curve.ts';
import { runsAtHead, unitPowerMw, zoneAround } from '#shared/hydraulics/unit-power.ts';
import { plainUnit } from '../../../fixtures/plain-system.ts';
import { plantUnit } from './machines.ts';
import { type RunningUnit, runningUnit } from './running-unit.ts';

/** What a concave curve allows at a flow, MW; nothing outside its ends. */
function allowedMw({ flow, power }: Concave, at: number): number {
  const rounding = 1e-9 * flow[flow.length - 1]!;
  if (at < flow[0]! - rounding || at > flow[flow.length - 1]! + rounding) return -Infinity;
  return curveAt({ x: flow, y: power }, at);
}

/** What the curves of one interval of heads allow at a flow and a share of the interval, MW. */
const mostMw = (bands: readonly UpperCurve[], flow: number, part: number): number =>
  bands.reduce((most, { atLow, atHigh }) => {
    const [low, high] = [allowedMw(atLow, flow), allowedMw(atHigh, flow)];
    return low === -Infinity ? most : Math.max(most, low + part * (high - low));
  }, -Infinity);

test('whatever a unit makes within its limits lies under the curve of one of its bands, and within its limit of flow', () => {
  fc.assert(
    fc.property(runningUnit, fc.boolean(), (running: RunningUnit, isOpen) => {
      const { machine, flow, grossHead, headsM } = running;
      const unit = plantUnit(machine);
      const netHead = grossHead - unit.lossS2PerM5 * flow * flow;
      const power = unitPowerMw(unit, netHead, flow);
      fc.pre(runsAtHead(unit, netHead) && power >= unit.mwMin && power <= unit.mwMax);
      fc.pre(zoneAround(unit, netHead, power) === null);
      const { curves, limits, leastPerM3s } = unitUpper(unit, Float64Array.from(headsM), isOpen);
      curves.forEach((bands, i) => {
        const [low, high] = [headsM[i]!, headsM[i + 1]!];
        if (grossHead < low || grossHead > high) return;
        const part = (grossHead - low) / (high - low);
        expect(mostMw(bands, flow, part)).toBeGreaterThanOrEqual(power - 1e-9);
        expect(power).toBeGreaterThanOrEqual(leastPerM3s * flow - 1e-9);
        const { atLow, atHigh } = limits[i]!;
        expect(flow).toBeLessThanOrEqual((atLow + part * (atHigh - atLow)) * (1 + 1e-12));
      });
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 1000) },
  );
}, 60_000);

test('the curves of a unit are concave, and those of both ends of an interval begin and end together', () => {
  fc.assert(
    fc.property(runningUnit, fc.boolean(), ({ machine, headsM }: RunningUnit, isOpen) => {
      const upper = unitUpper(plantUnit(machine), Float64Array.from(headsM), isOpen);
      for (const bands of upper.curves) {
        for (const { atLow, atHigh } of bands) {
          expect(atLow.flow[0]).toBe(atHigh.flow[0]);
          expect(atLow.flow.at(-1)).toBe(atHigh.flow.at(-1));
          for (const { flow, power } of [atLow, atHigh]) {
            for (let i = 1; i < flow.length; i++) expect(flow[i]).toBeGreaterThan(flow[i - 1]!);
            for (let i = 2; i < flow.length; i++) {
              const before = (power[i - 1]! - power[i - 2]!) * (flow[i]! - flow[i - 1]!);
              const after = (power[i]! - power[i - 1]!) * (flow[i - 1]! - flow[i - 2]!);
              expect(after).toBeLessThanOrEqual(before + 1e-9);
            }
          }
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('where its output ends a unit, a higher head ends it at less flow, near to what just makes that output', () => {
  const unit = plantUnit({
    ...plainUnit,
    hill: {
      headsM: [50, 100],
      flowsM3s: [10, 200],
      efficiency: [
        [0.9, 0.9],
        [0.9, 0.9],
      ],
    },
    flowRange: [[50, 10, 200]],
    generator: [[10, 0.97]],
    lossS2PerM5: 0,
    mwMin: 0,
    mwMax: 80,
    forbidden: [],
  });
  const [limit] = unitUpper(unit, Float64Array.of(80, 80.4), true).limits;
  // 80 MW = 0.00981 · H · q · 0.9 · 0.97: 116.766 m³/s at 80 m, 116.185 m³/s at 80.4 m.
  expect(limit!.atLow).toBeGreaterThan(116.766);
  expect(limit!.atLow).toBeLessThan(116.8);
  expect(limit!.atHigh).toBeGreaterThan(116.185);
  expect(limit!.atHigh).toBeLessThan(116.23);
});
