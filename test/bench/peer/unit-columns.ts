import type { Problem, StationProblem } from '#shared/dispatch/problem.ts';
import type { LinearProgram, Terms } from './linear-program.ts';
import type { Point } from './unit-curve.ts';

/** One unit in one step: the bands it may choose among, each as points of its curve. */
export interface UnitChoice {
  readonly bands: readonly (readonly Point[])[];
  /** The unit must run: the one band it has is given. */
  readonly mustRun: boolean;
}

/** A band's columns: whether it is chosen, and the weight of each of its points. */
interface BandColumns {
  readonly chosen: number;
  readonly points: readonly (Point & { readonly weight: number })[];
}

/** The columns of all units over the day: commitment, bands, points, starts, and the units' times. */
export class UnitColumns {
  private readonly program: LinearProgram;
  private readonly problem: Problem;
  private readonly station: StationProblem;
  /** By step and unit. */
  private readonly bands: BandColumns[][][] = [];
  /** Start of each unit in each step; by step and unit. */
  private readonly starts: number[][] = [];
  private readonly flowOf = new Map<number, number>();

  constructor(
    program: LinearProgram,
    problem: Problem,
    station: StationProblem,
    choices: readonly (readonly UnitChoice[])[],
    money: number,
  ) {
    this.program = program;
    this.problem = problem;
    this.station = station;
    for (const ofStep of choices) {
      this.bands.push(ofStep.map((choice) => this.bandColumns(choice)));
      this.starts.push(
        station.plant.units.map((unit) => program.column(0, 1, -unit.startCost / money)),
      );
    }
    station.units.forEach((_, u) => {
      for (let t = 0; t < problem.steps; t++) this.startRow(u, t);
      this.times(u);
      this.startsOfDays(u);
    });
  }

  private bandColumns({ bands, mustRun }: UnitChoice): BandColumns[] {
    const { program } = this;
    const columns = bands.map((points): BandColumns => {
      const chosen = program.binary(mustRun && bands.length === 1 ? 1 : 0, 1);
      if (points.length === 1) {
        return { chosen, points: [this.known({ ...points[0]!, weight: chosen })] };
      }
      const weighted = points.map((point) => {
        return this.known({ ...point, weight: program.column(0, 1) });
      });
      program.row(0, 0, [
        [chosen, -1],
        ...weighted.map(({ weight }): [number, number] => [weight, 1]),
      ]);
      return { chosen, points: weighted };
    });
    if (columns.length > 1) {
      const one: Terms = columns.map(({ chosen }) => [chosen, 1]);
      program.row(mustRun ? 1 : 0, 1, one);
    }
    return columns;
  }

  private known(point: Point & { weight: number }): Point & { weight: number } {
    this.flowOf.set(point.weight, point.flow);
    return point;
  }

  private on(u: number, t: number): Terms {
    return this.bands[t]![u]!.map(({ chosen }) => [chosen, 1]);
  }

  /** start ≥ on[t] − on[t − 1]. */
  private startRow(u: number, t: number): void {
    const now = this.on(u, t);
    const start: [number, number] = [this.starts[t]![u]!, -1];
    if (t > 0) this.program.row(-Infinity, 0, [...now, ...negatives(this.on(u, t - 1)), start]);
    else this.program.row(-Infinity, this.station.units[u]!.onBefore ? 1 : 0, [...now, start]);
  }

  /** Σ starts of the last minUp steps ≤ on[t]; Σ starts of the last minDown ≤ 1 − on before them. */
  private times(u: number): void {
    const { problem, program, station } = this;
    const { minUpMinutes, minDownMinutes } = station.plant.units[u]!;
    const stepsOf = (minutes: number): number => Math.ceil(minutes / problem.stepMinutes - 1e-9);
    const up = stepsOf(minUpMinutes);
    const down = stepsOf(minDownMinutes);
    const startsOver = (from: number, to: number): Terms => {
      const terms: Terms = [];
      for (let i = Math.max(0, from); i <= to; i++) terms.push([this.starts[i]![u]!, 1]);
      return terms;
    };
    const onBefore = station.units[u]!.onBefore ? 1 : 0;
    for (let t = 0; t < problem.steps; t++) {
      if (up > 1) {
        program.row(-Infinity, 0, [...startsOver(t - up + 1, t), ...negatives(this.on(u, t))]);
      }
      if (down > 1) {
        const before = t - down;
        const rested: Terms = before >= 0 ? this.on(u, before) : [];
        const most = before >= 0 ? 1 : 1 - onBefore;
        program.row(-Infinity, most, [...startsOver(before + 1, t), ...rested]);
      }
    }
  }

