import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import type { LocalName, Unit } from '#shared/station/system-schema.ts';
import type { UnitChange } from '#shared/wire/protocol.ts';
import type { RunState } from '#client/components/run-state.ts';
import { type Measured, usable } from '#client/format/measured.ts';
import { type EfficiencyCurve, efficiencyCurve } from './efficiency-curve.ts';

/** What is measured of a unit, judged. Efficiencies 0..1, flows m³/s. */
export interface UnitReadings {
  readonly mw: Measured;
  readonly flow: Measured;
  readonly on: Measured;
  readonly efficiency: Measured;
  readonly expected: Measured;
  readonly runningForH: Measured;
  readonly hours: Measured;
}

export function unitName(unit: Unit): LocalName {
  return unit.name ?? { zh: unit.id, en: unit.id };
}

/** Below this share of its smallest output a unit that is on has not taken load yet. */
const NO_LOAD_SHARE = 0.5;

/** A unit that has been on longer than this without load is running idle, not starting, h. */
const STARTING_H = 0.25;

/** A meter at rest may show this share of the unit's largest output. */
const AT_REST_SHARE = 0.02;

/** Output goes with its unit's stop, or its reading is news from before; after this it speaks against the state, ms. */
export const STOPPING_MS = MS_PER_MINUTE;

/**
 * State of a unit; a start or stop that was told between two images counts at once. One that is off and
 * still has output is stopping; where that lasts (`STOPPING_MS`), its state and its meter contradict each other.
 */
export function runState(
  unit: Unit,
  readings: Pick<UnitReadings, 'on' | 'mw' | 'runningForH'>,
  told: UnitChange | undefined,
): RunState {
  const on = told ? told.on : readings.on.value === null ? null : readings.on.value >= 0.5;
  if (on === null || readings.on.standing === 'bad') return 'unknown';
  if (!on) return (usable(readings.mw) ?? 0) > AT_REST_SHARE * unit.mwMax ? 'stopping' : 'stopped';
  const noLoad = (readings.mw.value ?? 0) < NO_LOAD_SHARE * unit.mwMin;
  return noLoad && (readings.runningForH.value ?? 0) < STARTING_H ? 'starting' : 'running';
}

/** Zones that hold at this head. */
export function zonesAt(unit: Unit, headM: number | null): (readonly [number, number])[] {
  return unit.forbidden
    .filter(
      ({ headM: range }) => headM === null || !range || (headM >= range[0] && headM <= range[1]),
    )
    .map((zone) => zone.mw);
}

/** Noise of the meter at a zone's edge, MW. */
const ZONE_MARGIN_MW = 0.5;

/** A unit passes through a zone on its way up or down in less than this, ms. */
export const PASSING_MS = 3 * MS_PER_MINUTE;

/** Whether a running unit is inside one of the zones, by more than the meter's noise. */
export function isInZone(
  state: RunState,
  mw: number | null,
  zones: readonly (readonly [number, number])[],
): boolean {
  if (state !== 'running' || mw === null) return false;
  return zones.some(([low, high]) => mw > low + ZONE_MARGIN_MW && mw < high - ZONE_MARGIN_MW);
}

/** Heads closer than this give the same curve to the eye, m: the chart is not drawn again for less. */
const HEAD_STEP_M = 0.5;
const FLOW_STEP_M3S = 5;

/** Head and flow beside a unit, rounded to what changes its curve visibly. */
export function curveConditions(
  plant: Plant,
  unitIndex: number,
  headM: number | null,
  flowsM3s: readonly (number | null)[],
): { headM: number; othersM3s: number } | null {
  if (headM === null) return null;
  const conduit = plant.units[unitIndex]?.conduit ?? -1;
  let others = 0;
  plant.units.forEach((unit, index) => {
    if (index !== unitIndex && conduit >= 0 && unit.conduit === conduit) {
      others += flowsM3s[index] ?? 0;
    }
  });
  return {
    headM: Math.round(headM / HEAD_STEP_M) * HEAD_STEP_M,
    othersM3s: Math.round(others / FLOW_STEP_M3S) * FLOW_STEP_M3S,
  };
}

export function curveOfUnit(
  plant: Plant,
  unitIndex: number,
  conditions: { headM: number; othersM3s: number },
): EfficiencyCurve {
  const unit = plant.units[unitIndex]!;
  const conduitLoss = unit.conduit < 0 ? 0 : (plant.conduitLoss[unit.conduit] ?? 0);
  return efficiencyCurve(unit, conditions.headM, { conduitLoss, othersM3s: conditions.othersM3s });
}
