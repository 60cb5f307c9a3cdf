import { expect, test } from 'vitest';
import { LoadingTable } from '#shared/dispatch/loading-table.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { stationJson, systemOf, unitJson } from './small-cases.ts';

const HEADS = Float64Array.of(78, 81, 84);

/** One unit that may not make 15 … 22 MW. */
const zoned = systemOf([stationJson('s1', [unitJson('u1', { forbidden: [{ mw: [15, 22] }] })])]);
const plant = plantOf(zoned.stations[0]!);
const table = new LoadingTable(plant, [{ counts: [1], units: [0] }], HEADS);

/** Power of the unit at a flow under a gross head, MW. */
const powerMw = (flow: number, grossHeadM: number): number => {
  const unit = plant.units[0]!;
  return unitPowerMw(unit, grossHeadM - unit.lossS2PerM5 * flow * flow, flow);
};

test('the edges of a forbidden zone are known in flow at any head, between the rows of the table too', () => {
  for (const headM of [78, 79.5, 82, 84]) {
    const [from, to] = table.edgesM3s(0, () => headM) as [number, number];
    // Between two rows a zone of power bends in flow by less than a thousandth.
    expect(powerMw(from, headM)).toBeCloseTo(15, 1);
    expect(powerMw(to, headM)).toBeCloseTo(22, 1);
    expect(table.powerMw(0, from, headM)).toBeCloseTo(15, 1);
    expect(table.powerMw(0, to, headM)).toBeCloseTo(22, 1);
    expect(table.powerMw(0, (from + to) / 2, headM)).toBe(-Infinity);
  }
});

test('a flow just beside a zone is no further from its power than one far from it', () => {
  // The grid's points lie 1.6 m³/s apart: what lies between the last of them and the zone is not lost.
  const [from, to] = table.edgesM3s(0, () => 80) as [number, number];
  for (const flow of [from - 0.05, from - 0.7, to + 0.05, to + 0.7, 50]) {
    expect(Math.abs(table.powerMw(0, flow, 80) - powerMw(flow, 80))).toBeLessThan(0.05);
  }
});

test('an edge is found at the head that its own flow leaves', () => {
  const headAt = (flow: number): number => 84 - 0.02 * flow;
  for (const edge of table.edgesM3s(0, headAt)) {
    const made = powerMw(edge, headAt(edge));
    expect(Math.min(Math.abs(made - 15), Math.abs(made - 22))).toBeLessThan(0.05);
  }
});

test('a set that can run at no head of the table makes nothing of the flow that it does not have', () => {
  const low = new LoadingTable(plant, [{ counts: [1], units: [0] }], Float64Array.of(1, 2));
  const flow = low.mostFlowM3s(0, 1.5);
  expect(flow).toBeNaN();
  expect(low.powerMw(0, flow, 1.5)).toBe(-Infinity);
  expect(low.powerMw(0, flow, 80 - flow)).toBe(-Infinity);
});
