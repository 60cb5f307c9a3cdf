import { curveAt } from '#shared/hydraulics/curve.ts';
import { freeSpillM3s, levelM, spillCapacityM3s, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { M3_PER_MM3, MW_PER_M3S_M, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { keptLoading } from './kept-loading.ts';
import type { LoadingTable } from './loading-table.ts';
import { outflowRoom } from './outflow-room.ts';
import { type RunningSet, type UnitClass, runningSets, unitClasses } from './running-sets.ts';
import type { StationTask } from './station-task.ts';
import { type StorageCorridor, storageCorridor } from './storage-corridor.ts';
import { type WaterPath, worthySets } from './worthy-sets.ts';

/** Heads a loading table is made for. */
const TABLE_HEADS = 8;

/** A free overflow known to this, m³/s, is near enough to search with. */
const SPILL_NEAR_M3S = 0.01;

/** Rounds in which a set's range of flow and its own tailwater settle. */
const SPAN_ROUNDS = 2;

/** How much a rank outweighs the next. A unit of spill costs this many times what its water could earn. */
const SPILL_OUTWEIGHS = 60;
/** A breach of an operating limit, put as water over a step, costs this many times its spill. */
const BREACH_OUTWEIGHS = 200;

/** What one approximate step came to. */
export interface ApproxStep {
  volumeMm3: number;
  levelM: number;
  outflowM3s: number;
  spillM3s: number;
  generationMw: number;
  exportMw: number;
  /** Rank 2, as m³/s of one step. */
  breachM3s: number;
  /** Money, with spill and breaches at their weights. */
  worth: number;
}

export function emptyApproxStep(): ApproxStep {
  return {
    volumeMm3: 0,
    levelM: 0,
    outflowM3s: 0,
    spillM3s: 0,
    generationMw: 0,
    exportMw: 0,
    breachM3s: 0,
    worth: 0,
  };
}

/**
 * A station as the search sees it: model.md with the best loading of each running set taken from a
 * table. Limits are not walls but weights, spill weighing more than any value and a breach more than
 * any spill, so that a search always ends somewhere and ranks come in their order.
 */
export class StationModel {
  readonly task: StationTask;
  readonly classes: readonly UnitClass[];
  readonly sets: readonly RunningSet[];
  readonly table: LoadingTable;
  readonly corridor: StorageCorridor;
  /** Money per Mm³ spilled. */
  readonly spillWeight: number;
  /** Money per Mm³ by which limits are broken. */
  readonly breachWeight: number;
  /** What a m³/s of a step is in Mm³. */
  readonly perFlow: number;
  /** Tailwater of a middling outflow, m: where tables are looked up before the outflow is known. */
  private readonly usualTailwaterM: number;
  /** Storage limits of each instant, the end level and what limits to come ask for included, Mm³. */
  private readonly highest: Float64Array;
  private readonly lowest: Float64Array;
  private readonly ready: Float64Array;
  private readonly auxiliary: Float64Array;
  /** About what 1 MW takes, m³/s. */
  readonly flowPerMw: number;

  private readonly clearMm3: number;

  /**
   * @param path what water is worth along a course already found: it tells which sets are worth listing
   * @param clearMm3 kept free below upper limits of storage
   */
  constructor(task: StationTask, path: WaterPath | null = null, clearMm3 = 0) {
    this.task = task;
    this.clearMm3 = clearMm3;
    const { station, problem } = task;
    const { plant } = station;
    this.perFlow = problem.seconds / M3_PER_MM3;
    this.classes = unitClasses(plant);
    const mostFlowM3s = plant.units.reduce((sum, unit) => sum + Math.max(...unit.flowMax.y), 0);
    this.corridor = storageCorridor(task);
    this.highest = this.corridor.ceiling;
    this.lowest = Float64Array.from(station.levelMinM, (level, i) =>
      volumeMm3(plant, i === problem.steps ? Math.max(level, station.end.levelM) : level),
    );
    const [headLow, headHigh] = this.headSpan(mostFlowM3s);
    this.sets = worthySets(task, this.classes, runningSets(this.classes), path);
    this.table = keptLoading(plant, this.sets, [headLow, headHigh], TABLE_HEADS);
    this.usualTailwaterM = curveAt(plant.tailwater, mostFlowM3s / 2);
    this.ready = Float64Array.from(this.sets, ({ units }) =>
      units.reduce((sum, u) => sum + plant.units[u]!.mwMax, 0),
    );
    this.auxiliary = Float64Array.from(this.sets, ({ units }) =>
      units.reduce((sum, u) => sum + plant.units[u]!.auxiliaryMw, 0),
    );
    const headM = Math.max(1, (headLow + headHigh) / 2);
    this.flowPerMw = 1 / (MW_PER_M3S_M * headM * 0.9);
    const mwhPerMm3 = (MW_PER_M3S_M * headM * M3_PER_MM3) / SECONDS_PER_HOUR;
    const highestPrice = problem.pricePerMwh.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
    const waterWorth = Math.max(highestPrice * mwhPerMm3, station.end.waterValuePerMm3);
    this.spillWeight = SPILL_OUTWEIGHS * waterWorth;
    this.breachWeight = BREACH_OUTWEIGHS * this.spillWeight;
  }

  /** Gross heads that the corridor and the tailwater allow, m. */
  private headSpan(mostFlowM3s: number): [number, number] {
    const { plant } = this.task.station;
    const lowest = levelM(plant, Math.min(...this.corridor.low));
    const highest = levelM(plant, Math.max(...this.corridor.high));
    const below = this.task.levelBelowM.reduce((a, b) => Math.max(a, b), -Infinity);
    const high = Math.max(curveAt(plant.tailwater, mostFlowM3s), below);
    const low = curveAt(plant.tailwater, Math.max(0, plant.outflowMinM3s));
    return [lowest - high, Math.max(highest - low, lowest - high + 0.1)];
  }

  /** Least and most flow of a set about this level, m³/s. NaN where it cannot run. */
  flowSpan(set: number, level: number): readonly [number, number] {
    const { plant } = this.task.station;
    let least = this.table.leastFlowM3s(set, level - this.usualTailwaterM);
    let most = this.table.mostFlowM3s(set, level - this.usualTailwaterM);
    for (let round = 0; round < SPAN_ROUNDS; round++) {
      least = this.table.leastFlowM3s(set, level - curveAt(plant.tailwater, least));
      most = this.table.mostFlowM3s(set, level - curveAt(plant.tailwater, most));
    }
    return [least, most];
  }

  /** Flows between the least and the most at which bands of a set begin and end about this level, rising, m³/s. */
  edgesM3s(set: number, level: number): number[] {
    const { tailwater } = this.task.station.plant;
    return this.table.edgesM3s(set, (flow) => level - curveAt(tailwater, flow));
  }

  /** Largest flow a set takes at any head of the table, m³/s. */
  mostFlowM3s(set: number): number {
    return this.table.headsM.reduce((most, head) => {
      const flow = this.table.mostFlowM3s(set, head);
      return flow > most ? flow : most;
    }, 0);
  }

  /** Storage limits of instant t, end level, limits to come and what is kept free included, Mm³. */
  limitsMm3(t: number): readonly [number, number] {
    const lowest = this.lowest[t]!;
    return [lowest, Math.max(lowest, this.highest[t]! - this.clearMm3)];
  }

  /** Export at most in step t by export limit and reserve, MW; Infinity where neither is set. */
  mostExportMw(set: number, t: number): number {
    const { plant, serviceLoadMw } = this.task.station;
    if (plant.reserveMw <= 0) return plant.exportLimitMw;
    const service = plant.fixedServiceMw + serviceLoadMw[t]! + this.auxiliary[set]!;
    return Math.min(plant.exportLimitMw, this.ready[set]! - plant.reserveMw - service);
  }

  auxiliaryMw(set: number): number {
    return this.auxiliary[set]!;
  }

  /**
   * One step with a set at a turbine flow. Gates open for floor, ramp and levels as far as they must.
   * @param before outflow of the step before, m³/s; NaN: not known or of no matter
   * @param generationBefore Σ P of the step before, MW; NaN likewise
   * @returns false where the set cannot take the flow
   */
  step(
    t: number,
    volume: number,
    level: number,
    set: number,
    turbineFlow: number,
    startWaterM3s: number,
    before: number,
    generationBefore: number,
    into: ApproxStep,
  ): boolean {
    const { station, inflowM3s, levelBelowM } = this.task;
    const { plant } = station;
    const release = turbineFlow + startWaterM3s;
    const inflow = inflowM3s[t]!;
    let least = plant.outflowMinM3s;
    let most = plant.outflowMaxM3s;
    if (!Number.isNaN(before)) {
      least = Math.max(least, before - plant.outflowRampM3sPerStep.down);
      most = Math.min(most, before + plant.outflowRampM3sPerStep.up);
    }
    const { problem } = this.task;
    const hours = problem.seconds / SECONDS_PER_HOUR;
    const { up, down } = plant.levelRampMPerHour;
    let ceiling = this.highest[t + 1]!;
    let floorVolume = this.lowest[t + 1]!;
    if (up < Infinity) ceiling = Math.min(ceiling, volumeMm3(plant, level + up * hours));
    if (down < Infinity)
      floorVolume = Math.max(floorVolume, volumeMm3(plant, level - down * hours));
    const toCeiling = inflow + (volume - ceiling) / this.perFlow;
    const wanted = Math.max(least, toCeiling);
    let spill = 0;
    if (plant.freeSpill) {
      spill = freeSpillM3s(
        plant,
        volume,
        inflow,
        release,
        this.task.problem.seconds,
        SPILL_NEAR_M3S,
      );
    } else if (wanted > release) {
      spill = Math.min(wanted - release, spillCapacityM3s(plant, level));
    }
    const outflow = release + spill;
    const after = volume + (inflow - outflow) * this.perFlow;
    const levelAfter = levelM(plant, after);
    const tail = Math.max(curveAt(plant.tailwater, outflow), levelBelowM[t]!);
    const head = (level + levelAfter) / 2 - tail;
    const generation = this.table.powerMw(set, turbineFlow, head);
    if (generation === -Infinity) return false;
    const service = plant.fixedServiceMw + station.serviceLoadMw[t]! + this.auxiliary[set]!;
    const exportMw = generation - service;
    const breach =
      Math.max(0, least - outflow, toCeiling - outflow) +
      Math.max(0, outflow - most) +
      Math.max(0, floorVolume - after) / this.perFlow +
      this.powerBreachMw(t, set, generation, exportMw, generationBefore) * this.flowPerMw;
    into.volumeMm3 = after;
    into.levelM = levelAfter;
    into.outflowM3s = outflow;
    into.spillM3s = spill;
    into.generationMw = generation;
    into.exportMw = exportMw;
    into.breachM3s = breach;
    const energy = this.task.exportMw ? 0 : problem.pricePerMwh[t]! * exportMw * hours;
    into.worth = energy - this.perFlow * (this.spillWeight * spill + this.breachWeight * breach);
    return true;
  }

  /** How far powers are outside export limit, reserve, ramp and load, MW; the load counts most. */
  private powerBreachMw(
    t: number,
    set: number,
    generation: number,
    exportMw: number,
    generationBefore: number,
  ): number {
    const { plant } = this.task.station;
    let offMw = Math.max(0, exportMw - plant.exportLimitMw);
    if (plant.reserveMw > 0) {
      offMw += Math.max(0, plant.reserveMw - (this.ready[set]! - generation));
    }
    if (!Number.isNaN(generationBefore)) {
      offMw += Math.max(0, Math.abs(generation - generationBefore) - plant.rampMwPerStep);
    }
    const asked = this.task.exportMw?.[t];
    if (asked === undefined) return offMw;
    return offMw + LOAD_OUTWEIGHS * Math.max(0, Math.abs(exportMw - asked) - LOAD_NEAR_MW);
  }

  /** Outflows that end a step at the edges of its level limits and of the corridor, m³/s. */
  roomEdges(t: number, volume: number, level: number): number[] {
    const { station, problem, inflowM3s } = this.task;
    const room = outflowRoom(problem, station, t, volume, level, inflowM3s[t]!, NaN);
    const toCorridor = [this.corridor.low[t + 1]!, this.corridor.high[t + 1]!].map(
      (edge) => inflowM3s[t]! + (volume - edge) / this.perFlow,
    );
    return [room.atLeastM3s, room.atMostM3s, ...toCorridor];
  }

  /** Worth of ending at a storage: water left; what is short of the end level is a breach already counted. */
  endWorth(volume: number): number {
    return this.task.station.end.waterValuePerMm3 * volume;
  }
}

/** Exports nearer to the load than this follow it: the exact step settles the rest, MW. */
const LOAD_NEAR_MW = 0.5;
const LOAD_OUTWEIGHS = 10;
