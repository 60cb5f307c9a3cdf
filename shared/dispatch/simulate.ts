import { type StepOutcome, emptyOutcome, runStep } from '#shared/hydraulics/step.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan, StationPlan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { outflowBefore } from './cascade.ts';
import { type Problem, type StationProblem, problemOf } from './problem.ts';
import type { Schedule, StationSchedule } from './schedule.ts';
import { type StationResult, startsAndWater, turnoverOf, valueOf } from './value.ts';

/** A schedule with all that follows from it. */
export interface SimulatedDay {
  readonly stations: Record<string, StationPlan>;
  readonly value: Plan['value'];
  /** What the day's energy or water is worth, currency (model.md, gap). */
  readonly turnover: number;
}

/** Recomputes a schedule by model.md. Judges nothing: limits are the checker's. */
export function simulateDay(system: System, day: Day, schedule: Schedule): SimulatedDay {
  return simulate(problemOf(system, day), schedule);
}

/**
 * The same for a problem already in numbers. Stations are stepped together, upstream first: a
 * backwater needs the level below at the step's start, arrivals the outflows above of earlier steps.
 * @throws where the schedule lacks a station, a unit or a step
 */
export function simulate(problem: Problem, schedule: Schedule): SimulatedDay {
  const runs = problem.stations.map((station) =>
    runOf(problem, station, stationSchedule(schedule, station.id)),
  );
  for (let t = 0; t < problem.steps; t++) {
    // All levels below are read before any station is stepped on: z_down[t], not z_down[t+1].
    const levelsBelow = runs.map(({ station }) =>
      station.backwaterFrom < 0 ? -Infinity : runs[station.backwaterFrom]!.plan.levelM[t]!,
    );
    runs.forEach((run, s) => stepOn(problem, runs, run, t, levelsBelow[s]!));
  }
  const results = runs.map((run) => resultOf(problem, run));
  return {
    stations: Object.fromEntries(runs.map(({ station, plan }) => [station.id, plan])),
    value: { ...valueOf(problem, results) },
    turnover: turnoverOf(problem, results),
  };
}

/** A station while it is simulated: what is ordered, where the water stands, what came of it so far. */
interface Run {
  readonly station: StationProblem;
  /** q per unit, per step, m³/s. */
  readonly flowsM3s: readonly (readonly number[])[];
  readonly spillM3s: readonly number[];
  readonly outcome: StepOutcome;
  readonly plan: StationPlan;
  volumeMm3: number;
}

function runOf(problem: Problem, station: StationProblem, schedule: StationSchedule): Run {
  const flowsM3s = station.units.map(({ id }) => {
    const path = `stations.${station.id}.units.${id}.flowM3s`;
    return complete(schedule.units[id]?.flowM3s, problem.steps, path);
  });
  return {
    station,
    flowsM3s,
    spillM3s: complete(schedule.spillM3s, problem.steps, `stations.${station.id}.spillM3s`),
    outcome: emptyOutcome(station.plant),
    plan: {
      levelM: [station.startLevelM],
      spillM3s: [],
      outflowM3s: [],
      tailwaterM: [],
      generationMw: [],
      serviceMw: [],
      exportMw: [],
      units: Object.fromEntries(
        station.units.map(({ id }, u) => [
          id,
          {
            on: flowsM3s[u]!.map((flow) => (flow > 0 ? 1 : 0)),
            flowM3s: [...flowsM3s[u]!],
            mw: [],
            netHeadM: [],
          },
        ]),
      ),
    },
    volumeMm3: station.startVolumeMm3,
  };
}

function stationSchedule(schedule: Schedule, id: string): StationSchedule {
  const found = schedule.stations[id];
  if (!found) throw new Error(`stations.${id}: the schedule lacks this station`);
  return found;
}

function complete(
  series: readonly number[] | undefined,
  steps: number,
  path: string,
): readonly number[] {
  if (series?.length === steps) return series;
  throw new Error(`${path}: has ${series?.length ?? 0} values; the day has ${steps} steps`);
}

/** Runs step `t` of one station and writes it down. */
function stepOn(
  problem: Problem,
  runs: readonly Run[],
  run: Run,
  t: number,
  downstreamLevelM: number,
): void {
  const { station, outcome, plan } = run;
  const { plant } = station;
  runStep(
    plant,
    {
      volumeMm3: run.volumeMm3,
      inflowM3s: station.inflowM3s[t]! + arrivalsAt(runs, station, t),
      flowsM3s: run.flowsM3s.map((flows) => flows[t]!),
      spillM3s: run.spillM3s[t]!,
      startWaterM3: startWaterAt(run, t),
      downstreamLevelM,
      serviceLoadMw: station.serviceLoadMw[t]!,
      seconds: problem.seconds,
    },
    outcome,
  );
  run.volumeMm3 = outcome.volumeMm3;
  plan.levelM.push(outcome.levelM);
  plan.spillM3s.push(outcome.spillM3s);
  plan.outflowM3s.push(outcome.outflowM3s);
  plan.tailwaterM.push(outcome.tailwaterM);
  plan.generationMw.push(outcome.generationMw);
  plan.serviceMw.push(outcome.serviceMw);
  plan.exportMw.push(outcome.exportMw);
  station.units.forEach(({ id }, u) => {
    plan.units[id]!.mw.push(outcome.powerMw[u]!);
    plan.units[id]!.netHeadM.push(outcome.netHeadM[u]!);
  });
}

/** Outflows of the stations above that come in during step `t`, m³/s. */
function arrivalsAt(runs: readonly Run[], station: StationProblem, t: number): number {
  let sum = 0;
  for (const { from, lagSteps } of station.arrivals) {
    const above = runs[from]!;
    sum +=
      t >= lagSteps
        ? above.plan.outflowM3s[t - lagSteps]!
        : outflowBefore(above.station.outflowHistoryM3s, lagSteps - t);
  }
  return sum;
}

/** Σ startWaterM3 of the units that are on in step `t` and were off before it, m³. */
function startWaterAt(run: Run, t: number): number {
  let sum = 0;
  run.station.units.forEach((unit, u) => {
    const flows = run.flowsM3s[u]!;
    const before = t > 0 ? flows[t - 1]! > 0 : unit.onBefore;
    if (flows[t]! > 0 && !before) sum += run.station.plant.units[u]!.startWaterM3;
  });
  return sum;
}

function resultOf(problem: Problem, run: Run): StationResult {
  return {
    exportMw: run.plan.exportMw,
    endVolumeMm3: run.volumeMm3,
    ...startsAndWater(problem, run.station, run.flowsM3s),
  };
}
