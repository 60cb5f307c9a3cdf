import type { Plant } from '#shared/hydraulics/plant.ts';
import { KeptTables, spacingInRow } from './kept-tables.ts';
import { LoadingTable } from './loading-table.ts';
import type { RunningSet } from './running-sets.ts';

/** Narrower rows of head tell nothing apart, m. */
const LEAST_SPACING_M = 1e-3;

const tables = new KeptTables<LoadingTable>();

/**
 * The loading table of these sets over a span of gross heads, m, kept for the station's next plan.
 * @param rows of head, at multiples of their spacing; 3 at least
 * @param points, parts as of `LoadingTable`
 */
export function keptLoading(
  plant: Plant,
  sets: readonly RunningSet[],
  [lowest, highest]: readonly [number, number],
  rows: number,
  points?: number,
  parts?: number,
): LoadingTable {
  // One row fewer than there are spans the heads wherever the first one falls.
  const narrowest = Math.max(LEAST_SPACING_M, (highest - lowest) / (rows - 2));
  const spacing = spacingInRow(narrowest, Math.ceil);
  const first = Math.floor(lowest / spacing);
  const units = sets.map((set) => set.units.join(',')).join(';');
  return tables.get(plant, `${spacing} ${first} ${rows} ${points} ${parts} ${units}`, () => {
    const headsM = Float64Array.from({ length: rows }, (_, i) => (first + i) * spacing);
    return new LoadingTable(plant, sets, headsM, points, parts);
  });
}
