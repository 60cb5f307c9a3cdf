import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { turbineEfficiency } from '#shared/hydraulics/hill-chart.ts';
import { netHeadsInto } from '#shared/hydraulics/net-head.ts';
import { type PlantUnit, plantOf } from '#shared/hydraulics/plant.ts';
import {
  mechanicalMw,
  runsAtHead,
  unitPowerMw,
  zoneAround,
} from '#shared/hydraulics/unit-power.ts';
import { plainStation, plainUnit } from '../../fixtures/plain-system.ts';
import { hillChart, real } from './arbitraries.ts';

const plainPlantUnit: PlantUnit = plantOf(plainStation).units[0]!;

describe('the hill chart', () => {
  test('is exact at its nodes', () => {
    fc.assert(
      fc.property(hillChart('any'), (chart) => {
        chart.headsM.forEach((head, row) => {
          chart.flowsM3s.forEach((flow, column) => {
            const node = chart.efficiency[row * chart.flowsM3s.length + column]!;
            expect(turbineEfficiency(chart, head, flow)).toBeCloseTo(node, 12);
          });
        });
      }),
    );
  });

  test('stays between the lowest and the highest corner of the cell', () => {
    fc.assert(
      fc.property(hillChart('any'), real(0, 1), real(0, 1), (chart, down, along) => {
        const { headsM, flowsM3s, efficiency } = chart;
        const columns = flowsM3s.length;
        const rows = headsM.length;
        for (let row = 0; row < Math.max(1, rows - 1); row++) {
          for (let column = 0; column < Math.max(1, columns - 1); column++) {
            const nextRow = Math.min(row + 1, rows - 1);
            const nextColumn = Math.min(column + 1, columns - 1);
            const corners = [row, nextRow].flatMap((r) =>
              [column, nextColumn].map((c) => efficiency[r * columns + c]!),
            );
            const head = headsM[row]! + down * (headsM[nextRow]! - headsM[row]!);
            const flow = flowsM3s[column]! + along * (flowsM3s[nextColumn]! - flowsM3s[column]!);
            const eta = turbineEfficiency(chart, head, flow);
            expect(eta).toBeGreaterThanOrEqual(Math.min(...corners) - 1e-12);
            expect(eta).toBeLessThanOrEqual(Math.max(...corners) + 1e-12);
          }
        }
      }),
    );
  });

  test('is clamped to its grid', () => {
    const { hill } = plainPlantUnit;
    expect(turbineEfficiency(hill, 10, 50)).toBeCloseTo(turbineEfficiency(hill, 50, 50), 12);
    expect(turbineEfficiency(hill, 99, 99)).toBeCloseTo(0.94, 12);
  });
});

describe('unit power', () => {
  test('of 1 m³/s falling 1 m at full efficiency is 9.81 kW', () => {
    // ρ g H q / 10⁶ = 1000 · 9.81 · 1 · 1 / 10⁶ MW.
    const hill = { ...plainPlantUnit.hill, efficiency: new Float64Array(4).fill(1) };
    expect(mechanicalMw({ ...plainPlantUnit, hill }, 1, 1)).toBeCloseTo(0.00981, 12);
  });

  test('rises with flow and with head where the chart does', () => {
    fc.assert(
      fc.property(
        hillChart('rising'),
        fc.tuple(real(5, 90), real(0.01, 20)),
        fc.tuple(real(20, 120), real(0.01, 20)),
        (hill, [flow, more], [head, higher]) => {
          const unit = { ...plainPlantUnit, hill };
          const power = unitPowerMw(unit, head, flow);
          expect(unitPowerMw(unit, head, flow + more)).toBeGreaterThan(power);
          expect(unitPowerMw(unit, head + higher, flow)).toBeGreaterThan(power);
        },
      ),
    );
  });

  test('is nothing without flow, and nothing without head', () => {
    expect(unitPowerMw(plainPlantUnit, 50, 0)).toBe(0);
    expect(unitPowerMw(plainPlantUnit, -3, 50)).toBe(0);
  });
});

test('units that share a conduit lose head by their flow together', () => {
  // Gross 60 m, k_u 0.0004, k_c 0.0001, 30 and 50 m³/s: the conduit takes 0.0001 · 80² = 0.64 m,
  // the units 0.36 and 1 m of their own; the third unit has its own waterway.
  const plant = plantOf({
    ...plainStation,
    conduits: [{ id: 'c1', lossS2PerM5: 0.0001 }],
    units: [
      { ...plainUnit, id: 'u1', conduit: 'c1' },
      { ...plainUnit, id: 'u2', conduit: 'c1' },
      { ...plainUnit, id: 'u3' },
    ],
  });
  const heads = new Float64Array(3);
  netHeadsInto(plant, 60, [30, 50, 50], heads);
  expect(heads[0]).toBeCloseTo(59, 12);
  expect(heads[1]).toBeCloseTo(58.36, 12);
  expect(heads[2]).toBeCloseTo(59, 12);
});

test('a forbidden zone holds what is strictly inside it, at the heads it is given for', () => {
  const unit = { ...plainPlantUnit, forbidden: [{ mw: [10, 15], headM: [50, 55] }] } as PlantUnit;
  expect(zoneAround(unit, 52, 12)).toEqual([10, 15]);
  expect(zoneAround(unit, 52, 10)).toBeNull();
  expect(zoneAround(unit, 52, 15)).toBeNull();
  expect(zoneAround(unit, 56, 12)).toBeNull();
});

test('a unit cannot run at heads that its flow range does not reach; a range of one point reaches all', () => {
  expect([39.9, 40, 70, 70.1].map((head) => runsAtHead(plainPlantUnit, head))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  const anywhere = plantOf({
    ...plainStation,
    units: [{ ...plainUnit, flowRange: [[50, 20, 90]] }],
  }).units[0]!;
  expect(runsAtHead(anywhere, 500)).toBe(true);
});
