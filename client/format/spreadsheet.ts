import type { WrittenCell } from './csv-text.ts';

/** A table with one head row as an XLSX file. The writer is loaded when the first is asked for. */
export async function spreadsheetOf(
  table: readonly (readonly WrittenCell[])[],
  sheet: string,
): Promise<Blob> {
  const { default: write } = await import('write-excel-file/universal');
  const [head = [], ...rows] = table;
  const cells = [
    head.map((value) => ({ value: String(value), fontWeight: 'bold' as const })),
    ...rows,
  ];
  return write(
    cells.map((row) => [...row]),
    { sheet, stickyRowsCount: 1, stickyColumnsCount: 1 },
  ).toBlob();
}
