import type { Plant } from '#shared/hydraulics/plant.ts';
import { M3_PER_MM3, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { type DayRecord, energyMwh, waterMm3 } from './day-record.ts';
import { type Rate, generationFloorMwh, ratePerGeneration } from './rate.ts';
import { type WaterBalance, waterBalance } from './water-balance.ts';

const KWH_PER_MWH = 1000;

/** Energy that spilled water would have made, MWh, by the day's own water rate (弃水电量). */
export interface SpilledEnergy {
  readonly totalMwh: Rate;
  /** Null where nobody has judged which spill could have been avoided. */
  readonly avoidableMwh: Rate | null;
  readonly unavoidableMwh: Rate | null;
}

/** The indices of a station's day (model.md, indices). Shares are 0..1. */
export interface DayIndices {
  readonly generationMwh: number;
  readonly exportMwh: number;
  readonly serviceMwh: number;
  readonly water: WaterBalance;
  /** Turbine water per generation, m³/kWh (耗水率). */
  readonly waterRateM3PerKwh: Rate;
  readonly spilledEnergy: SpilledEnergy;
  /** Generation + spilled energy, MWh (来水可发电量). */
  readonly inflowEnergyMwh: Rate;
  /** Mean load / maximum load, both of generation (负荷率). */
  readonly loadRate: Rate;
  /** Own consumption / generation (厂用电率). */
  readonly serviceRate: Rate;
  /** (Generation − export) / generation (综合厂用电率). */
  readonly comprehensiveServiceRate: Rate;
  /** Generation / planned (发电计划完成率); null where there was no plan, or one of next to nothing. */
  readonly planCompletion: number | null;
  /** (Generation − rule curve's) / rule curve's (水能利用提高率); null where nobody has run the rule curve. */
  readonly utilisationGain: Rate | null;
  /** Share of time above the middle of normal and dead level (高水位运行); null where these are not known. */
  readonly highLevelShare: number | null;
}

/** What a day is measured by beside its own record. */
export interface DayReferences {
  /** Generation the day's plan asked for, MWh; null where there was none. */
  readonly plannedMwh: number | null;
  /** Generation by the rule curve with the same inflow from the same start, MWh; null where nobody has run it. */
  readonly ruleMwh: number | null;
  readonly bounds: { readonly normalM: number; readonly deadM: number } | null;
}

export function dayIndices(
  plant: Plant,
  record: DayRecord,
  { plannedMwh, ruleMwh, bounds }: DayReferences,
): DayIndices {
  const { seconds } = record;
  const steps = record.generationMw.length;
  const installedMw = plant.units.reduce((sum, unit) => sum + unit.mwMax, 0);
  const floorMwh = generationFloorMwh(installedMw, (steps * seconds) / SECONDS_PER_HOUR);
  const generationMwh = energyMwh(record.generationMw, seconds);
  const exportMwh = energyMwh(record.exportMw, seconds);
  const serviceMwh = energyMwh(record.serviceMw, seconds);
  const perGeneration = (amount: number): Rate =>
    ratePerGeneration(amount, generationMwh, floorMwh);
  const turbinedM3 = waterMm3(record.turbineM3s, seconds) * M3_PER_MM3;
  const waterRate = perGeneration(turbinedM3 / KWH_PER_MWH);
  const spilled = spilledEnergy(record, waterRate);
  const peakMw = Math.max(...record.generationMw);
  const isPlanned = plannedMwh !== null && plannedMwh > 0 && plannedMwh >= floorMwh;
  return {
    generationMwh,
    exportMwh,
    serviceMwh,
    water: waterBalance(plant, record),
    waterRateM3PerKwh: waterRate,
    spilledEnergy: spilled,
    inflowEnergyMwh:
      spilled.totalMwh === 'no-generation' ? 'no-generation' : generationMwh + spilled.totalMwh,
    loadRate:
      waterRate === 'no-generation'
        ? 'no-generation'
        : (generationMwh * SECONDS_PER_HOUR) / (steps * seconds * peakMw),
    serviceRate: perGeneration(serviceMwh),
    comprehensiveServiceRate: perGeneration(generationMwh - exportMwh),
    planCompletion: isPlanned ? generationMwh / plannedMwh : null,
    utilisationGain: ruleMwh === null ? null : gainOver(ruleMwh, generationMwh, floorMwh),
    highLevelShare: bounds && highLevelShare(record.levelM, bounds.normalM, bounds.deadM),
  };
}

/** A gain over next to nothing would be a huge number. */
function gainOver(ruleMwh: number, generationMwh: number, floorMwh: number): Rate {
  return ratePerGeneration(generationMwh - ruleMwh, ruleMwh, floorMwh);
}

/** Σ s Δ / water rate: the day's own rate is that of its mean head. */
function spilledEnergy(record: DayRecord, waterRate: Rate): SpilledEnergy {
  const spilledMm3 = waterMm3(record.spillM3s, record.seconds);
  const worth = (mm3: number): Rate => {
    if (mm3 === 0) return 0;
    if (waterRate === 'no-generation') return 'no-generation';
    return (mm3 * M3_PER_MM3) / waterRate / KWH_PER_MWH;
  };
  const avoidableMm3 = record.avoidableSpillMm3;
  return {
    totalMwh: worth(spilledMm3),
    avoidableMwh: avoidableMm3 === undefined ? null : worth(avoidableMm3),
    unavoidableMwh: avoidableMm3 === undefined ? null : worth(spilledMm3 - avoidableMm3),
  };
}

/**
 * Share of the day's steps with a mean level above the middle of normal and dead level
 * (高水位运行), 0..1.
 */
export function highLevelShare(
  levelM: readonly number[],
  normalLevelM: number,
  deadLevelM: number,
): number {
  const middle = (normalLevelM + deadLevelM) / 2;
  const steps = levelM.length - 1;
  let above = 0;
  for (let t = 0; t < steps; t++) if ((levelM[t]! + levelM[t + 1]!) / 2 > middle) above++;
  return above / steps;
}
