import { loadUnits } from '#shared/dispatch/load-units.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import { levelM, volumeAfterMm3 } from '#shared/hydraulics/reservoir.ts';
import { emptyOutcome, runStep } from '#shared/hydraulics/step.ts';

/** A station's recorded release, a value per step. */
export interface Release {
  readonly stepSeconds: number;
  /** V at the start, Mm³. */
  readonly startVolumeMm3: number;
  readonly outflowM3s: readonly number[];
  /** Inflow less evaporation; may be below 0. */
  readonly netInflowM3s: readonly number[];
}

/** One step as it must have been: the release split over the units. Step means. */
export interface ModelStep {
  readonly flowsM3s: readonly number[];
  readonly powerMw: readonly number[];
  readonly generationMw: number;
  readonly exportMw: number;
  readonly spillM3s: number;
  readonly tailwaterM: number;
}

/** A release with the levels that the water balance gives, and its steps on demand. */
export interface ReleaseModel {
  /** steps + 1 instants. */
  readonly levelM: readonly number[];
  step(index: number): ModelStep;
}

/** The units that run go on running unless others would make this share more of the same water. */
const WORTH_SWITCHING = 0.01;

/**
 * Levels by the water balance, units by the split that makes most power of the recorded release.
 * Steps are computed once, when first asked for.
 */
export function releaseModel(plant: Plant, release: Release): ReleaseModel {
  const volumes = [release.startVolumeMm3];
  release.outflowM3s.forEach((outflow, t) => {
    const inflow = release.netInflowM3s[t]!;
    volumes.push(volumeAfterMm3(volumes[t]!, inflow, outflow, release.stepSeconds));
  });
  const levels = volumes.map((volume) => levelM(plant, volume));
  const known = new Map<number, ModelStep>();

  function split(index: number): ModelStep {
    const outflowM3s = release.outflowM3s[index]!;
    const meanLevelM = (levels[index]! + levels[index + 1]!) / 2;
    const before = known.get(index - 1)?.flowsM3s.map((flow) => flow > 0);
    const best = loadUnits(plant, { outflowM3s, meanLevelM });
    const held = before ? loadUnits(plant, { outflowM3s, meanLevelM, available: before }) : best;
    const keeps = held.met && held.exportMw >= best.exportMw * (1 - WORTH_SWITCHING);
    const { flowsM3s, remainderM3s } = keeps ? held : best;
    const outcome = runStep(
      plant,
      {
        volumeMm3: volumes[index]!,
        inflowM3s: release.netInflowM3s[index]!,
        flowsM3s,
        spillM3s: remainderM3s,
        startWaterM3: 0,
        downstreamLevelM: -Infinity,
        serviceLoadMw: 0,
        seconds: release.stepSeconds,
      },
      emptyOutcome(plant),
    );
    return {
      flowsM3s: [...flowsM3s],
      powerMw: [...outcome.powerMw],
      generationMw: outcome.generationMw,
      exportMw: outcome.exportMw,
      spillM3s: outcome.spillM3s,
      tailwaterM: outcome.tailwaterM,
    };
  }

  return {
    levelM: levels,
    step(index) {
      const step = known.get(index) ?? split(index);
      known.set(index, step);
      return step;
    },
  };
}
