import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';

/** What a simulated unit is doing. `starting`: fills, runs up, synchronises; gives nothing yet. */
export type UnitPhase = 'stopped' | 'starting' | 'running';

export interface SimulatedUnit {
  readonly phase: UnitPhase;
  /** Time in the phase, s. */
  readonly inPhaseS: number;
  readonly flowM3s: number;
  /** Counters of the unit's life. */
  readonly hours: number;
  readonly starts: number;
}

/** From the order to the synchronised unit. */
export const START_SECONDS = 180;
/** The governor goes from rest to full flow in this time. */
const FULL_STROKE_SECONDS = 150;

/** What a unit is to do now, and whether it is wanted soon: a start is begun ahead of its step. */
export interface UnitOrder {
  readonly flowM3s: number;
  readonly wantedSoon: boolean;
}

/** A unit `seconds` later. The flow runs to its order with the governor's speed. */
export function advanceUnit(
  unit: PlantUnit,
  state: SimulatedUnit,
  order: UnitOrder,
  flowMaxM3s: number,
  seconds: number,
): SimulatedUnit {
  const wanted = order.flowM3s > 0 || order.wantedSoon;
  const inPhaseS = state.inPhaseS + seconds;
  if (state.phase === 'stopped') {
    if (!wanted) return { ...state, inPhaseS };
    return { ...state, phase: 'starting', inPhaseS: 0, starts: state.starts + 1 };
  }
  if (state.phase === 'starting') {
    if (!wanted) return { ...state, phase: 'stopped', inPhaseS: 0 };
    if (inPhaseS < START_SECONDS) return { ...state, inPhaseS };
    return { ...state, phase: 'running', inPhaseS: 0 };
  }
  const hours = state.hours + seconds / SECONDS_PER_HOUR;
  const stroke = (Math.max(...unit.flowMax.y) * seconds) / FULL_STROKE_SECONDS;
  const target = Math.min(order.flowM3s, flowMaxM3s);
  const change = Math.max(-stroke, Math.min(stroke, target - state.flowM3s));
  const flowM3s = state.flowM3s + change;
  if (flowM3s <= 0 && !wanted)
    return { ...state, phase: 'stopped', inPhaseS: 0, flowM3s: 0, hours };
  return { ...state, inPhaseS, flowM3s: Math.max(0, flowM3s), hours };
}

/** Start water of a unit within `seconds` of its start sequence, m³. */
export function startWaterM3(unit: PlantUnit, state: SimulatedUnit, seconds: number): number {
  return state.phase === 'starting' ? (unit.startWaterM3 * seconds) / START_SECONDS : 0;
}
