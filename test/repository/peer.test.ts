import { describe, expect, it } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { simulateDay } from '#shared/dispatch/simulate.ts';
import { undeclared } from '#shared/dispatch/undeclared.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { System, Unit } from '#shared/station/system-schema.ts';
import { type PeerOptions, planByPeer } from '../bench/peer/plan-by-peer.ts';
import { UnitAtHead, upperEnvelope } from '../bench/peer/unit-curve.ts';
import {
  plainDay,
  plainStation,
  plainSystem,
  plainUnit,
  systemWith,
} from '../fixtures/plain-system.ts';
import { scheduleOf } from '../fixtures/simulated-plan.ts';

/** Ample for days of a few hours: no test waits for it. */
const OPTIONS: PeerOptions = { timeLimitSeconds: 60, mipGap: 1e-6 };

/** A dear hour between two cheap ones, and the water of 75 m³/s for an hour in all. */
const dearHour: Day = plainDay(
  3,
  { inflowM3s: [25, 25, 25], end: { levelM: 105 } },
  { pricePerMwh: [100, 500, 100] },
);

/** Flows of a unit that a search by hand would try, m³/s. */
const GRID = [0, ...Array.from({ length: 29 }, (_, i) => 20 + 2.5 * i)];

/** The best value of the grid's schedules that use no more water than comes in. */
function bestOfGrid(system: System, day: Day): number {
  let best = -Infinity;
  for (const a of GRID) {
    for (const b of GRID) {
      for (const c of GRID) {
        if (a + b + c > 75) continue;
        const { value } = simulateDay(system, day, scheduleOf({ u1: [a, b, c] }));
        best = Math.max(best, value.total);
      }
    }
  }
  return best;
}

describe('the peer of the planner, a successive MILP', () => {
  it('leaves nothing to a search of all schedules on a grid', async () => {
    const { plan, value, mipGap } = await planByPeer(plainSystem, dearHour, OPTIONS);
    expect(checkPlan(plainSystem, dearHour, plan)).toEqual([]);
    expect(plan.status).toBe('feasible');
    expect(value).toBeGreaterThanOrEqual(bestOfGrid(plainSystem, dearHour) - 0.01);
    expect(mipGap).toBeLessThanOrEqual(1e-6);
  });

  it('keeps shared conduits, zones, times, starts, ramps and reserve by the exact physics', async () => {
    const unit = (id: string, change: Partial<Unit>): Unit => ({
      ...plainUnit,
      id,
      conduit: 'c1',
      forbidden: [{ mw: [18, 24] }],
      minUpMinutes: 120,
      minDownMinutes: 120,
      startsPerDay: 1,
      startWaterM3: 5000,
      ...change,
    });
    const system = systemWith({
      conduits: [{ id: 'c1', lossS2PerM5: 0.0001 }],
      units: [unit('u1', {}), unit('u2', { startCost: 50 })],
      rampMwPerStep: 30,
      reserveMw: 4,
      exportLimitMw: 60,
      reservoir: { outflowMinM3s: 21, outflowRampM3sPerStep: { up: 60, down: 80 } },
    });
    const day = plainDay(
      8,
      {
        units: { u1: { on: true, forMinutes: 600, mw: 25 }, u2: { on: false, forMinutes: 60 } },
        inflowM3s: [60, 60, 60, 60, 60, 60, 60, 60],
        outflowHistoryM3s: [50],
        outOfService: [{ unit: 'u1', fromStep: 6, toStep: 8 }],
        end: { levelM: 105 },
      },
      { pricePerMwh: [100, 200, 500, 500, 200, 100, 500, 100] },
    );
    const { plan } = await planByPeer(system, day, { ...OPTIONS, mipGap: 1e-2 });
    expect(checkPlan(system, day, plan)).toEqual([]);
    expect(plan.status).toBe('feasible');
  });

  it('follows a load and keeps the water', async () => {
    const loadMw = [15, 20, 25];
    const day = plainDay(3, { inflowM3s: [40, 40, 40] }, { loadMw });
    const { plan } = await planByPeer(plainSystem, day, OPTIONS);
    expect(checkPlan(plainSystem, day, plan)).toEqual([]);
    // 0.05 MW under the load is still on it (model.md), and costs the least water.
    plan.stations['s1']!.exportMw.forEach((mw, t) => expect(mw).toBeCloseTo(loadMw[t]! - 0.05, 2));
    expect(plan.value.energy).toBe(0);
  });

  it('owns up to a load that it cannot make', async () => {
    // One unit of at most 40 MW, of which the station uses 0.15 MW itself: 20.15 MW short of 60.
    const day = plainDay(3, { inflowM3s: [40, 40, 40] }, { loadMw: [15, 60, 15] });
    const { plan } = await planByPeer(plainSystem, day, OPTIONS);
    const violations = checkPlan(plainSystem, day, plan);
    expect(plan.status).toBe('relaxed');
    expect(violations.map(({ rank, limit, fromStep }) => [rank, limit, fromStep])).toEqual([
      [2, 'load', 1],
    ]);
    expect(undeclared(violations, plan)).toEqual([]);
  });

  it('spills no more than a flood asks for', async () => {
    // 105 m may rise to 105.2 m: 2 Mm³, or 555.6 m³/s for an hour. Of the other 144.4 m³/s the
    // unit takes 90 at most, and the gates, at 105.1 m, pass 110.
    const system = systemWith({ reservoir: { levelMaxM: 105.2 } });
    const day = plainDay(1, { inflowM3s: [700], end: { waterValuePerMm3: 10 } });
    const { plan } = await planByPeer(system, day, OPTIONS);
    expect(checkPlan(system, day, plan)).toEqual([]);
    const { spillM3s, units } = plan.stations['s1']!;
    const kept = 2e6 / 3600;
    expect(spillM3s[0]! + units['u1']!.flowM3s[0]!).toBeCloseTo(700 - kept, 1);
  });

  it('refuses a cascade', async () => {
    const below = { ...plainStation, id: 's2' };
    const system = { ...plainSystem, stations: [plainStation, below] };
    const stations = { s1: dearHour.stations['s1']!, s2: dearHour.stations['s1']! };
    await expect(planByPeer(system, { ...dearHour, stations }, OPTIONS)).rejects.toThrow(
      'the peer plans one station; give it a system of one',
    );
  });
});

describe('the curve of a unit in the peer', () => {
  it('has a band on each side of a forbidden zone, from edge to edge', () => {
    const system = systemWith({ units: [{ ...plainUnit, forbidden: [{ mw: [15, 20] }] }] });
    const unit = new UnitAtHead(plantOf(system.stations[0]!).units[0]!, 55);
    const bands = unit.bands();
    expect(bands).toHaveLength(2);
    expect(unit.powerMw(bands[0]!.high)).toBeCloseTo(15, 5);
    expect(unit.powerMw(bands[1]!.low)).toBeCloseTo(20, 5);
    expect(unit.powerMw(bands[1]!.low)).toBeGreaterThanOrEqual(20);
  });

  it('is as a linear program sees it: concave, without what lies under a chord', () => {
    const points = [
      { flow: 0, power: 0 },
      { flow: 1, power: 0.5 },
      { flow: 2, power: 2.5 },
      { flow: 3, power: 3 },
    ];
    expect(upperEnvelope(points, 0).map(({ flow }) => flow)).toEqual([0, 2, 3]);
  });
});
