import { describe, expect, test } from 'vitest';
import { buildDay } from '#server/planning/build-day.ts';
import { horizonAt } from '#server/planning/horizon.ts';
import type { StationState } from '#server/planning/station-state.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { exampleSystem } from '#shared/station/example/example.ts';
import type { Day, StationDay } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';

// The example's outflow may fall by 60 and rise by 80 m³/s from one quarter-hour to the next, and is
// never under 15 m³/s. Price falls at 22:00: the units go down as fast as that lets them.
const QUARTER_MS = 15 * MS_PER_MINUTE;
const TEN = Date.parse('2026-06-01T22:00:00+08:00');
const NOW = TEN + 20 * MS_PER_MINUTE;

/** A plan in force from 22:00 on whose units let go these flows, m³/s in each quarter-hour. */
function inForce(units: Record<string, number[]>): PlanVersion {
  const ids = ['u1', 'u2', 'u3', 'u4'];
  const none = [0, 0, 0, 0];
  const flows = ids.map((id) => [...(units[id] ?? none), ...none].slice(0, 4));
  const station = {
    spillM3s: none,
    units: Object.fromEntries(ids.map((id, u) => [id, { flowM3s: flows[u]! }])),
  } as unknown as Plan['stations'][string];
  return {
    id: 'in force',
    startsAt: TEN,
    stepMinutes: 15,
    steps: 4,
    plan: { stations: { s1: station } },
  } as unknown as PlanVersion;
}

interface Measured {
  readonly outflowM3s: number;
  /** Those that ran at 22:15, with their mean output of the quarter-hour before, MW. */
  readonly running: Readonly<Record<string, number>>;
}

/** The day of a plan made at 22:20. */
function dayAt2220(orders: PlanVersion | null, measured: Measured, settledMs = NOW): Day {
  const horizon = horizonAt(NOW, exampleSystem.timeZone, 1);
  const state: StationState = {
    levelM: 444.9,
    isLevelOlder: false,
    dayStartLevelM: 445,
    units: Object.fromEntries(
      ['u1', 'u2', 'u3', 'u4'].map((id) => [
        id,
        { on: id in measured.running, forMinutes: 300, mw: measured.running[id] ?? 0 },
      ]),
    ),
    outflowHistoryM3s: [162, measured.outflowM3s],
    inflowM3s: 40,
  };
  return buildDay({
    system: exampleSystem,
    horizon,
    settledMs,
    pricePerMwh: Array.from({ length: horizon.steps }, () => 220),
    states: { s1: state },
    outlooks: {
      s1: {
        inflowM3s: Array.from({ length: horizon.steps }, () => 40),
        origin: 'recession',
        issuedAt: null,
      },
    },
    ends: { s1: { waterValuePerMm3: 84_000 } },
    loadMw: null,
    inForce: orders,
    outages: [],
  });
}

const stationOf = (day: Day): StationDay => day.stations['s1']!;
const planOf = (day: Day): Plan =>
  planDay(exampleSystem, day, { budgetMs: 1000, gap: 1, clock: () => 0 });

// 22:00: 102 m³/s, 22:15: 42 m³/s, a fall of just 60.
const falling = inForce({ u1: [51, 0], u2: [51, 42] });

