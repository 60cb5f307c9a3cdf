/** Cells of a pasted or copied table: rows of texts. */
export type TextTable = readonly (readonly string[])[];

/**
 * A table as spreadsheets put it on the clipboard: lines, cells apart by tabs; where there is no tab, by
 * semicolons. The empty line that spreadsheets end with is left out.
 */
export function tableOf(text: string): TextTable {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const apart = text.includes('\t') ? '\t' : ';';
  return lines.map((line) => line.split(apart).map((cell) => cell.trim()));
}

export function textOf(table: TextTable): string {
  return table.map((row) => row.join('\t')).join('\n');
}

/**
 * An output as a dispatcher writes it, MW: `42`, `42.5`, `42,5`, `42 MW`, also in full-width digits; empty
 * or a dash is null.
 * @returns undefined where it is no number
 */
export function mwOfText(text: string): number | null | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/\s*mw$/i, '')
    .replace('−', '-');
  if (plain === '' || plain === '-' || plain === '–') return null;
  if (!/^[+-]?\d+([.,]\d+)?$/.test(plain)) return undefined;
  return Number(plain.replace(',', '.'));
}
