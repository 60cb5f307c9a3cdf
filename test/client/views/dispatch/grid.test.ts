import { describe, expect, test } from 'vitest';
import { boxOf, cellsOf, moved, pasteCells } from '#client/views/dispatch/grid-moves.ts';
import { type GridEdit, useGridKeys } from '#client/views/dispatch/use-grid-keys.ts';

const size = { rows: 96, columns: 4 };
const at = (row: number, column: number) => ({ anchor: { row, column }, active: { row, column } });
const key = (name: string, over: { shift?: boolean; ctrl?: boolean } = {}) => ({
  key: name,
  shift: over.shift ?? false,
  ctrl: over.ctrl ?? false,
});

describe('keys in the table', () => {
  test('move within its edges', () => {
    expect(moved(at(0, 0), key('ArrowUp'), size)?.active).toEqual({ row: 0, column: 0 });
    expect(moved(at(95, 3), key('PageDown'), size)?.active).toEqual({ row: 95, column: 3 });
    expect(moved(at(40, 1), key('PageUp'), size)?.active).toEqual({ row: 24, column: 1 });
    expect(moved(at(40, 1), key('ArrowDown', { ctrl: true }), size)?.active.row).toBe(95);
    expect(moved(at(40, 2), key('Home'), size)?.active).toEqual({ row: 40, column: 0 });
    expect(moved(at(40, 2), key('End', { ctrl: true }), size)?.active.column).toBe(3);
  });

  test('go on in the next row by tab, and leave the table at its ends', () => {
    expect(moved(at(3, 3), key('Tab'), size)?.active).toEqual({ row: 4, column: 0 });
    expect(moved(at(3, 0), key('Tab', { shift: true }), size)?.active).toEqual({
      row: 2,
      column: 3,
    });
    expect(moved(at(95, 3), key('Tab'), size)).toBeNull();
    expect(moved(at(0, 0), key('Tab', { shift: true }), size)).toBeNull();
  });

  test('draw the selection with shift, and select all', () => {
    const drawn = moved(at(3, 1), key('ArrowDown', { shift: true }), size)!;
    expect(boxOf(drawn)).toEqual({ rows: [3, 5], columns: [1, 2] });
    expect(cellsOf(moved(at(0, 0), key('a', { ctrl: true }), size)!)).toHaveLength(96 * 4);
    expect(moved(at(0, 0), key('F5'), size)).toBeNull();
  });
});

describe('a pasted table', () => {
  test('goes from the first selected cell on, and no further than the table', () => {
    const cells = pasteCells(at(95, 3), [['1', '2'], ['3']], size);
    expect(cells).toEqual([{ cell: { row: 95, column: 3 }, value: '1' }]);
  });

  test('of one value fills the selection; of one column repeats across it', () => {
    const selection = { anchor: { row: 1, column: 0 }, active: { row: 2, column: 1 } };
    expect(pasteCells(selection, [['7']], size)).toHaveLength(4);
    const column = pasteCells(selection, [['1'], ['2'], ['3']], size);
    expect(column.map(({ value }) => value)).toEqual(['1', '1', '2', '2', '3', '3']);
  });
});

describe('the table worked like a spreadsheet', () => {
  function grid(texts: Record<string, string> = {}) {
    const log: string[] = [];
    const edits: GridEdit[][] = [];
    const keys = useGridKeys({
      size: () => size,
      textAt: ({ row, column }) => texts[`${row}/${column}`] ?? '',
      set: (some) => edits.push([...some]),
      undo: () => log.push('undo'),
      redo: () => log.push('redo'),
      refused: (text) => log.push(`refused ${text}`),
    });
    const press = (name: string, over: KeyboardEventInit = {}): boolean => {
      const event = new KeyboardEvent('keydown', { key: name, cancelable: true, ...over });
      keys.keydown(event);
      return event.defaultPrevented;
    };
    return { keys, log, edits, press };
  }
  const clipboard = (type: string, text = '') => {
    let written = text;
    const data = {
      getData: () => written,
      setData: (_type: string, value: string) => (written = value),
    };
    const event = new Event(type, { cancelable: true }) as ClipboardEvent;
    Object.defineProperty(event, 'clipboardData', { value: data });
    return { event, text: () => written };
  };

  test('takes a typed number with enter and goes down; escape leaves the cell as it was', () => {
    const { keys, edits, press } = grid();
    press('4');
    expect(keys.typed.value).toBe('4');
    keys.type('42,5');
    expect(press('Enter')).toBe(true);
    expect(edits).toEqual([[{ row: 0, column: 0, mw: 42.5 }]]);
    expect(keys.selection.value.active).toEqual({ row: 1, column: 0 });
    press('7');
    press('Escape');
    expect(keys.typed.value).toBeNull();
    expect(edits).toHaveLength(1);
  });

  test('refuses what is no output and stays in the cell', () => {
    const { keys, edits, log, press } = grid();
    press('4');
    keys.type('4x');
    press('Enter');
    expect(log).toEqual(['refused 4x']);
    expect(keys.typed.value).toBe('4x');
    expect(edits).toEqual([]);
  });

  test('clears the selection back to the plan, fills down, undoes and redoes', () => {
    const { keys, edits, log, press } = grid({ '2/1': '33' });
    keys.point({ row: 2, column: 1 }, false);
    keys.point({ row: 4, column: 1 }, true);
    press('Delete');
    expect(edits[0]).toHaveLength(3);
    expect(edits[0]!.every(({ mw }) => mw === null)).toBe(true);
    press('d', { ctrlKey: true });
    expect(edits[1]).toEqual([
      { row: 3, column: 1, mw: 33 },
      { row: 4, column: 1, mw: 33 },
    ]);
    press('z', { ctrlKey: true });
    press('y', { ctrlKey: true });
    press('z', { ctrlKey: true, shiftKey: true });
    expect(log).toEqual(['undo', 'redo', 'redo']);
  });

  test('copies the selection as a table and pastes all of one or nothing', () => {
    const { keys, edits, log } = grid({ '0/0': '10', '1/0': '11' });
    keys.point({ row: 1, column: 0 }, true);
    const copy = clipboard('copy');
    keys.copy(copy.event);
    expect(copy.text()).toBe('10\n11');
    keys.paste(clipboard('paste', '20\r\n21 MW\r\n').event);
    expect(edits[0]).toEqual([
      { row: 0, column: 0, mw: 20 },
      { row: 1, column: 0, mw: 21 },
    ]);
    keys.paste(clipboard('paste', '20\nfull').event);
    expect(log).toEqual(['refused full']);
    expect(edits).toHaveLength(1);
  });
});
