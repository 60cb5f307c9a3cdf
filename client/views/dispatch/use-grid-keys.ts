import { computed, type ComputedRef, type ShallowRef, shallowRef } from 'vue';
import { mwOfText, tableOf, textOf } from '#client/format/paste-table.ts';
import { boxOf, type Cell, cellsOf, moved, pasteCells, type Selection } from './grid-moves.ts';

/** A cell that is to have another value; null: back to the plan. */
export interface GridEdit extends Cell {
  readonly mw: number | null;
}

export interface GridParts {
  readonly size: () => { readonly rows: number; readonly columns: number };
  /** What stands in a cell, for copying and for going on typing. */
  readonly textAt: (cell: Cell) => string;
  readonly set: (edits: readonly GridEdit[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** A text that is no output, MW. */
  readonly refused: (text: string) => void;
}

const BEGINS_TYPING = /^[0-9０-９.,]$/;
const ORIGIN: Cell = { row: 0, column: 0 };

const isOutput = (mw: number | null | undefined): mw is number | null =>
  mw !== undefined && (mw === null || mw >= 0);

/** Keyboard, clipboard and pointer of a table of outputs, as spreadsheets have them. */
export function useGridKeys(parts: GridParts): GridKeys {
  return new GridKeys(parts);
}

class GridKeys {
  readonly selection: ShallowRef<Selection> = shallowRef({ anchor: ORIGIN, active: ORIGIN });
  /** What is being typed in the active cell; null: nothing is. */
  readonly typed: ShallowRef<string | null> = shallowRef(null);
  readonly box: ComputedRef<ReturnType<typeof boxOf>> = computed(() => boxOf(this.selection.value));
  private readonly commands: Readonly<Record<string, (shift: boolean) => void>>;

  constructor(private readonly parts: GridParts) {
    this.commands = {
      z: (shift) => (shift ? parts.redo() : parts.undo()),
      y: () => parts.redo(),
      d: () => this.fillDown(),
    };
  }

  keydown(event: KeyboardEvent): void {
    const ctrl = event.ctrlKey || event.metaKey;
    const isDone = this.typed.value === null ? this.pressed(event, ctrl) : this.whileTyping(event);
    if (isDone) return;
    const keys = { key: event.key, shift: event.shiftKey, ctrl };
    const next = moved(this.selection.value, keys, this.parts.size());
    if (!next) return;
    event.preventDefault();
    this.selection.value = next;
  }

  copy(event: ClipboardEvent): void {
    if (this.typed.value !== null) return;
    const { rows, columns } = this.box.value;
    const table: string[][] = [];
    for (let row = rows[0]; row < rows[1]; row++) {
      const line: string[] = [];
      for (let column = columns[0]; column < columns[1]; column++) {
        line.push(this.parts.textAt({ row, column }));
      }
      table.push(line);
    }
    event.clipboardData?.setData('text/plain', textOf(table));
    event.preventDefault();
  }

  /** All of a table or nothing: a text that is no output is told and changes no cell. */
  paste(event: ClipboardEvent): void {
    if (this.typed.value !== null) return;
    event.preventDefault();
    const table = tableOf(event.clipboardData?.getData('text/plain') ?? '');
    const edits: GridEdit[] = [];
    for (const { cell, value } of pasteCells(this.selection.value, table, this.parts.size())) {
      const mw = mwOfText(value);
      if (!isOutput(mw)) {
        this.parts.refused(value);
        return;
      }
      edits.push({ ...cell, mw });
    }
    this.parts.set(edits);
  }

  /** The pointer is on a cell. @param drawn the selection is drawn on to it */
  point(cell: Cell, drawn: boolean): void {
    if (!this.commit()) return;
    this.selection.value = { anchor: drawn ? this.selection.value.anchor : cell, active: cell };
  }

  type(text: string): void {
    this.typed.value = text;
  }

  /** Takes what was typed; false where it is no output. */
  private commit(): boolean {
    const text = this.typed.value;
    if (text === null) return true;
    const mw = mwOfText(text);
    if (!isOutput(mw)) {
      this.parts.refused(text);
      return false;
    }
    this.typed.value = null;
    this.parts.set([{ ...this.selection.value.active, mw }]);
    return true;
  }

  /** A key while a cell is typed in; true where it moves nowhere. */
  private whileTyping(event: KeyboardEvent): boolean {
    if (event.key === 'Escape') {
      event.preventDefault();
      this.typed.value = null;
      return true;
    }
    if (!['Enter', 'Tab', 'ArrowUp', 'ArrowDown'].includes(event.key)) return true;
    if (this.commit()) return false;
    event.preventDefault();
    return true;
  }

  /** A key on a cell; true where it is done with. */
  private pressed(event: KeyboardEvent, ctrl: boolean): boolean {
    const { key, shiftKey } = event;
    const command = ctrl ? this.commands[key.toLowerCase()] : undefined;
    if (command) command(shiftKey);
    else if (key === 'Delete' || key === 'Backspace') this.clear();
    else if (key === 'F2') this.typed.value = this.parts.textAt(this.selection.value.active);
    else if (!ctrl && BEGINS_TYPING.test(key)) this.typed.value = key;
    else return false;
    event.preventDefault();
    return true;
  }

  private clear(): void {
    this.parts.set(cellsOf(this.selection.value).map((cell) => ({ ...cell, mw: null })));
  }

  /** The first row of the selection, or the row above where it has but one, goes into all others. */
  private fillDown(): void {
    const { rows, columns } = this.box.value;
    const from = rows[1] - rows[0] > 1 ? rows[0] : rows[0] - 1;
    if (from < 0) return;
    const edits: GridEdit[] = [];
    for (let column = columns[0]; column < columns[1]; column++) {
      const mw = mwOfText(this.parts.textAt({ row: from, column })) ?? null;
      for (let row = from + 1; row < rows[1]; row++) edits.push({ row, column, mw });
    }
    this.parts.set(edits);
  }
}

export type { GridKeys };
