import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullFlows, topFlowM3s } from '#shared/dispatch/top-flow.ts';
import { unitBands } from '#shared/dispatch/unit-bands.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { real } from '../hydraulics/arbitraries.ts';
import { stationJson, systemOf, unitJson } from './small-cases.ts';

const plantWith = (...units: Record<string, unknown>[]) =>
  plantOf(
    systemOf([
      stationJson(
        's1',
        units.map((over, u) => unitJson(`u${u + 1}`, over)),
      ),
    ]).stations[0]!,
  );

test('the top flow is where the highest band ends, by the range of flow or by the largest output', () => {
  fc.assert(
    fc.property(real(62, 96), real(0, 0.002), real(25, 60), (headM, loss, mwMax) => {
      const unit = plantWith({ mwMax }).units[0]!;
      const top = topFlowM3s(unit, headM, loss);
      const band = unitBands(unit, headM, loss).at(-1);
      fc.pre(band !== undefined && !Number.isNaN(top));
      expect(top).toBeCloseTo(band.flowM3s.at(-1)!, 7);
    }),
  );
});

test('it is not known where a zone reaches up to the largest output', () => {
  const unit = plantWith({ mwMax: 30 }).units[0]!;
  // At 90 m and the 50 m³/s that its range allows the unit would make some 40 MW: 30 MW end it, inside the zone.
  expect(topFlowM3s({ ...unit, forbidden: [{ mw: [25, 31] }] }, 90, 0.0004)).toBeNaN();
});

test('units take their full flow where more is asked for, and share out what is less', () => {
  const plant = plantWith({}, { mwMax: 30 });
  const tops = plant.units.map((unit) => topFlowM3s(unit, 80, unit.lossS2PerM5));
  const together = tops[0]! + tops[1]!;
  expect(fullFlows(plant, [0, 1], 80, [1, 1], together + 0.1)).toEqual(tops);
  expect(fullFlows(plant, [0, 1], 80, [1, 1], together - 0.1)).toBeNull();
});
