import type { Plant } from '#shared/hydraulics/plant.ts';

/** Of one plant, so many at most. */
const MOST_TABLES = 16;
/** Numbers that one plant's tables may hold before the one asked for longest ago is left. */
const MOST_NUMBERS = 2_000_000;

/**
 * Tables of plants, kept for the next plan of the same station (kept-plant.ts). They speak of machines and
 * water alone, and their nodes stand on even grids, so that other days come to the same ones.
 */
export class KeptTables<Table extends { readonly numbers: number }> {
  private readonly ofPlants = new WeakMap<Plant, Map<string, Table>>();

  /** The plant's table of this name: the one reckoned before, if it is still there, else a new one. */
  get(plant: Plant, name: string, reckon: () => Table): Table {
    const tables = this.ofPlants.get(plant) ?? new Map<string, Table>();
    this.ofPlants.set(plant, tables);
    const table = tables.get(name) ?? reckon();
    tables.delete(name);
    leaveOldest(tables, MOST_NUMBERS - table.numbers);
    tables.set(name, table);
    return table;
  }
}

function leaveOldest(tables: Map<string, { readonly numbers: number }>, mostNumbers: number): void {
  let numbers = [...tables.values()].reduce((sum, table) => sum + table.numbers, 0);
  for (const [name, table] of tables) {
    if (numbers <= mostNumbers && tables.size < MOST_TABLES) return;
    tables.delete(name);
    numbers -= table.numbers;
  }
}

/** Spacings of even grids stand in a row, so many to each doubling. */
const STEPS_OF_SPACING = 4;

/** The spacing of the row next to this one, m: `Math.floor` for one no wider, `Math.ceil` for one no narrower. */
export function spacingInRow(spacingM: number, rounded: (place: number) => number): number {
  return 2 ** (rounded(STEPS_OF_SPACING * Math.log2(spacingM)) / STEPS_OF_SPACING);
}
