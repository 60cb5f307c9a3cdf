/** A ratio to generation, or the word that there was too little generation for one. */
export type Rate = number | 'no-generation';

/** Share of what the units could make below which a day counts as one without generation. */
const GENERATION_FLOOR_SHARE = 0.01;

/**
 * Generation below which a rate would be a huge number that says nothing, MWh.
 * @param installedMw Σ mwMax of the units
 */
export function generationFloorMwh(installedMw: number, hours: number): number {
  return GENERATION_FLOOR_SHARE * installedMw * hours;
}

/** `amount / generationMwh`, where there is generation enough. */
export function ratePerGeneration(amount: number, generationMwh: number, floorMwh: number): Rate {
  return generationMwh > 0 && generationMwh >= floorMwh ? amount / generationMwh : 'no-generation';
}
