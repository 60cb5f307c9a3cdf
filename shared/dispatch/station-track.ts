import { type StepOutcome, emptyOutcome, runStep } from '#shared/hydraulics/step.ts';
import { outflowBefore } from './cascade.ts';
import { type Commitment, commitmentAfter, commitmentBefore } from './commitment.ts';
import type { Problem, StationProblem } from './problem.ts';

/** A station while its plan is carried out step by step: where it stands and what was decided so far. */
export interface StationTrack {
  readonly station: StationProblem;
  volumeMm3: number;
  levelM: number;
  /** Outflow of the step before, m³/s; NaN where the day does not tell. */
  outflowM3s: number;
  /** Σ P of the step before, MW; NaN where the day does not tell. */
  generationMw: number;
  commitment: Commitment;
  readonly outcome: StepOutcome;
  /** q per unit, per step, m³/s. */
  readonly flowsM3s: number[][];
  readonly spillM3s: number[];
  readonly outflowsM3s: number[];
}

export function trackOf(station: StationProblem): StationTrack {
  const history = station.outflowHistoryM3s;
  return {
    station,
    volumeMm3: station.startVolumeMm3,
    levelM: station.startLevelM,
    outflowM3s: history.length > 0 ? outflowBefore(history, 1) : NaN,
    generationMw: station.generationBeforeMw ?? NaN,
    commitment: commitmentBefore(station),
    outcome: emptyOutcome(station.plant),
    flowsM3s: station.units.map(() => []),
    spillM3s: [],
    outflowsM3s: [],
  };
}

/** Outflows of the stations above that come in during step t, m³/s. */
export function arrivalsM3s(tracks: readonly StationTrack[], s: number, t: number): number {
  let sum = 0;
  for (const { from, lagSteps } of tracks[s]!.station.arrivals) {
    const above = tracks[from]!;
    sum +=
      t >= lagSteps
        ? above.outflowsM3s[t - lagSteps]!
        : outflowBefore(above.station.outflowHistoryM3s, lagSteps - t);
  }
  return sum;
}

/** Σ startWaterM3 of the units that run now and rested before, m³. */
export function startWaterM3(track: StationTrack, running: ArrayLike<number>): number {
  let sum = 0;
  track.station.plant.units.forEach((unit, u) => {
    if (running[u]! > 0 && !track.commitment.on[u]) sum += unit.startWaterM3;
  });
  return sum;
}

/** What surrounds one step of one station. */
export interface StepSurroundings {
  readonly t: number;
  /** Inflow with arrivals, m³/s. */
  readonly inflowM3s: number;
  /** Level below at the step's start, m; −Infinity where there is no backwater. */
  readonly downstreamLevelM: number;
}

/** Carries out one step with these flows and writes it down. */
export function advance(
  problem: Problem,
  track: StationTrack,
  around: StepSurroundings,
  flowsM3s: Float64Array,
  spillM3s: number,
): void {
  const { outcome, station } = track;
  runStep(
    station.plant,
    {
      volumeMm3: track.volumeMm3,
      inflowM3s: around.inflowM3s,
      flowsM3s,
      spillM3s,
      startWaterM3: startWaterM3(track, flowsM3s),
      downstreamLevelM: around.downstreamLevelM,
      serviceLoadMw: station.serviceLoadMw[around.t]!,
      seconds: problem.seconds,
    },
    outcome,
  );
  track.volumeMm3 = outcome.volumeMm3;
  track.levelM = outcome.levelM;
  track.outflowM3s = outcome.outflowM3s;
  track.generationMw = outcome.generationMw;
  track.commitment = commitmentAfter(problem, track.commitment, flowsM3s, around.t);
  flowsM3s.forEach((flow, u) => track.flowsM3s[u]!.push(flow));
  track.spillM3s.push(outcome.spillM3s);
  track.outflowsM3s.push(outcome.outflowM3s);
}
