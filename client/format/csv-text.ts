/** A cell of a table to be written. */
export type WrittenCell = string | number | null;

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8. A text that a spreadsheet
 * would take for a formula gets an apostrophe before it.
 */
export function csvText(table: readonly (readonly WrittenCell[])[]): string {
  return BYTE_ORDER_MARK + table.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: WrittenCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const plain = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
