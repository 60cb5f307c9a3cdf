import type { System } from '#shared/station/system-schema.ts';
import { plainDay, plainSystem, systemWithUnit } from '../../fixtures/plain-system.ts';
import { scheduleOf, simulatedPlan } from '../../fixtures/simulated-plan.ts';
import {
  type LimitCase,
  type Situation,
  hour,
  oneHour,
  powerMw,
  reservoir,
  steady,
} from './limit-case.ts';

const offBefore = { units: { u1: { on: false, forMinutes: 600 } } };

const zoned = (mw: [number, number], headM: [number, number]): System =>
  systemWithUnit({ forbidden: [{ mw, headM }] });

/** A plan made where the spillway has gates, put before a system whose overflow is free. */
function freeOverflow(spillM3s: number): Situation {
  const schedule = scheduleOf({ u1: [0] }, [spillM3s]);
  const spillway = { ...plainSystem.stations[0]!.reservoir.spillway, mode: 'free' as const };
  return {
    system: reservoir({ spillway }),
    day: plainDay(1),
    plan: simulatedPlan(plainSystem, plainDay(1), schedule),
  };
}

function tampered(byMw: number): Situation {
  const plan = simulatedPlan(plainSystem, plainDay(4), steady);
  plan.stations['s1']!.units['u1']!.mw[2]! += byMw;
  return { plan };
}

