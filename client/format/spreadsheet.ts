import type { WrittenCell } from './csv-text.ts';

/** A sheet of a workbook: a head row and what stands below it. */
export interface WrittenSheet {
  readonly name: string;
  readonly table: readonly (readonly WrittenCell[])[];
}

const boldHead = ([head = [], ...rows]: WrittenSheet['table']) => [
  head.map((value) => ({ value: String(value), fontWeight: 'bold' as const })),
  ...rows.map((row) => [...row]),
];

/** Several sheets as one XLSX file. The writer is loaded when the first is asked for. */
export async function workbookOf(sheets: readonly WrittenSheet[]): Promise<Blob> {
  const { default: write } = await import('write-excel-file/universal');
  return write(
    sheets.map(({ name, table }) => ({
      data: boldHead(table),
      sheet: name,
      stickyRowsCount: 1,
      stickyColumnsCount: 1,
    })),
  ).toBlob();
}

/** A table with one head row as an XLSX file. The writer is loaded when the first is asked for. */
export async function spreadsheetOf(
  table: readonly (readonly WrittenCell[])[],
  sheet: string,
): Promise<Blob> {
  const { default: write } = await import('write-excel-file/universal');
  return write(boldHead(table), { sheet, stickyRowsCount: 1, stickyColumnsCount: 1 }).toBlob();
}
