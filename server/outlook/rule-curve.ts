import { carryOutDay } from '#shared/dispatch/carry-out-day.ts';
import { problemOf } from '#shared/dispatch/problem.ts';
import { runAtInflow } from '#shared/dispatch/rule-plan.ts';
import { simulate } from '#shared/dispatch/simulate.ts';
import { type DayRecord, energyMwh } from '#shared/indices/day-record.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';

/**
 * Generation by the rule curve, MWh: the same inflow from the same start, run so that the level holds, by the
 * same physics. Its station stands alone: what comes from above is in the record's inflow.
 */
export function ruleCurveMwh(
  system: System,
  id: string,
  record: DayRecord,
  startMs: number,
): number {
  const station = system.stations.find((one) => one.id === id)!;
  const steps = record.inflowM3s.length;
  const alone: System = { ...system, stations: [{ ...station, downstream: undefined }] };
  const day: Day = {
    format: 'forebay-day/1',
    start: new Date(startMs).toISOString(),
    stepMinutes: record.seconds / 60,
    steps,
    pricePerMwh: new Array<number>(steps).fill(0),
    stations: {
      [id]: {
        levelM: record.levelM[0]!,
        units: {},
        inflowM3s: record.inflowM3s.map((inflow) => Math.max(0, inflow)),
        outflowHistoryM3s: [],
        outOfService: [],
      },
    },
  };
  const problem = problemOf(alone, day);
  const run = simulate(problem, carryOutDay(problem, runAtInflow)).stations[id]!;
  return energyMwh(run.generationMw, record.seconds);
}
