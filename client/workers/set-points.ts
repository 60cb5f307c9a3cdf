import { scheduleOf } from '#shared/dispatch/carry-out-day.ts';
import type { Problem } from '#shared/dispatch/problem.ts';
import type { Schedule } from '#shared/dispatch/schedule.ts';
import {
  type StationTrack,
  advance,
  arrivalsM3s,
  trackOf,
} from '#shared/dispatch/station-track.ts';
import { SetPointStep } from './set-point-step.ts';
import type { Rows, ShortCell, StationRows } from './what-if-messages.ts';

/** A schedule that makes set points, and where machines cannot. */
export interface SetPointSchedule {
  readonly schedule: Schedule;
  readonly short: readonly ShortCell[];
}

/**
 * The flows that make each unit's MW at the head that the day so far has left, step by step, stations
 * upstream first. What the dispatcher fixed is made as it stands, whatever limit it breaks, up to the
 * machine's largest flow; a set point of the base gives way to a changed head within the unit's flow
 * range. Gates pass what the base let go, less what the turbines take of it now, and what limits ask for.
 */
export function scheduleOfSetPoints(problem: Problem, rows: Rows): SetPointSchedule {
  return new SetPointDay(problem).make(rows);
}

/** Where a station stands before a step. */
type Standing = Pick<
  StationTrack,
  'volumeMm3' | 'levelM' | 'outflowM3s' | 'generationMw' | 'commitment'
>;

/** A day whose set points change a little at a time: what comes before the first change is kept as it is. */
export class SetPointDay {
  private readonly tracks: readonly StationTrack[];
  /** By step, then station. */
  private readonly standings: Standing[][] = [];
  private short: ShortCell[] = [];
  /** What the tracks were made from; null: they are not whole. */
  private made: Rows | null = null;

  constructor(private readonly problem: Problem) {
    this.tracks = problem.stations.map(trackOf);
  }

  /** As `scheduleOfSetPoints`, to the last bit. @throws where a station has no set points */
  make(rows: Rows): SetPointSchedule {
    const { problem, tracks } = this;
    for (const { station } of tracks) {
      if (!rows[station.id]) throw new Error(`stations.${station.id}: no set points`);
    }
    const first = this.made ? this.firstChange(this.made, rows) : 0;
    this.made = null;
    this.goBackTo(first);
    for (let t = first; t < problem.steps; t++) this.step(t, rows);
    this.made = rows;
    // The tracks go on being written: what is handed out is a copy.
    return { schedule: structuredClone(scheduleOf(tracks)), short: [...this.short] };
  }

  /** The first step in which anything is asked for otherwise; `steps` where nothing is. */
  private firstChange(before: Rows, after: Rows): number {
    const { steps, stations } = this.problem;
    const first = stations.map(({ id, units }) => {
      const [a, b] = [before[id]!, after[id]!];
      return Array.from({ length: steps }, (_, t) => t).findIndex(
        (t) =>
          (a.spillM3s[t] ?? 0) !== (b.spillM3s[t] ?? 0) ||
          units.some((unit) => differs(a, b, unit.id, t)),
      );
    });
    return Math.min(steps, ...first.filter((t) => t >= 0));
  }

  private goBackTo(step: number): void {
    const standings = this.standings[step];
    this.tracks.forEach((track, s) => {
      if (standings) Object.assign(track, standings[s]);
      track.spillM3s.length = step;
      track.outflowsM3s.length = step;
      for (const flows of track.flowsM3s) flows.length = step;
    });
    this.standings.length = step;
    this.short = this.short.filter((cell) => cell.step < step);
  }

  private step(t: number, rows: Rows): void {
    const { problem, tracks } = this;
    this.standings.push(tracks.map(standingOf));
    const levelsBelow = tracks.map(({ station }) =>
      station.backwaterFrom < 0 ? -Infinity : tracks[station.backwaterFrom]!.levelM,
    );
    tracks.forEach((track, s) => {
      const inflowM3s = track.station.inflowM3s[t]! + arrivalsM3s(tracks, s, t);
      const around = { t, inflowM3s, downstreamLevelM: levelsBelow[s]! };
      const step = new SetPointStep(problem, track, around, rows[track.station.id]!);
      const flows = step.flows();
      advance(problem, track, around, flows, step.spillFor(flows));
      this.short.push(...step.short(track.outcome.powerMw));
    });
  }
}

const standingOf = (track: StationTrack): Standing => {
  const { volumeMm3, levelM, outflowM3s, generationMw, commitment } = track;
  return { volumeMm3, levelM, outflowM3s, generationMw, commitment };
};

const differs = (a: StationRows, b: StationRows, unit: string, t: number): boolean =>
  (a.baseMw[unit]?.[t] ?? 0) !== (b.baseMw[unit]?.[t] ?? 0) ||
  (a.fixedMw[unit]?.[t] ?? null) !== (b.fixedMw[unit]?.[t] ?? null);
