import {
  largestFlowM3s,
  runsAtHead,
  smallestFlowM3s,
  unitPowerMw,
  zoneAround,
} from '#shared/hydraulics/unit-power.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { System, Unit } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { tolerances } from '../tolerances.ts';
import { type Violation, violationOf } from '../violation.ts';
import { type Recomputed, meanLevelM } from './recompute.ts';

/** Time a unit spends on, or off, without a break. */
interface Stretch {
  readonly on: boolean;
  /** First step; −1 where it began before the horizon. */
  readonly fromStep: number;
  /** Exclusive. */
  readonly toStep: number;
  readonly minutes: number;
}

/** Shortest runs and rests, and starts per local day, of one station's units (rank 1). */
export function unitTimeViolations(at: Recomputed, system: System, day: Day): Violation[] {
  const isCounted = at.station.units.some((unit) => unit.startsPerDay !== null);
  const dates = isCounted ? localDates(day, system.timeZone) : [];
  return at.station.units.flatMap((unit, u) => {
    const on = at.flowsM3s[u]!.map((flow) => flow > 0);
    return [
      ...shortStretches(at, unit, u, on, day.stepMinutes),
      ...startsTooMany(at, unit, on, dates),
    ];
  });
}

function stretchesOf(
  on: readonly boolean[],
  before: { on: boolean; forMinutes: number },
  stepMinutes: number,
): Stretch[] {
  const stretches: Stretch[] = [];
  let current = { on: before.on, fromStep: -1, toStep: 0, minutes: before.forMinutes };
  on.forEach((isOn, t) => {
    if (isOn !== current.on) {
      stretches.push(current);
      current = { on: isOn, fromStep: t, toStep: t, minutes: 0 };
    }
    current.toStep = t + 1;
    current.minutes += stepMinutes;
  });
  return [...stretches, current];
}

/**
 * Runs and rests that ended too early. One that the horizon's end cuts has not ended. A run from
 * before the horizon that an outage stops, or a head at which the unit cannot run, is not the plan's doing.
 */
function shortStretches(
  at: Recomputed,
  unit: Unit,
  u: number,
  on: readonly boolean[],
  stepMinutes: number,
): Violation[] {
  const before = at.day.units[unit.id] ?? { on: false, forMinutes: Infinity };
  const concern = { station: at.station.id, unitId: unit.id };
  return stretchesOf(on, before, stepMinutes).flatMap((stretch) => {
    const { fromStep, toStep } = stretch;
    if (toStep === at.steps) return [];
    if (fromStep < 0 && stretch.on && (outAt(at, unit.id, toStep) || !canRunAt(at, u, toStep)))
      return [];
    const short = (stretch.on ? unit.minUpMinutes : unit.minDownMinutes) - stretch.minutes;
    if (short <= tolerances.minutes) return [];
    const span = {
      fromStep: Math.max(0, fromStep),
      toStep: Math.max(1, toStep),
      amount: short,
      total: short,
    };
    return [violationOf(stretch.on ? 'min-up' : 'min-down', span, concern)];
  });
}

/** Flows at which a unit is tried between its smallest and its largest. */
const FLOWS_TRIED = 32;

/** Whether the unit could hold any flow under the head of a step, its own loss counted. */
function canRunAt(at: Recomputed, u: number, t: number): boolean {
  const unit = at.plant.units[u]!;
  const gross = meanLevelM(at, t) - at.tailwaterM[t]!;
  const largest = Math.max(...unit.flowMax.y);
  for (let i = 1; i <= FLOWS_TRIED; i++) {
    const flow = (largest * i) / FLOWS_TRIED;
    const head = gross - unit.lossS2PerM5 * flow * flow;
    if (!runsAtHead(unit, head)) continue;
    const held = Math.min(Math.max(flow, smallestFlowM3s(unit, head)), largestFlowM3s(unit, head));
    const power = unitPowerMw(unit, head, held);
    const within = power >= unit.mwMin && power <= unit.mwMax;
    if (within && zoneAround(unit, head, power) === null) return true;
  }
  return false;
}

function outAt(at: Recomputed, unitId: string, step: number): boolean {
  return at.day.outOfService.some(
    (outage) => outage.unit === unitId && step >= outage.fromStep && step < outage.toStep,
  );
}

/** The state before the horizon does not tell of starts earlier that day: they do not count. */
function startsTooMany(
  at: Recomputed,
  unit: Unit,
  on: readonly boolean[],
  dates: readonly string[],
): Violation[] {
  if (unit.startsPerDay === null) return [];
  const startsOn = new Map<string, number[]>();
  on.forEach((isOn, t) => {
    const ranBefore = t === 0 ? at.day.units[unit.id]?.on === true : on[t - 1]!;
    const date = dates[t]!;
    if (isOn && !ranBefore) startsOn.set(date, [...(startsOn.get(date) ?? []), t]);
  });
  const allowed = unit.startsPerDay;
  return [...startsOn.values()].flatMap((starts) => {
    const excess = starts.slice(allowed);
    if (excess.length === 0) return [];
    const span = {
      fromStep: excess[0]!,
      toStep: excess[excess.length - 1]! + 1,
      amount: excess.length,
      total: excess.length,
    };
    return [violationOf('starts', span, { station: at.station.id, unitId: unit.id })];
  });
}

/** Local calendar date that each step starts on. */
function localDates(day: Day, timeZone: string): string[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const startMs = Date.parse(day.start);
  return Array.from({ length: day.steps }, (_, t) =>
    format.format(startMs + t * day.stepMinutes * MS_PER_MINUTE),
  );
}