describe('the quarter-hour that has begun, ordered at the edge of the outflow ramp', () => {
  // The units took two minutes from 162 to 102 m³/s: the mean of the quarter-hour was 108.45.
  const lagging = { outflowM3s: 108.45, running: { u1: 40, u2: 40 } };

  test('counts from where the order was within the ramp, not from a mean that lagged', () => {
    const day = dayAt2220(falling, lagging);
    expect(day.fixed?.steps).toBe(1);
    // 42 + 60
    expect(stationOf(day).outflowHistoryM3s[0]).toBe(162);
    expect(stationOf(day).outflowHistoryM3s[1]).toBeCloseTo(102, 5);
  });

  test('opens no gate for what the mean lagged, and relaxes nothing', () => {
    const plan = planOf(dayAt2220(falling, lagging));
    const { spillM3s, outflowM3s } = plan.stations['s1']!;
    expect(Math.max(...spillM3s)).toBe(0);
    expect(outflowM3s[0]).toBeCloseTo(42, 9);
    expect(plan.relaxations).toEqual([]);
  });

  test('counts a rise from where the order was within the ramp', () => {
    // From 20 to 100 at 22:15; the units were late, and the quarter-hour before had 17 m³/s, not 20.
    const rising = inForce({ u2: [0, 50], u1: [0, 49], u4: [20, 0] });
    const day = dayAt2220(rising, { outflowM3s: 17, running: { u4: 15 } });
    // Two units start: 99 + 2 · 900 m³ / 900 s = 101 m³/s, less 80.
    expect(day.fixed?.steps).toBe(1);
    expect(stationOf(day).outflowHistoryM3s[1]).toBeCloseTo(21, 5);
  });

  test('counts no change of output: it is past deciding', () => {
    const { units } = stationOf(dayAt2220(falling, lagging));
    expect(units['u1']).toEqual({ on: true, forMinutes: 300 });
  });

  test('takes the outflow as it was measured where the order is within the ramp from there', () => {
    const day = dayAt2220(falling, { ...lagging, outflowM3s: 97.3 });
    expect(day.fixed?.steps).toBe(1);
    expect(stationOf(day).outflowHistoryM3s).toEqual([162, 97.3]);
  });
});

describe('a plant that went its own way', () => {
  // Ordered were 102 m³/s, run 160: to 42 it would be 58 too far, and lag and gauge explain no more than
  // 60 / 4 + 16.
  const held = { outflowM3s: 160, running: { u1: 40, u2: 40, u3: 18, u4: 18 } };

  test('has nothing ordered, and its next plan begins from what is measured', () => {
    const day = dayAt2220(falling, held);
    expect(day.fixed).toBeUndefined();
    expect(stationOf(day).outflowHistoryM3s).toEqual([162, 160]);
    expect(stationOf(day).units['u1']).toEqual({ on: true, forMinutes: 300, mw: 40 });
  });

  test('comes down by its units, no faster than the ramp, and not over the gates', () => {
    const plan = planOf(dayAt2220(falling, held));
    const { spillM3s, outflowM3s } = plan.stations['s1']!;
    expect(outflowM3s[0]).toBeGreaterThanOrEqual(160 - 60 - 1e-3);
    expect(Math.max(...spillM3s)).toBe(0);
    expect(plan.relaxations).toEqual([]);
  });

  test('is free where a unit that started too early leaves the outflow short of its floor', () => {
    // 14.7 m³/s and 400 m³ of start water in 900 s, 0.44, are above 15 m³/s; without the start they are not.
    const orders = inForce({ u4: [15, 0], u3: [0, 14.7] });
    expect(dayAt2220(orders, { outflowM3s: 15, running: { u4: 11 } }).fixed?.steps).toBe(1);
    expect(dayAt2220(orders, { outflowM3s: 15, running: { u3: 11 } }).fixed).toBeUndefined();
  });
});

test('a step to come that is short once the one before it starts a unit late is not ordered any more', () => {
  // 22:15: u1 was to start at 22:00 and did not: 1 m³/s of start water more, and 22:30 falls by 61.
  const orders = inForce({ u1: [50, 50, 42], u2: [52, 52, 0] });
  const settled = TEN + 31 * MS_PER_MINUTE;
  const onTime = dayAt2220(orders, { outflowM3s: 102, running: { u1: 40, u2: 40 } }, settled);
  const late = dayAt2220(orders, { outflowM3s: 95, running: { u2: 40 } }, settled);
  expect(onTime.fixed).toEqual({
    steps: 2,
    stations: {
      s1: {
        units: {
          u1: { flowM3s: [50, 42] },
          u2: { flowM3s: [52, 0] },
          u3: { flowM3s: [0, 0] },
          u4: { flowM3s: [0, 0] },
        },
      },
    },
  });
  expect(late.fixed?.steps).toBe(1);
});

test('a plan that begins after this quarter-hour, or has other steps, orders nothing of it', () => {
  const measured = { outflowM3s: 102, running: { u2: 40 } };
  const later = { ...falling, startsAt: TEN + 2 * QUARTER_MS };
  expect(dayAt2220(later, measured).fixed).toBeUndefined();
  expect(dayAt2220({ ...falling, stepMinutes: 30 }, measured).fixed).toBeUndefined();
  expect(dayAt2220(null, measured).fixed).toBeUndefined();
});
