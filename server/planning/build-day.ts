import type { Day, EndCondition, StationDay } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { Reservoir, System } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { type Horizon, stepStarts } from './horizon.ts';
import type { InflowOutlook } from './inflow-outlook.ts';
import type { StationState } from './station-state.ts';

export interface DayParts {
  readonly system: System;
  readonly horizon: Horizon;
  /** Steps of the plan in force that begin before this are kept, ms. */
  readonly settledMs: number;
  readonly pricePerMwh: readonly number[];
  readonly states: Readonly<Record<string, StationState>>;
  readonly outlooks: Readonly<Record<string, InflowOutlook>>;
  readonly ends: Readonly<Record<string, EndCondition>>;
  /** null: nothing is ordered yet. */
  readonly inForce: PlanVersion | null;
}

/** The day that a plan is made for, in the form of day.json. */
export function buildDay(parts: DayParts): Day {
  const { system, horizon, inForce, settledMs } = parts;
  const stations: Day['stations'] = {};
  for (const station of system.stations) {
    const state = parts.states[station.id]!;
    stations[station.id] = {
      levelM: state.levelM,
      units: { ...state.units },
      inflowM3s: [...parts.outlooks[station.id]!.inflowM3s],
      outflowHistoryM3s: [...state.outflowHistoryM3s],
      outOfService: [],
      end: parts.ends[station.id] ?? backToMidnight(state, station.reservoir),
    } satisfies StationDay;
  }
  const fixed = inForce && fixedSteps(inForce, horizon, settledMs);
  return {
    format: 'forebay-day/1',
    start: new Date(horizon.startMs).toISOString(),
    stepMinutes: horizon.stepMinutes,
    steps: horizon.steps,
    pricePerMwh: [...parts.pricePerMwh],
    stations,
    ...(fixed ? { fixed } : {}),
  };
}

/**
 * The end of a site that names none: back to the level of the last local midnight, within the operating
 * limits. A plan made every hour that held its own start level would give away, step by step, what the
 * day's peak has drawn.
 */
function backToMidnight(state: StationState, reservoir: Reservoir): EndCondition {
  const { levelMinM, levelMaxM } = reservoir;
  return { levelM: Math.min(Math.max(state.dayStartLevelM, levelMinM), levelMaxM) };
}

/** The steps of the plan in force that begin before `settledMs`, as the new plan's fixed steps. */
export function fixedSteps(
  inForce: PlanVersion,
  horizon: Horizon,
  settledMs: number,
): Day['fixed'] {
  const stepMs = inForce.stepMinutes * MS_PER_MINUTE;
  if (inForce.stepMinutes !== horizon.stepMinutes) return undefined;
  const begun = stepStarts(horizon).filter((startMs) => startMs < settledMs).length;
  const first = (horizon.startMs - inForce.startsAt) / stepMs;
  if (begun === 0 || !Number.isInteger(first) || first < 0) return undefined;
  if (first + begun > inForce.steps) return undefined;
  return { steps: begun, stations: flowsOf(inForce.plan, first, begun) };
}

function flowsOf(plan: Plan, first: number, steps: number): NonNullable<Day['fixed']>['stations'] {
  return Object.fromEntries(
    Object.entries(plan.stations).map(([id, station]) => [
      id,
      {
        units: Object.fromEntries(
          Object.entries(station.units).map(([unit, { flowM3s }]) => [
            unit,
            { flowM3s: flowM3s.slice(first, first + steps) },
          ]),
        ),
      },
    ]),
  );
}
