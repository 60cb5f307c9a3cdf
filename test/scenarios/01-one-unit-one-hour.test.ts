import { expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { simulateDay } from '#shared/dispatch/simulate.ts';
import { plainDay, systemWithUnit } from '../fixtures/plain-system.ts';
import { scheduleOf, simulatedPlan } from '../fixtures/simulated-plan.ts';

/**
 * One hour of one unit, by hand, in the order of model.md. The unit stood before it and starts with
 * 3,600 m³ of start water; 50 m³/s through the turbine, 40 m³/s of inflow, no spill.
 *
 * 1. O  = 50 + 0 + 3600 / 3600                              = 51 m³/s
 *    V₁ = 150 + (40 − 51) · 3600 / 10⁶                      = 149.9604 Mm³
 * 2. z₁ = 100 + (149.9604 − 100) / 10                       = 104.99604 m
 *    z̄  = (105 + 104.99604) / 2                             = 104.99802 m
 * 3. z_tail = 50 + 51 · 2 / 100                             = 51.02 m
 * 4. H  = 104.99802 − 51.02 − 0.0004 · 50²                  = 52.97802 m
 * 5. η_t: 50 m³/s is midway between 40 and 60: 0.90 at 50 m, 0.92 at 60 m;
 *    0.90 + 0.297802 · 0.02                                 = 0.905956
 * 6. P_mech = 9.81 · 52.97802 · 50 · 0.905956 / 10³         = 23.54192 MW
 *    η_g = 0.95 + (23.54192 − 10) / 20 · 0.02               = 0.963542
 *    P  = 23.54192 · 0.963542                               = 22.68363 MW
 * 7. service = 0.1 + 0.05 + 0.2                             = 0.35 MW
 *    X  = 22.68363 − 0.35                                   = 22.33363 MW
 *
 * Value: energy 300 · 22.33363 · 1 h = 6700.088; one start 200; water 1000 · 149.9604 = 149,960.4;
 * total 6700.088 − 200 + 149,960.4 = 156,460.488. Turnover: the energy, for the water through the
 * turbine is worth 1000 · 50 · 3600 / 10⁶ = 180.
 */
const system = systemWithUnit({ startWaterM3: 3600 });
const day = plainDay(1, {
  units: { u1: { on: false, forMinutes: 600 } },
  inflowM3s: [40],
  serviceLoadsMw: [0.2],
});
const schedule = scheduleOf({ u1: [50] });

test('an hour of one unit comes out as derived by hand', () => {
  const { stations, value, turnover } = simulateDay(system, day, schedule);
  const s1 = stations['s1']!;
  const u1 = s1.units['u1']!;
  expect(s1.outflowM3s[0]).toBeCloseTo(51, 10);
  expect(s1.levelM).toEqual([105, expect.closeTo(104.99604, 8)]);
  expect(s1.tailwaterM[0]).toBeCloseTo(51.02, 8);
  expect(u1.netHeadM[0]).toBeCloseTo(52.97802, 5);
  expect(u1.mw[0]).toBeCloseTo(22.68363, 4);
  expect(s1.generationMw[0]).toBe(u1.mw[0]);
  expect(s1.serviceMw[0]).toBeCloseTo(0.35, 10);
  expect(s1.exportMw[0]).toBeCloseTo(22.33363, 4);
  expect(value.energy).toBeCloseTo(6700.088, 3);
  expect(value.starts).toBe(200);
  expect(value.endWater).toBeCloseTo(149_960.4, 6);
  expect(value.total).toBeCloseTo(156_460.488, 3);
  expect(turnover).toBeCloseTo(6700.088, 3);
});

test('start water is outflow, and not flow of the turbine', () => {
  const s1 = simulateDay(system, day, schedule).stations['s1']!;
  expect(s1.units['u1']!.flowM3s).toEqual([50]);
  const running = { u1: { on: true, forMinutes: 600 } };
  const without = simulateDay(
    system,
    { ...day, stations: { s1: { ...day.stations['s1']!, units: running } } },
    schedule,
  );
  expect(s1.outflowM3s[0]! - without.stations['s1']!.outflowM3s[0]!).toBeCloseTo(1, 10);
});

test('the checker, by its own way, finds nothing wrong with that hour', () => {
  expect(checkPlan(system, day, simulatedPlan(system, day, schedule))).toEqual([]);
});
