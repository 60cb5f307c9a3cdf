import { curveAt } from '#shared/hydraulics/curve.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import type { Day, StationDay } from '#shared/station/day-schema.ts';
import { M3_PER_MM3, MW_PER_M3S_M, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { outflowBefore } from './cascade.ts';

/** What the end of the horizon asks for and pays. */
export interface EndTarget {
  /** Level to end at or above, m; −Infinity where none is asked for. */
  readonly levelM: number;
  /** Worth of the water left, currency per Mm³; 0 where it has no price. */
  readonly waterValuePerMm3: number;
}

/** Efficiency at which stored water is priced while a load is followed (model.md). */
const PRICING_EFFICIENCY = 0.9;

/**
 * The end condition of a station's day (model.md, rank 4): as given; the start level where neither a
 * level nor a water value is. With a load to follow and no water value, water is worth what it makes
 * at the day's mean price, at the gross head of the start.
 * @param downstreamLevelM start level of the reservoir below where its backwater reaches up, else −Infinity
 */
export function endTarget(
  plant: Plant,
  day: Day,
  stationDay: StationDay,
  downstreamLevelM: number,
): EndTarget {
  const { levelM, waterValuePerMm3 } = stationDay.end ?? {};
  const asksNothing = levelM === undefined && waterValuePerMm3 === undefined;
  return {
    levelM: levelM ?? (asksNothing ? stationDay.levelM : -Infinity),
    waterValuePerMm3:
      waterValuePerMm3 ??
      (day.loadMw
        ? waterWorth(day.pricePerMwh, startHeadM(plant, stationDay, downstreamLevelM))
        : 0),
  };
}

/** Gross head of the start, m: start level less the tailwater of the last outflow known. */
function startHeadM(plant: Plant, stationDay: StationDay, downstreamLevelM: number): number {
  const outflowM3s = outflowBefore(stationDay.outflowHistoryM3s, 1);
  return stationDay.levelM - Math.max(curveAt(plant.tailwater, outflowM3s), downstreamLevelM);
}

/** What 1 Mm³ is worth at the mean price, currency: price · ρ g H η · 10⁶ m³ / (10⁶ · 3600 s/h). */
function waterWorth(pricePerMwh: readonly number[], headM: number): number {
  const meanPrice = pricePerMwh.reduce((sum, price) => sum + price, 0) / pricePerMwh.length;
  const mwhPerMm3 =
    (MW_PER_M3S_M * Math.max(0, headM) * PRICING_EFFICIENCY * M3_PER_MM3) / SECONDS_PER_HOUR;
  return meanPrice * mwhPerMm3;
}
