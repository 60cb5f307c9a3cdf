import { curveAt, curveSlopeAt } from '#shared/hydraulics/curve.ts';
import { levelM, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { LoadingTable } from '../loading-table.ts';
import type { StationModel } from '../station-model.ts';

/** Flows per set and head of the table that earnings are read from, and its heads. */
const FLOW_POINTS = 129;
const CHART_PARTS = 6;
const HEADS = 5;

/** Head over which a gain by head is taken, m. */
const HEAD_STEP_M = 0.05;

/** Rounds in which a range of flow and its own tailwater settle. */
const SPAN_ROUNDS = 3;

/**
 * What each running set makes and earns of a flow in each step, at the levels that a course of storages
 * gives. Set indices are the model's.
 */
export class StepEarnings {
  private readonly model: StationModel;
  private readonly table: LoadingTable;
  private readonly level: Float64Array;
  private readonly volume: Float64Array;

  constructor(model: StationModel) {
    this.model = model;
    const { headsM } = model.table;
    const [least, most] = [headsM[0]!, headsM[headsM.length - 1]!];
    const heads = Float64Array.from({ length: HEADS }, (_, i) => {
      return least + ((most - least) * i) / (HEADS - 1);
    });
    this.table = new LoadingTable(
      model.task.station.plant,
      model.sets,
      heads,
      FLOW_POINTS,
      CHART_PARTS,
    );
    const { steps } = model.task.problem;
    this.level = new Float64Array(steps);
    this.volume = new Float64Array(steps + 1);
  }

  /** @param volumeMm3s storages whose levels hold from now on; n + 1 */
  follow(volumeMm3s: Float64Array): void {
    const { plant } = this.model.task.station;
    this.volume.set(volumeMm3s);
    for (let t = 0; t < this.level.length; t++) {
      this.level[t] = (levelM(plant, volumeMm3s[t]!) + levelM(plant, volumeMm3s[t + 1]!)) / 2;
    }
  }

  /** Gross head of a step at an outflow, m. */
  headM(t: number, outflow: number): number {
    const { station, levelBelowM } = this.model.task;
    return this.level[t]! - Math.max(curveAt(station.plant.tailwater, outflow), levelBelowM[t]!);
  }

  /** Σ P of a set at a turbine flow, MW; −Infinity where it cannot take it. */
  powerMw(t: number, set: number, flow: number, startM3s: number): number {
    const power = this.table.powerMw(set, flow, this.headM(t, flow + startM3s));
    return Number.isNaN(power) ? -Infinity : power;
  }

  /** Least and most flow of a set, each at its own tailwater, within the limits of outflow, m³/s; NaN: none. */
  span(t: number, set: number, startM3s: number): readonly [number, number] {
    const { table } = this;
    let low = table.leastFlowM3s(set, this.headM(t, 0));
    let high = table.mostFlowM3s(set, this.headM(t, this.model.mostFlowM3s(set)));
    for (let i = 0; i < SPAN_ROUNDS; i++) {
      low = table.leastFlowM3s(set, this.headM(t, low + startM3s));
      high = table.mostFlowM3s(set, this.headM(t, high + startM3s));
    }
    const [least, most] = this.room(t);
    low = Math.max(low, least - startM3s);
    high = Math.min(high, most - startM3s);
    return low <= high ? [low, high] : [NaN, NaN];
  }

  /** Outflows that floor, ceiling and the level's ramps leave, m³/s. */
  private room(t: number): readonly [number, number] {
    const { task, perFlow } = this.model;
    const { plant } = task.station;
    const { up, down } = plant.levelRampMPerHour;
    const hours = task.problem.seconds / SECONDS_PER_HOUR;
    const volume = this.volume[t]!;
    const level = levelM(plant, volume);
    const outflowTo = (after: number): number => task.inflowM3s[t]! + (volume - after) / perFlow;
    let [least, most] = [plant.outflowMinM3s, plant.outflowMaxM3s];
    if (up < Infinity) least = Math.max(least, outflowTo(volumeMm3(plant, level + up * hours)));
    if (down < Infinity) most = Math.min(most, outflowTo(volumeMm3(plant, level - down * hours)));
    return [least, most];
  }

  /** Money that a MW is worth in step t. */
  perMw(t: number): number {
    const { pricePerMwh, seconds } = this.model.task.problem;
    return (pricePerMwh[t]! * seconds) / SECONDS_PER_HOUR;
  }

  /** Σ P at most by export limit and reserve, MW. */
  mostMw(t: number, set: number): number {
    const { plant, serviceLoadMw } = this.model.task.station;
    const most = this.model.mostExportMw(set, t);
    return most + plant.fixedServiceMw + serviceLoadMw[t]! + this.model.auxiliaryMw(set);
  }

  /** What a Mm³ more in store earns by its head in step t, money. */
  byHead(t: number, set: number, flow: number, startM3s: number): number {
    if (!(flow > 0)) return 0;
    const { table } = this;
    const head = this.headM(t, flow + startM3s);
    const rise =
      (table.powerMw(set, flow, head + HEAD_STEP_M) -
        table.powerMw(set, flow, head - HEAD_STEP_M)) /
      (2 * HEAD_STEP_M);
    const middle = (this.volume[t]! + this.volume[t + 1]!) / 2;
    const perMm3 = curveSlopeAt(this.model.task.station.plant.levelAtVolume, middle);
    const worth = this.perMw(t) * rise * perMm3;
    return Number.isFinite(worth) ? worth : 0;
  }
}
