import { type Plant, plantOf } from '#shared/hydraulics/plant.ts';
import type { Day, Outage } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { type Horizon, stepStarts } from './horizon.ts';
import { outagesOn, type Outages } from './outages.ts';
import type { StationState } from './station-state.ts';

export type StatesOfStations = Readonly<Record<string, StationState>>;

/** What stays ordered of the steps that a new plan begins with. */
export interface KeptOrders {
  readonly fixed: NonNullable<Day['fixed']>;
  /** Outflow that the first step's change counts from, by station, m³/s; undefined: nothing is measured. */
  readonly outflowBeforeM3s: Readonly<Record<string, number | undefined>>;
}

/** Governor and gates are under way for this share of a step at most: by so much of a change its mean lags. */
const LAG_SHARE = 0.25;

/** What is believed of a measured outflow: it is off by this share of itself at most. */
const FLOW_DOUBT = 0.1;

/** Kept clear of a ramp, m³/s, so that rounding never breaks it. */
const RAMP_MARGIN_M3S = 1e-6;

/** Short of a limit by less is rounding, m³/s. */
const ROUNDING_M3S = 1e-9;

/**
 * The steps of the plan in force that begin before `settledMs`, as long as the plant follows them.
 *
 * A mean measured while units moved is not the one that was ordered: after a fall it is higher, and the
 * step that is ordered next would seem to fall too far, so that a gate would have to make up for it.
 * An ordered step was within the ramps when it was ordered; so its change counts from what was measured
 * moved to where the order keeps them, by as much as lag and gauge explain. Where an order falls further,
 * or units that started at another time leave it short of floor or ramp, the plant has gone its own way:
 * from there on nothing is ordered, and the units are planned anew from where they stand
 * (docs/decisions/0008-ordered-steps.md).
 */
export function keptOrders(
  system: System,
  inForce: PlanVersion,
  horizon: Horizon,
  settledMs: number,
  states: StatesOfStations,
  outages: Outages = [],
): KeptOrders | null {
  const stepMs = inForce.stepMinutes * MS_PER_MINUTE;
  if (inForce.stepMinutes !== horizon.stepMinutes) return null;
  const begun = stepStarts(horizon).filter((startMs) => startMs < settledMs).length;
  const first = (horizon.startMs - inForce.startsAt) / stepMs;
  if (begun === 0 || !Number.isInteger(first) || first < 0) return null;
  if (first + begun > inForce.steps) return null;
  const outflowBeforeM3s: Record<string, number | undefined> = {};
  let steps = begun;
  for (const station of system.stations) {
    const plant = plantOf(station);
    const state = states[station.id]!;
    const outflows = orderedOutflows(plant, inForce, station.id, { first, steps: begun }, state);
    const before = countedBefore(plant, outflows[0]!, state.outflowHistoryM3s.at(-1));
    outflowBeforeM3s[station.id] = before;
    const outOfService = outagesOn(outages, station.id, horizon);
    const able = stepsWithoutThem(inForce.plan.stations[station.id]!.units, outOfService, first);
    steps = Math.min(steps, able, stepsWithinLimits(plant, before, outflows));
  }
  if (steps === 0) return null;
  return { fixed: { steps, stations: flowsOf(inForce, first, steps) }, outflowBeforeM3s };
}

/** Outflow under the orders, m³/s per step, with the start water of the units as they really stand. */
function orderedOutflows(
  plant: Plant,
  { plan, stepMinutes }: PlanVersion,
  station: string,
  of: { readonly first: number; readonly steps: number },
  state: StationState,
): number[] {
  const { units, spillM3s } = plan.stations[station]!;
  return Array.from({ length: of.steps }, (_, i) => {
    const step = of.first + i;
    return plant.units.reduce((sum, { id, startWaterM3 }) => {
      const { flowM3s } = units[id]!;
      const ran = i > 0 ? flowM3s[step - 1]! > 0 : state.units[id]?.on === true;
      const starts = flowM3s[step]! > 0 && !ran;
      return sum + flowM3s[step]! + (starts ? startWaterM3 / (stepMinutes * 60) : 0);
    }, spillM3s[step]!);
  });
}

/**
 * What an ordered outflow counts its change from, m³/s: what was measured, moved to where the order keeps
 * the ramps if lag and gauge explain it; undefined: nothing is measured.
 */
function countedBefore(
  { outflowRampM3sPerStep: { up, down } }: Plant,
  orderedM3s: number,
  measuredM3s: number | undefined,
): number | undefined {
  if (measuredM3s === undefined) return undefined;
  const least = orderedM3s - up + RAMP_MARGIN_M3S;
  const most = orderedM3s + down - RAMP_MARGIN_M3S;
  const within = Math.max(0, least, Math.min(most, measuredM3s));
  if (within === measuredM3s) return measuredM3s;
  const lagM3s = LAG_SHARE * (within > measuredM3s ? up : down);
  const explained = lagM3s + FLOW_DOUBT * Math.max(measuredM3s, within);
  return Math.abs(within - measuredM3s) <= explained ? within : measuredM3s;
}

/** How many of the ordered steps, from the first on, let go enough for floor and ramp without a gate. */
function stepsWithinLimits(
  { outflowMinM3s, outflowRampM3sPerStep }: Plant,
  beforeM3s: number | undefined,
  outflowsM3s: readonly number[],
): number {
  const short = outflowsM3s.findIndex((outflow, i) => {
    const before = i > 0 ? outflowsM3s[i - 1]! : (beforeM3s ?? outflow);
    const least = Math.max(outflowMinM3s, before - outflowRampM3sPerStep.down);
    return outflow < least - ROUNDING_M3S;
  });
  return short < 0 ? outflowsM3s.length : short;
}

/** How many ordered steps, from the first on, ask nothing of a unit that is out of service. */
function stepsWithoutThem(
  units: PlanVersion['plan']['stations'][string]['units'],
  outOfService: readonly Outage[],
  first: number,
): number {
  return outOfService.reduce((fewest, { unit, fromStep, toStep }) => {
    const flows = units[unit]!.flowM3s.slice(first + fromStep, first + toStep);
    const asked = flows.findIndex((flowM3s) => flowM3s > 0);
    return asked < 0 ? fewest : Math.min(fewest, fromStep + asked);
  }, Infinity);
}

function flowsOf(
  { plan }: PlanVersion,
  first: number,
  steps: number,
): NonNullable<Day['fixed']>['stations'] {
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
