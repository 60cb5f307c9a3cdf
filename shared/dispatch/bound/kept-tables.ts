import type { Plant } from '#shared/hydraulics/plant.ts';
import type { RunningSet } from '../running-sets.ts';
import type { TableNodes } from './table-nodes.ts';
import { UpperTable } from './upper-table.ts';

/** Of one plant, so many at most. */
const MOST_TABLES = 12;
/** Numbers that one plant's tables may hold before the one asked for longest ago is left. */
const MOST_NUMBERS = 3_000_000;

const kept = new WeakMap<Plant, Map<string, UpperTable>>();

/**
 * The table of a plant's running sets at these nodes: the one reckoned before, if it is still there. It speaks
 * of machines and water alone, so that every day of the station may use it.
 * @param sets all running sets of the plant's units, in their order
 * @param startedM3s as of `UpperTable`
 */
export function keptTable(
  plant: Plant,
  sets: readonly RunningSet[],
  nodes: TableNodes,
  startedM3s: number | null,
): UpperTable {
  const tables = kept.get(plant) ?? new Map<string, UpperTable>();
  kept.set(plant, tables);
  const name = `${nodes.name} ${startedM3s}`;
  const table = tables.get(name) ?? new UpperTable(plant, sets, nodes, startedM3s);
  tables.delete(name);
  leaveOldest(tables, MOST_NUMBERS - table.numbers);
  tables.set(name, table);
  return table;
}

function leaveOldest(tables: Map<string, UpperTable>, mostNumbers: number): void {
  let numbers = [...tables.values()].reduce((sum, table) => sum + table.numbers, 0);
  for (const [name, table] of tables) {
    if (numbers <= mostNumbers && tables.size < MOST_TABLES) return;
    tables.delete(name);
    numbers -= table.numbers;
  }
}
