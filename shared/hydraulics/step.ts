import { curveAt } from './curve.ts';
import { netHeadsInto } from './net-head.ts';
import type { Plant } from './plant.ts';
import { freeSpillM3s, levelM, volumeAfterMm3 } from './reservoir.ts';
import { unitPowerMw } from './unit-power.ts';

/** What a step starts from and what is done in it. */
export interface StepOrder {
  /** V[t], Mm³. */
  readonly volumeMm3: number;
  /** I[t] + arrivals[t], m³/s. */
  readonly inflowM3s: number;
  /** q of each unit, m³/s, in the plant's order; > 0 is on. */
  readonly flowsM3s: ArrayLike<number>;
  /** Gated spill s, m³/s; of no effect at a free overflow, which spills what it must. */
  readonly spillM3s: number;
  /** Σ startWaterM3 of the units started in this step, m³. */
  readonly startWaterM3: number;
  /** Level of the reservoir below at the step's start, m; −Infinity where there is no backwater. */
  readonly downstreamLevelM: number;
  /** loadsMw[t], MW. */
  readonly serviceLoadMw: number;
  /** Δ, s. */
  readonly seconds: number;
}

/** What came of a step. Step means but for `volumeMm3` and `levelM`, which are at its end. */
export interface StepOutcome {
  volumeMm3: number;
  levelM: number;
  meanLevelM: number;
  spillM3s: number;
  outflowM3s: number;
  tailwaterM: number;
  grossHeadM: number;
  netHeadM: Float64Array;
  powerMw: Float64Array;
  generationMw: number;
  serviceMw: number;
  exportMw: number;
}

/** An outcome to be filled by `runStep` again and again. */
export function emptyOutcome(plant: Plant): StepOutcome {
  const units = plant.units.length;
  return {
    volumeMm3: 0,
    levelM: 0,
    meanLevelM: 0,
    spillM3s: 0,
    outflowM3s: 0,
    tailwaterM: 0,
    grossHeadM: 0,
    netHeadM: new Float64Array(units),
    powerMw: new Float64Array(units),
    generationMw: 0,
    serviceMw: 0,
    exportMw: 0,
  };
}

/**
 * One step of one station, by the equations of model.md in their order: water balance, levels,
 * tailwater, net heads, powers, service, export. Judges nothing: limits are the checker's.
 */
export function runStep(plant: Plant, order: StepOrder, outcome: StepOutcome): StepOutcome {
  const { volumeMm3, inflowM3s, flowsM3s, seconds } = order;
  let release = order.startWaterM3 / seconds;
  for (let u = 0; u < plant.units.length; u++) release += flowsM3s[u]!;
  const spill = plant.freeSpill
    ? freeSpillM3s(plant, volumeMm3, inflowM3s, release, seconds)
    : order.spillM3s;
  const outflow = release + spill;
  const volumeAfter = volumeAfterMm3(volumeMm3, inflowM3s, outflow, seconds);
  const levelAfter = levelM(plant, volumeAfter);
  const meanLevel = (levelM(plant, volumeMm3) + levelAfter) / 2;
  const tailwater = Math.max(curveAt(plant.tailwater, outflow), order.downstreamLevelM);

  outcome.volumeMm3 = volumeAfter;
  outcome.levelM = levelAfter;
  outcome.meanLevelM = meanLevel;
  outcome.spillM3s = spill;
  outcome.outflowM3s = outflow;
  outcome.tailwaterM = tailwater;
  outcome.grossHeadM = meanLevel - tailwater;
  powerInto(plant, order, outcome);
  return outcome;
}

/** Heads, unit powers, generation, service and export of a step whose levels are known. */
function powerInto(plant: Plant, order: StepOrder, outcome: StepOutcome): void {
  const { flowsM3s } = order;
  netHeadsInto(plant, outcome.grossHeadM, flowsM3s, outcome.netHeadM);
  let generation = 0;
  let service = plant.fixedServiceMw + order.serviceLoadMw;
  for (let u = 0; u < plant.units.length; u++) {
    const unit = plant.units[u]!;
    const running = flowsM3s[u]! > 0;
    const power = running ? unitPowerMw(unit, outcome.netHeadM[u]!, flowsM3s[u]!) : 0;
    outcome.powerMw[u] = power;
    generation += power;
    if (running) service += unit.auxiliaryMw;
  }
  outcome.generationMw = generation;
  outcome.serviceMw = service;
  outcome.exportMw = generation - service;
}
