import type { Plant } from '#shared/hydraulics/plant.ts';
import { volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { type DayRecord, waterMm3 } from './day-record.ts';

/** The water of a day, Mm³. */
export interface WaterBalance {
  readonly inflowMm3: number;
  readonly outflowMm3: number;
  /** V at the end less V at the start, by the storage curve; < 0 where the reservoir was drawn down. */
  readonly storedMm3: number;
  /** What does not add up: inflow − outflow − stored. 0 of a simulated day; the meters' error of a measured one. */
  readonly unaccountedMm3: number;
}

export function waterBalance(plant: Plant, record: DayRecord): WaterBalance {
  const { levelM, seconds } = record;
  const inflowMm3 = waterMm3(record.inflowM3s, seconds);
  const outflowMm3 = waterMm3(record.outflowM3s, seconds);
  const storedMm3 = volumeMm3(plant, levelM[levelM.length - 1]!) - volumeMm3(plant, levelM[0]!);
  return {
    inflowMm3,
    outflowMm3,
    storedMm3,
    unaccountedMm3: inflowMm3 - outflowMm3 - storedMm3,
  };
}