  private startsOfDays(u: number): void {
    const { problem, program, station } = this;
    const most = station.plant.units[u]!.startsPerDay;
    if (most === Infinity) return;
    const days = new Map<number, Terms>();
    problem.localDay.forEach((day, t) => {
      days.set(day, [...(days.get(day) ?? []), [this.starts[t]![u]!, 1]]);
    });
    for (const terms of days.values()) program.row(-Infinity, most, terms);
  }

  /** Σ q of the station, or of one conduit. */
  flowTerms(t: number, conduit?: number): Terms {
    return this.termsOf(t, (point, u) => {
      const counts = conduit === undefined || this.station.plant.units[u]!.conduit === conduit;
      return counts ? point.flow : 0;
    });
  }

  powerTerms(t: number): Terms {
    return this.termsOf(t, (point) => point.power);
  }

  private termsOf(t: number, factor: (point: Point, u: number) => number): Terms {
    return this.bands[t]!.flatMap((bands, u) =>
      bands.flatMap(({ points }) =>
        points.map((point): [number, number] => [point.weight, factor(point, u)]),
      ),
    );
  }

  /** MW that each running unit uses itself. */
  auxiliaryTerms(t: number): Terms {
    return this.onTerms(t, (u) => this.station.plant.units[u]!.auxiliaryMw);
  }

  /** MW that each running unit could make. */
  readyTerms(t: number): Terms {
    return this.onTerms(t, (u) => this.station.plant.units[u]!.mwMax);
  }

  private onTerms(t: number, factor: (u: number) => number): Terms {
    return this.bands[t]!.flatMap((bands, u) =>
      bands.map(({ chosen }): [number, number] => [chosen, factor(u)]),
    );
  }

  /** Start water of each unit, m³. */
  startWater(t: number): Terms {
    return this.starts[t]!.flatMap((start, u): Terms => {
      const { startWaterM3 } = this.station.plant.units[u]!;
      return startWaterM3 > 0 ? [[start, startWaterM3]] : [];
    });
  }

  /** Least and most that flow terms of step t can come to, m³/s: each unit at rest, unless it must run, or in a band. */
  flowSpan(t: number, flows: Terms): readonly [number, number] {
    const counted = new Set(flows.filter(([, flow]) => flow !== 0).map(([column]) => column));
    let least = 0;
    let most = 0;
    for (const bands of this.bands[t]!) {
      const points = bands.flatMap((band) => band.points).filter((p) => counted.has(p.weight));
      if (points.length === 0) continue;
      const stays = bands.length === 1 && this.program.isForced(bands[0]!.chosen);
      if (stays) least += Math.min(...points.map(({ flow }) => flow));
      most += Math.max(...points.map(({ flow }) => flow));
    }
    return [least, most];
  }

  /** The bands of given flows, as values of the integral columns: a start for the search. */
  start(flowsM3s: readonly Float64Array[]): Map<number, number> {
    const values = new Map<number, number>();
    this.bands.forEach((ofStep, t) => {
      ofStep.forEach((bands, u) => {
        const flow = flowsM3s[u]![t]!;
        const nearest =
          flow > 0
            ? nearestPoints(
                bands.map((b) => b.points),
                flow,
              )
            : -1;
        bands.forEach(({ chosen }, b) => values.set(chosen, b === nearest ? 1 : 0));
      });
    });
    return values;
  }

  flows(values: Float64Array): Float64Array[] {
    return this.station.units.map((_, u) =>
      Float64Array.from(this.bands, (ofStep) => {
        let flow = 0;
        for (const { points } of ofStep[u]!) {
          for (const point of points) flow += point.flow * values[point.weight]!;
        }
        return flow < 1e-6 ? 0 : flow;
      }),
    );
  }
}

/** Index of the band that holds a flow, or stands next to it; −1 where there is none. */
export function nearestPoints(bands: readonly (readonly Point[])[], flow: number): number {
  let best = -1;
  let distance = Infinity;
  bands.forEach((points, b) => {
    const off = Math.max(points[0]!.flow - flow, flow - points[points.length - 1]!.flow, 0);
    if (off < distance) [best, distance] = [b, off];
  });
  return best;
}

function negatives(terms: Terms): Terms {
  return terms.map(([column, factor]) => [column, -factor]);
}
