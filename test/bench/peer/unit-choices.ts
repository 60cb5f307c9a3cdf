import type { Problem, StationProblem } from '#shared/dispatch/problem.ts';
import type { Trajectory } from './trajectory.ts';
import type { UnitChoice } from './unit-columns.ts';
import {
  type Band,
  type Point,
  type UnitAtHead,
  nearestBand,
  upperEnvelope,
} from './unit-curve.ts';

/** Points between two bends of a curve, and the share of a unit's output by which one may be left out. */
const BETWEEN = 2;
const LEFT_OUT = { whole: 2e-4, within: 1e-6 };

const RESTS: UnitChoice = { bands: [], mustRun: false };

/**
 * What every unit may do in every step, at the heads of the last iteration.
 * @param reach share of its largest flow by which a unit may leave the last iteration, committed as
 *   there; null: free
 */
export function unitChoices(
  problem: Problem,
  station: StationProblem,
  last: Trajectory,
  reach: number | null,
): UnitChoice[][] {
  const obliged = station.units.map((_, u) => obligations(problem, station, u));
  return last.steps.map((state, t) =>
    state.units.map((unit, u): UnitChoice => {
      const ordered = station.units[u]!.fixedFlowM3s[t]!;
      if (!Number.isNaN(ordered)) return ordered > 0 ? exactly(unit, ordered) : RESTS;
      const flow = state.flowsM3s[u]!;
      if (reach !== null) {
        return flow > 0 ? within(unit, flow, reach) : RESTS;
      }
      if (!station.units[u]!.available[t] || obliged[u]!.rest > t) return RESTS;
      const tolerance = LEFT_OUT.whole * unit.unit.mwMax;
      const bands = unit
        .bands()
        .map((band) => upperEnvelope(unit.points(band, BETWEEN), tolerance));
      return { bands, mustRun: obliged[u]!.run > t && bands.length > 0 };
    }),
  );
}

function exactly(unit: UnitAtHead, flow: number): UnitChoice {
  return { bands: [[{ flow, power: unit.powerMw(flow) }]], mustRun: true };
}

/** The part of its band that a unit reaches from where it stood. */
function within(unit: UnitAtHead, flow: number, reach: number): UnitChoice {
  const band = nearestBand(unit.bands(), flow);
  if (!band) return RESTS;
  const room = reach * Math.max(...unit.unit.flowMax.y);
  const clamp = (q: number): number => Math.min(band.high, Math.max(band.low, q));
  const part: Band = { low: clamp(flow - room), high: clamp(flow + room) };
  const points = [...unit.points(part, BETWEEN), ...pointAt(unit, clamp(flow))];
  points.sort((a, b) => a.flow - b.flow);
  return { bands: [upperEnvelope(points, LEFT_OUT.within * unit.unit.mwMax)], mustRun: true };
}

function pointAt(unit: UnitAtHead, flow: number): Point[] {
  return [{ flow, power: unit.powerMw(flow) }];
}

/** First steps in which the unit must still run, or still rest, after what it did before the horizon. */
function obligations(
  problem: Problem,
  station: StationProblem,
  u: number,
): { run: number; rest: number } {
  const { onBefore, forMinutes, available } = station.units[u]!;
  const { minUpMinutes, minDownMinutes } = station.plant.units[u]!;
  const left = (minutes: number): number =>
    Math.max(0, Math.ceil((minutes - forMinutes) / problem.stepMinutes - 1e-9));
  if (!onBefore) return { run: 0, rest: left(minDownMinutes) };
  const outage = available.indexOf(0);
  return { run: Math.min(left(minUpMinutes), outage < 0 ? Infinity : outage), rest: 0 };
}
