import { setImmediate as pause } from 'node:timers/promises';
import { problemOf } from '#shared/dispatch/problem.ts';
import { type SimulatedDay, simulate } from '#shared/dispatch/simulate.ts';
import type { Day, StationDay } from '#shared/station/day-schema.ts';
import type { StationPlan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { SpillOutlook } from '#shared/wire/outlook.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Forecast } from '#shared/wire/reading.ts';
import { forecastOn } from '../planning/inflow-outlook.ts';
import { scheduleFrom, stepAt } from '../planning/ordered-slots.ts';

/** A gauge's noise above the limit, m, and a leakage, m³/s, are no spill. */
const OVER_M = 0.001;
const SPILL_M3S = 1e-6;

/** Of the members a tenth lies outside at each end. */
const OUTSIDE = 0.1;

export interface SpillWish {
  readonly system: System;
  readonly station: string;
  readonly version: PlanVersion;
  /** The day that the version was computed from. */
  readonly day: Day;
  readonly forecast: Forecast;
  /** Level now by station, m; null: not to be believed, the plan's stands in. */
  readonly levelM: (station: string) => number | null;
  readonly now: number;
}

/**
 * The plan in force from now on with each member of a forecast as its inflow: the units run as ordered, the
 * gates stand as ordered, and a member spills where they are open, or where the level passes the limit that
 * they would have to be opened at.
 * @returns null where the forecast has no members, or plan and forecast speak of different hours
 */
export async function spillOutlook(wish: SpillWish): Promise<SpillOutlook | null> {
  const { version, forecast, station, now } = wish;
  const step = stepAt(version, now);
  const { members = [] } = forecast;
  if (step < 0 || members.length === 0) return null;
  const { stepMinutes } = version;
  const startMs = version.startsAt + step * stepMinutes * MS_PER_MINUTE;
  const steps = version.steps - step;
  const horizon = {
    startMs,
    stepMinutes,
    steps,
    endMs: startMs + steps * stepMinutes * MS_PER_MINUTE,
  };
  const rest = restOf(wish, step);
  const schedule = scheduleFrom(version, step);
  const levels: (readonly number[])[] = [];
  let spilling = 0;
  for (const member of members) {
    const inflow = forecastOn({ ...forecast, inflowM3s: member }, horizon)?.inflowM3s;
    if (!inflow) return null;
    const problem = problemOf(wish.system, withInflow(rest, station, inflow));
    const limitM = problem.stations.find(({ id }) => id === station)!.levelMaxM;
    const run = stationOf(simulate(problem, schedule), station);
    levels.push(run.levelM);
    if (spills(run, limitM)) spilling += 1;
    // Some members take some milliseconds each: the images go out in between.
    await pause();
  }
  const quantile = (share: number): number[] =>
    levels[0]!.map((_, t) =>
      quantileOf(
        levels.map((level) => level[t]!),
        share,
      ),
    );
  return {
    issuedAt: forecast.issuedAt,
    members: members.length,
    spilling,
    startsAt: startMs,
    stepMinutes,
    lowM: quantile(OUTSIDE),
    highM: quantile(1 - OUTSIDE),
  };
}

const stationOf = (day: SimulatedDay, station: string): StationPlan => day.stations[station]!;

function spills({ levelM, spillM3s }: StationPlan, limitM: Float64Array): boolean {
  return (
    spillM3s.some((spill) => spill > SPILL_M3S) ||
    levelM.some((level, i) => i > 0 && level > limitM[i]! + OVER_M)
  );
}

function withInflow(day: Day, station: string, inflowM3s: readonly number[]): Day {
  const own = day.stations[station]!;
  return {
    ...day,
    stations: { ...day.stations, [station]: { ...own, inflowM3s: [...inflowM3s] } },
  };
}

/** What is left of a plan's day from a step on, as it stands now. */
function restOf({ version, day, levelM }: SpillWish, step: number): Day {
  const from = <T>(series: readonly T[] | undefined): T[] | undefined => series?.slice(step);
  const rest = (id: string, one: StationDay): StationDay => {
    const plan = version.plan.stations[id]!;
    const runsBefore = (unit: string): boolean => (plan.units[unit]?.flowM3s[step - 1] ?? 0) > 0;
    const levelMinM = from(one.levelMinM);
    const levelMaxM = from(one.levelMaxM);
    const serviceLoadsMw = from(one.serviceLoadsMw);
    return {
      levelM: levelM(id) ?? plan.levelM[step]!,
      units:
        step === 0
          ? one.units
          : Object.fromEntries(
              Object.keys(plan.units).map((unit) => [
                unit,
                { on: runsBefore(unit), forMinutes: 0 },
              ]),
            ),
      inflowM3s: from(one.inflowM3s)!,
      outflowHistoryM3s: [...one.outflowHistoryM3s, ...plan.outflowM3s.slice(0, step)],
      outOfService: [],
      ...(levelMinM ? { levelMinM } : {}),
      ...(levelMaxM ? { levelMaxM } : {}),
      ...(serviceLoadsMw ? { serviceLoadsMw } : {}),
    };
  };
  const loadMw = from(day.loadMw);
  return {
    format: day.format,
    start: new Date(version.startsAt + step * version.stepMinutes * MS_PER_MINUTE).toISOString(),
    stepMinutes: day.stepMinutes,
    steps: day.steps - step,
    pricePerMwh: from(day.pricePerMwh)!,
    ...(loadMw ? { loadMw } : {}),
    stations: Object.fromEntries(
      Object.entries(day.stations).map(([id, one]) => [id, rest(id, one)]),
    ),
  };
}

/** Quantile of a few values, straight between its neighbours. */
function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const part = place - low;
  return sorted[low]! * (1 - part) + sorted[Math.min(low + 1, sorted.length - 1)]! * part;
}