/** Rank 1. */
export const machineLimitCases: readonly LimitCase[] = [
  {
    limit: 'unit-flow',
    when: 'flow above the largest of 90',
    broken: { schedule: scheduleOf({ u1: [50, 90.5, 50, 50] }) },
    kept: { schedule: scheduleOf({ u1: [50, 90, 50, 50] }) },
    amount: 0.5,
    steps: [1, 2],
    unitId: 'u1',
  },
  {
    limit: 'unit-flow',
    when: 'flow below the smallest of 20',
    broken: { schedule: scheduleOf({ u1: [50, 19.5, 50, 50] }) },
    kept: { schedule: scheduleOf({ u1: [50, 20, 50, 50] }) },
    amount: 0.5,
    steps: [1, 2],
    unitId: 'u1',
  },
  {
    limit: 'unit-flow',
    when: 'net head of 53 m where the flow range begins at 54 m',
    broken: {
      system: systemWithUnit({
        flowRange: [
          [54, 20, 90],
          [70, 20, 90],
        ],
      }),
      ...oneHour,
    },
    kept: {
      system: systemWithUnit({
        flowRange: [
          [52, 20, 90],
          [70, 20, 90],
        ],
      }),
      ...oneHour,
    },
    amount: 50,
    steps: [0, 1],
    unitId: 'u1',
  },
  {
    limit: 'unit-flow',
    when: 'negative flow, though water leaves over the gates',
    broken: { schedule: scheduleOf({ u1: [50, -1, 50, 50] }, [0, 2, 0, 0]) },
    kept: { schedule: scheduleOf({ u1: [50, 0, 50, 50] }, [0, 2, 0, 0]) },
    amount: 1,
    steps: [1, 2],
    unitId: 'u1',
  },
  {
    limit: 'unit-power',
    when: 'output below mwMin',
    broken: { system: systemWithUnit({ mwMin: powerMw + 0.5 }), ...oneHour },
    kept: { system: systemWithUnit({ mwMin: powerMw }), ...oneHour },
    amount: 0.5,
    steps: [0, 1],
    unitId: 'u1',
  },
  {
    limit: 'unit-power',
    when: 'output above mwMax',
    broken: { system: systemWithUnit({ mwMax: powerMw - 0.5 }), ...oneHour },
    kept: { system: systemWithUnit({ mwMax: powerMw }), ...oneHour },
    amount: 0.5,
    steps: [0, 1],
    unitId: 'u1',
  },
  {
    limit: 'forbidden-zone',
    when: 'output inside, nearer to the upper edge',
    broken: {
      system: systemWithUnit({ forbidden: [{ mw: [powerMw - 1, powerMw + 0.3] }] }),
      ...oneHour,
    },
    kept: { system: systemWithUnit({ forbidden: [{ mw: [powerMw - 1, powerMw] }] }), ...oneHour },
    amount: 0.3,
    steps: [0, 1],
    unitId: 'u1',
  },
  {
    limit: 'forbidden-zone',
    when: 'a zone of these heads, against one of other heads',
    broken: {
      system: systemWithUnit({ forbidden: [{ mw: [20, powerMw + 0.3], headM: [52, 54] }] }),
      ...oneHour,
    },
    kept: {
      system: systemWithUnit({ forbidden: [{ mw: [20, powerMw + 0.3], headM: [54, 60] }] }),
      ...oneHour,
    },
    amount: 0.3,
    steps: [0, 1],
    unitId: 'u1',
  },
  {
    limit: 'forbidden-zone',
    when: 'a zone of these heads, against one of lower heads',
    broken: { system: zoned([powerMw - 0.3, 40], [52, 53]), ...oneHour },
    kept: { system: zoned([powerMw - 0.3, 40], [40, 52]), ...oneHour },
    amount: 0.3,
    steps: [0, 1],
    unitId: 'u1',
  },
  {
    limit: 'outage',
    when: 'the unit runs at 50 while out of service',
    broken: { day: plainDay(4, { outOfService: [{ unit: 'u1', fromStep: 1, toStep: 3 }] }) },
    kept: {
      day: plainDay(4, { outOfService: [{ unit: 'u1', fromStep: 1, toStep: 3 }] }),
      schedule: scheduleOf({ u1: [50, 0, 0, 50] }),
    },
    amount: 50,
    steps: [1, 3],
    unitId: 'u1',
  },
  {
    limit: 'min-up',
    when: 'a run of one hour where 90 minutes are the shortest',
    broken: {
      system: systemWithUnit({ minUpMinutes: 90 }),
      day: plainDay(4, offBefore),
      schedule: scheduleOf({ u1: [0, 50, 0, 0] }),
    },
    kept: {
      system: systemWithUnit({ minUpMinutes: 60 }),
      day: plainDay(4, offBefore),
      schedule: scheduleOf({ u1: [0, 50, 0, 0] }),
    },
    amount: 30,
    steps: [1, 2],
    unitId: 'u1',
  },
  {
    limit: 'min-up',
    when: 'stopped at once after 20 minutes of running before the horizon',
    broken: {
      system: systemWithUnit({ minUpMinutes: 90 }),
      day: plainDay(4, { units: { u1: { on: true, forMinutes: 20 } } }),
      schedule: scheduleOf({ u1: [0, 0, 0, 0] }),
    },
    kept: {
      system: systemWithUnit({ minUpMinutes: 90 }),
      day: plainDay(4, { units: { u1: { on: true, forMinutes: 30 } } }),
      schedule: scheduleOf({ u1: [50, 0, 0, 0] }),
    },
    amount: 70,
    steps: [0, 1],
    unitId: 'u1',
  },
  {
    limit: 'min-down',
    when: 'a rest of one hour where 90 minutes are the shortest',
    broken: {
      system: systemWithUnit({ minDownMinutes: 90 }),
      schedule: scheduleOf({ u1: [50, 0, 50, 50] }),
    },
    kept: {
      system: systemWithUnit({ minDownMinutes: 90 }),
      schedule: scheduleOf({ u1: [50, 0, 0, 50] }),
    },
    amount: 30,
    steps: [1, 2],
    unitId: 'u1',
  },
  {
    limit: 'starts',
    when: 'two starts on a day that allows one',
    broken: {
      system: systemWithUnit({ startsPerDay: 1 }),
      schedule: scheduleOf({ u1: [0, 50, 0, 50] }),
    },
    kept: {
      system: systemWithUnit({ startsPerDay: 1 }),
      schedule: scheduleOf({ u1: [0, 50, 50, 50] }),
    },
    amount: 1,
    steps: [3, 4],
    unitId: 'u1',
  },
  {
    // 100 m³/s take 0.036 m: z̄ = 104.982 m, where the gates let 100 · 0.982 = 98.2 m³/s go.
    limit: 'gate',
    when: 'spill above what the gates let go at the mean level',
    broken: { day: plainDay(1), schedule: scheduleOf({ u1: [0] }, [100]) },
    kept: { day: plainDay(1), schedule: scheduleOf({ u1: [0] }, [98.2]) },
    amount: 1.8,
    steps: [0, 1],
  },
  {
    limit: 'spill',
    when: 'negative',
    broken: { schedule: scheduleOf({ u1: [50, 50, 50, 50] }, [0, -1, 0, 0]) },
    kept: { schedule: scheduleOf({ u1: [50, 50, 50, 50] }, [0, 1, 0, 0]) },
    amount: 1,
    steps: [1, 2],
  },
  {
    // s = 100 · (1 − 0.00018 s) spills itself: 100 / 1.018. One more lowers z̄ by 0.00018 m and the
    // capacity by 0.018, so 1.018 too much.
    limit: 'spill',
    when: 'a free overflow that spills more than it does',
    broken: freeOverflow(100 / 1.018 + 1),
    kept: freeOverflow(100 / 1.018),
    amount: 1.018,
    steps: [0, 1],
  },
  {
    // 100.1 Mm³, of which 0.18 go: 99.92, where the curve ends at 100. No level tells of it.
    limit: 'balance',
    when: 'more water let go than the storage curve has',
    broken: {
      system: reservoir({ levelMinM: 100 }),
      day: plainDay(1, { levelM: 100.01 }),
      schedule: hour,
    },
    kept: {
      system: reservoir({ levelMinM: 100 }),
      day: plainDay(1, { levelM: 100.018 }),
      schedule: hour,
    },
    amount: 0.08,
    steps: [0, 1],
  },
  {
    limit: 'fixed',
    when: 'a flow that differs from the ordered',
    broken: {
      day: plainDay(
        4,
        {},
        {
          fixed: { steps: 2, stations: { s1: { units: { u1: { flowM3s: [50, 51] } } } } },
        },
      ),
    },
    kept: {
      day: plainDay(
        4,
        {},
        {
          fixed: { steps: 1, stations: { s1: { units: { u1: { flowM3s: [50] } } } } },
        },
      ),
    },
    amount: 1,
    steps: [1, 2],
    unitId: 'u1',
  },
  {
    limit: 'disagreement',
    when: 'an output stated 0.02 MW too high',
    broken: tampered(0.02),
    kept: tampered(0.009),
    amount: 0.02,
    steps: [2, 3],
    unitId: 'u1',
  },
];
