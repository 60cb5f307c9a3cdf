import type { Day } from '#shared/station/day-schema.ts';
import { plainDay, systemWith } from '../../fixtures/plain-system.ts';
import { scheduleOf } from '../../fixtures/simulated-plan.ts';
import { type LimitCase, exportMw, hour, oneHour, powerMw, reservoir } from './limit-case.ts';

const history = (...outflowHistoryM3s: number[]): Day => plainDay(4, { outflowHistoryM3s });

function withoutEnd(day: Day): Day {
  const station = { ...day.stations['s1']! };
  delete station.end;
  return { ...day, stations: { s1: station } };
}

/** Rank 2. */
export const operatingLimitCases: readonly LimitCase[] = [
  {
    limit: 'level-min',
    when: 'the day narrows it for one instant',
    broken: { day: plainDay(4, { levelMinM: [0, 0, 104.974, 0, 0] }) },
    kept: { day: plainDay(4, { levelMinM: [0, 0, 104.964, 0, 0] }) },
    amount: 0.01,
    steps: [1, 2],
  },
  {
    limit: 'level-min',
    when: 'the reservoir’s own, from the first hour on',
    broken: { system: reservoir({ levelMinM: 104.99 }) },
    kept: { system: reservoir({ levelMinM: 104.928 }) },
    amount: 0.062,
    steps: [0, 4],
  },
  {
    limit: 'level-max',
    when: 'the day narrows it for one instant; the first instant binds nobody',
    broken: { day: plainDay(4, { levelMaxM: [90, 200, 200, 104.936, 200] }) },
    kept: { day: plainDay(4, { levelMaxM: [90, 200, 200, 104.946, 200] }) },
    amount: 0.01,
    steps: [2, 3],
  },
  {
    // 299.9 Mm³ and 0.36 of inflow: 300.26, where the curve ends at 300 and 120 m. Its last slope,
    // 20 m over 200 Mm³, carried on: 0.026 m of flood that the level itself no longer shows.
    limit: 'level-max',
    when: 'a flood rises above the storage curve',
    broken: {
      system: reservoir({ levelMaxM: 120 }),
      day: plainDay(1, { levelM: 119.99, inflowM3s: [100] }),
      schedule: scheduleOf({ u1: [0] }),
    },
    kept: {
      system: reservoir({ levelMaxM: 120 }),
      day: plainDay(1, { levelM: 119.964, inflowM3s: [100] }),
      schedule: scheduleOf({ u1: [0] }),
    },
    amount: 0.026,
    steps: [0, 1],
  },
  {
    // 150 − 50 = 100 m³/s net: 0.036 m an hour.
    limit: 'level-rise',
    when: 'half an hour’s rise is judged by the hour',
    broken: {
      system: reservoir({ levelRampMPerHour: { up: 0.03, down: null } }),
      day: plainDay(4, { inflowM3s: [150, 150, 50, 50] }, { stepMinutes: 30 }),
    },
    kept: {
      system: reservoir({ levelRampMPerHour: { up: 0.036, down: null } }),
      day: plainDay(4, { inflowM3s: [150, 150, 50, 50] }, { stepMinutes: 30 }),
    },
    amount: 0.006,
    steps: [0, 2],
  },
  {
    limit: 'level-fall',
    when: 'falls by 0.018 m an hour',
    broken: { system: reservoir({ levelRampMPerHour: { up: null, down: 0.01 } }) },
    kept: { system: reservoir({ levelRampMPerHour: { up: null, down: 0.018 } }) },
    amount: 0.008,
    steps: [0, 4],
  },
  {
    limit: 'outflow-min',
    when: 'of all the outflow, spill with it',
    broken: { system: reservoir({ outflowMinM3s: 52 }) },
    kept: {
      system: reservoir({ outflowMinM3s: 52 }),
      schedule: scheduleOf({ u1: [50, 50, 50, 50] }, [2, 2, 2, 2]),
    },
    amount: 2,
    steps: [0, 4],
  },
  {
    limit: 'outflow-max',
    when: 'of all the outflow',
    broken: { system: reservoir({ outflowMaxM3s: 49 }) },
    kept: { system: reservoir({ outflowMaxM3s: 50 }) },
    amount: 1,
    steps: [0, 4],
  },
  {
    limit: 'outflow-rise',
    when: 'into the first step, from the newest outflow of the history',
    broken: { system: reservoir({ outflowRampM3sPerStep: { up: 8 } }), day: history(50, 40) },
    kept: { system: reservoir({ outflowRampM3sPerStep: { up: 8 } }), day: history(10, 42) },
    amount: 2,
    steps: [0, 1],
  },
  {
    limit: 'outflow-fall',
    when: 'between two steps; into the first nothing is known',
    broken: {
      system: reservoir({ outflowRampM3sPerStep: { down: 8 } }),
      schedule: scheduleOf({ u1: [60, 60, 50, 50] }),
    },
    kept: {
      system: reservoir({ outflowRampM3sPerStep: { down: 8 } }),
      schedule: scheduleOf({ u1: [60, 60, 52, 50] }),
    },
    amount: 2,
    steps: [2, 3],
  },
  {
    limit: 'generation-ramp',
    when: 'into the first step, from the units’ outputs before the horizon',
    broken: {
      system: systemWith({ rampMwPerStep: 2 }),
      day: plainDay(1, { units: { u1: { on: true, forMinutes: 600, mw: powerMw + 3 } } }),
      schedule: hour,
    },
    kept: { system: systemWith({ rampMwPerStep: 2 }), ...oneHour },
    amount: 1,
    steps: [0, 1],
  },
  {
    limit: 'generation-ramp',
    when: 'a unit that stood before the horizon made nothing; one that ran and does not say is not judged',
    broken: {
      system: systemWith({ rampMwPerStep: powerMw - 1 }),
      day: plainDay(1, { units: { u1: { on: false, forMinutes: 600 } } }),
      schedule: hour,
    },
    kept: { system: systemWith({ rampMwPerStep: powerMw - 1 }), ...oneHour },
    amount: 1,
    steps: [0, 1],
  },
  {
    limit: 'export-limit',
    when: 'export above it',
    broken: { system: systemWith({ exportLimitMw: exportMw - 0.5 }), ...oneHour },
    kept: { system: systemWith({ exportLimitMw: exportMw }), ...oneHour },
    amount: 0.5,
    steps: [0, 1],
  },
  {
    limit: 'reserve',
    when: 'what the running unit has left to 40 MW',
    broken: { system: systemWith({ reserveMw: 40 - powerMw + 0.5 }), ...oneHour },
    kept: { system: systemWith({ reserveMw: 40 - powerMw }), ...oneHour },
    amount: 0.5,
    steps: [0, 1],
  },
  {
    limit: 'load',
    when: 'the amount is the whole distance, though 0.05 MW are allowed',
    broken: { day: plainDay(1, {}, { loadMw: [exportMw + 1] }), schedule: hour },
    kept: { day: plainDay(1, {}, { loadMw: [exportMw + 0.05] }), schedule: hour },
    amount: 1,
    steps: [0, 1],
  },
  {
    limit: 'end-level',
    when: 'a level asked for',
    broken: { day: plainDay(4, { end: { levelM: 104.938 } }) },
    kept: { day: plainDay(4, { end: { levelM: 104.928 } }) },
    amount: 0.01,
    steps: [3, 4],
  },
  {
    limit: 'end-level',
    when: 'the start level where neither level nor water value is given',
    broken: { day: withoutEnd(plainDay(4)) },
    kept: { day: withoutEnd(plainDay(4, { inflowM3s: [50, 50, 50, 50] })) },
    amount: 0.072,
    steps: [3, 4],
  },
];
