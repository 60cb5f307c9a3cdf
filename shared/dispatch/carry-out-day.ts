import { type StepIntent, carryOut } from './carry-out.ts';
import type { Problem } from './problem.ts';
import type { Schedule } from './schedule.ts';
import { type StationTrack, arrivalsM3s, trackOf } from './station-track.ts';

/** What station s is meant to do in step t, asked for when its turn comes. */
export type Intentions = (
  s: number,
  t: number,
  track: StationTrack,
  inflowM3s: number,
) => StepIntent;

/**
 * Carries a whole day out by the exact physics, all stations step by step together, upstream first,
 * so that each meets the levels below and the water from above as they really are.
 */
export function carryOutDay(problem: Problem, intentions: Intentions): Schedule {
  const tracks = problem.stations.map(trackOf);
  for (let t = 0; t < problem.steps; t++) {
    const levelsBelow = tracks.map(({ station }) =>
      station.backwaterFrom < 0 ? -Infinity : tracks[station.backwaterFrom]!.levelM,
    );
    tracks.forEach((track, s) => {
      const inflowM3s = track.station.inflowM3s[t]! + arrivalsM3s(tracks, s, t);
      const around = { t, inflowM3s, downstreamLevelM: levelsBelow[s]! };
      carryOut(
        problem,
        track,
        around,
        followingLoad(problem, tracks, s, t, intentions(s, t, track, inflowM3s)),
      );
    });
  }
  return scheduleOf(tracks);
}

/** With a load to follow, the lowest station exports what the others leave of it, but for a step meant as it is. */
function followingLoad(
  problem: Problem,
  tracks: readonly StationTrack[],
  s: number,
  t: number,
  intent: StepIntent,
): StepIntent {
  if (!problem.loadMw || s < tracks.length - 1 || intent.spillM3s !== undefined) return intent;
  let rest = problem.loadMw[t]!;
  for (let above = 0; above < s; above++) rest -= tracks[above]!.outcome.exportMw;
  return { ...intent, target: { exportMw: rest } };
}

export function scheduleOf(tracks: readonly StationTrack[]): Schedule {
  return {
    stations: Object.fromEntries(
      tracks.map(({ station, spillM3s, flowsM3s }) => [
        station.id,
        {
          spillM3s,
          units: Object.fromEntries(
            station.units.map(({ id }, u) => [id, { flowM3s: flowsM3s[u]! }]),
          ),
        },
      ]),
    ),
  };
}
