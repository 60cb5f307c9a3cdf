/** A cell of the table: row of the day, column of a unit, both from 0. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What is selected: from `anchor` to `active`, both included. */
export interface Selection {
  readonly anchor: Cell;
  readonly active: Cell;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

/** Rows that a page's step covers: four hours. */
const PAGE_ROWS = 16;

export interface Keys {
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
}

const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-PAGE_ROWS, 0],
  PageDown: [PAGE_ROWS, 0],
};

/** Where a key leads; null where it is no key of moving. Shift draws the selection along. */
export function moved(selection: Selection, keys: Keys, size: GridSize): Selection | null {
  const { active } = selection;
  if (keys.key === 'a' && keys.ctrl) {
    return { anchor: { row: 0, column: 0 }, active: lastOf(size) };
  }
  const to = target(active, keys, size);
  if (!to) return null;
  const isDrawn = keys.shift && keys.key !== 'Tab' && keys.key !== 'Enter';
  return { anchor: isDrawn ? selection.anchor : to, active: to };
}

function target(active: Cell, { key, ctrl, shift }: Keys, size: GridSize): Cell | null {
  const step = MOVES[key];
  if (step) {
    const far = ctrl ? Infinity : 1;
    return within(active.row + reach(step[0], far), active.column + reach(step[1], far), size);
  }
  if (key === 'Home') return within(ctrl ? 0 : active.row, 0, size);
  if (key === 'End') return within(ctrl ? Infinity : active.row, Infinity, size);
  if (key === 'Enter') return within(active.row + (shift ? -1 : 1), active.column, size);
  if (key === 'Tab') return tabbed(active, shift, size);
  return null;
}

const reach = (step: number, far: number): number => (step === 0 ? 0 : step * far);

/** Tab goes on at the next row's beginning; out of the table at its two ends, where the page takes over. */
function tabbed({ row, column }: Cell, back: boolean, size: GridSize): Cell | null {
  const at = row * size.columns + column + (back ? -1 : 1);
  if (at < 0 || at >= size.rows * size.columns) return null;
  return { row: Math.floor(at / size.columns), column: at % size.columns };
}

function within(row: number, column: number, size: GridSize): Cell {
  const held = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
  return { row: held(row, size.rows), column: held(column, size.columns) };
}

const lastOf = ({ rows, columns }: GridSize): Cell => ({ row: rows - 1, column: columns - 1 });

/** Rows and columns of a selection, `to` exclusive. */
export function boxOf({ anchor, active }: Selection): {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
} {
  return {
    rows: [Math.min(anchor.row, active.row), Math.max(anchor.row, active.row) + 1],
    columns: [Math.min(anchor.column, active.column), Math.max(anchor.column, active.column) + 1],
  };
}

/** Every cell of a selection, row by row. */
export function cellsOf(selection: Selection): Cell[] {
  const { rows, columns } = boxOf(selection);
  const cells: Cell[] = [];
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let column = columns[0]; column < columns[1]; column++) cells.push({ row, column });
  }
  return cells;
}

/**
 * Where the cells of a pasted table go: from the selection's first cell on; a single value fills the whole
 * selection, a single row or column repeats as far as the selection reaches.
 */
export function pasteCells<T>(
  selection: Selection,
  table: readonly (readonly T[])[],
  size: GridSize,
): { readonly cell: Cell; readonly value: T }[] {
  const { rows, columns } = boxOf(selection);
  const height = Math.max(table.length, table.length === 1 ? rows[1] - rows[0] : 0);
  const pasted: { cell: Cell; value: T }[] = [];
  for (let r = 0; r < height && rows[0] + r < size.rows; r++) {
    const line = table[r % table.length]!;
    const width = Math.max(line.length, line.length === 1 ? columns[1] - columns[0] : 0);
    for (let c = 0; c < width && columns[0] + c < size.columns; c++) {
      const cell = { row: rows[0] + r, column: columns[0] + c };
      pasted.push({ cell, value: line[c % line.length]! });
    }
  }
  return pasted;
}
