import { curveSlopeAt } from '#shared/hydraulics/curve.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import type { StationProblem } from '#shared/dispatch/problem.ts';
import type { Terms } from './linear-program.ts';
import type { Trajectory } from './trajectory.ts';

/** Σ terms + constant. */
export interface Affine {
  readonly terms: Terms;
  readonly constant: number;
}

/**
 * Levels and heads as affine functions of a program's columns, about the last iteration: the level by
 * its slope over the volume, the tailwater by its slope over the outflow, both as they were there.
 */
export class LevelTerms {
  private readonly station: StationProblem;
  private readonly last: Trajectory;
  /** V[t + 1] − V[0] by step, m³/s of a step. */
  private readonly storage: readonly number[];
  private readonly outflow: readonly number[];
  private readonly perMm3: number;

  /** @param perMm3 m³/s of a step in a Mm³ */
  constructor(
    station: StationProblem,
    last: Trajectory,
    storage: readonly number[],
    outflow: readonly number[],
    perMm3: number,
  ) {
    this.station = station;
    this.last = last;
    this.storage = storage;
    this.outflow = outflow;
    this.perMm3 = perMm3;
  }

  /** factor · (level at an instant − level there in the last iteration). */
  private change(instant: number, factor: number): Affine {
    if (instant === 0 || factor === 0) return { terms: [], constant: 0 };
    const { station, last } = this;
    const volume = last.decisions.volumeMm3[instant]!;
    const slope = factor * curveSlopeAt(station.plant.levelAtVolume, volume);
    return {
      terms: [[this.storage[instant - 1]!, slope / this.perMm3]],
      constant: slope * (station.startVolumeMm3 - volume),
    };
  }

  /** factor · (z̄[t] − z̄ of the last iteration). */
  meanLevelChange(t: number, factor: number): Affine {
    return sum(this.change(t, factor / 2), this.change(t + 1, factor / 2));
  }

  /** factor · change of the gross head since the last iteration: mean level less tailwater. */
  headChange(t: number, factor: number): Affine {
    if (factor === 0) return { terms: [], constant: 0 };
    const outflow = this.last.decisions.outflowM3s[t]!;
    const slope = -factor * curveSlopeAt(this.station.plant.tailwater, outflow);
    const tailwater: Affine = {
      terms: [[this.outflow[t]!, slope]],
      constant: -slope * outflow,
    };
    return sum(this.meanLevelChange(t, factor), tailwater);
  }

  /** z[t + 1] − z[t], m. */
  rise(t: number): Affine {
    const { plant } = this.station;
    const { volumeMm3 } = this.last.decisions;
    const rose = levelM(plant, volumeMm3[t + 1]!) - levelM(plant, volumeMm3[t]!);
    const { terms, constant } = sum(this.change(t + 1, 1), this.change(t, -1));
    return { terms, constant: constant + rose };
  }
}

function sum(a: Affine, b: Affine): Affine {
  return { terms: [...a.terms, ...b.terms], constant: a.constant + b.constant };
}
