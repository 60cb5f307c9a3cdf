import { carryOut } from './carry-out.ts';
import type { StationModel } from './station-model.ts';
import { trackOf } from './station-track.ts';

/** What a day begins with that is ordered already, for all units alike, and is free after. */
export interface OrderedOutset {
  /** The first step that is free; 0: nothing is ordered. */
  readonly steps: number;
  /** Per ordered step, in the plant's order: 1 runs. */
  readonly running: readonly Uint8Array[];
  /** Σ q of each ordered step, m³/s. */
  readonly turbineFlowM3s: readonly number[];
  /** Storage at each instant up to the first free step's, Mm³; steps + 1. */
  readonly volumeMm3: readonly number[];
}

/**
 * The ordered steps of a day, carried out.
 * @returns null where orders leave some units free, or come after steps that are free
 */
export function orderedOutset({ task, corridor }: StationModel): OrderedOutset | null {
  const { station, problem } = task;
  const isOrdered = (u: number, t: number): boolean =>
    !Number.isNaN(station.units[u]!.fixedFlowM3s[t]!);
  let steps = 0;
  while (steps < problem.steps && station.units.every((_, u) => isOrdered(u, steps))) steps++;
  for (let t = steps; t < problem.steps; t++) {
    if (station.units.some((_, u) => isOrdered(u, t))) return null;
  }
  const track = trackOf(station);
  const volumeMm3 = [track.volumeMm3];
  for (let t = 0; t < steps; t++) {
    carryOut(
      problem,
      track,
      { t, inflowM3s: task.inflowM3s[t]!, downstreamLevelM: task.levelBelowM[t]! },
      { running: null, target: { turbineFlowM3s: 0 }, ceilingMm3: corridor.ceiling[t + 1]! },
    );
    volumeMm3.push(track.volumeMm3);
  }
  const flowsIn = (t: number): number[] => track.flowsM3s.map((flows) => flows[t]!);
  const ordered = Array.from({ length: steps }, (_, t) => flowsIn(t));
  return {
    steps,
    running: ordered.map((flows) => Uint8Array.from(flows, (flow) => (flow > 0 ? 1 : 0))),
    turbineFlowM3s: ordered.map((flows) => flows.reduce((sum, flow) => sum + flow, 0)),
    volumeMm3,
  };
}
