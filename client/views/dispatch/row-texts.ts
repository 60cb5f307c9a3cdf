import { formatNumber, NO_NUMBER } from '#client/format/numbers.ts';
import type { DeskCell, DeskRow } from './desk-rows.ts';

/** What of a unit stands in a column: the open sheet's own, or what stands beside it. */
export type ShownColumn = 'own' | 'recommended' | 'ordered' | 'actual';

export interface CellText {
  readonly key: string;
  /** Place of the unit; −1: the station. */
  readonly unit: number;
  readonly column: ShownColumn;
  readonly isOwn: boolean;
  /** The first of its unit's columns. */
  readonly isFirst: boolean;
  readonly text: string;
  /** How it is marked, by outline and weight, not by colour alone. */
  readonly mark: string;
  readonly title: string | undefined;
}

export interface RowTexts {
  readonly price: string;
  readonly cells: readonly CellText[];
  readonly level: string;
  readonly spill: string;
}

/** Spill below this is none, m³/s. */
const NO_SPILL_M3S = 0.05;

/** A row in words; outputs to 0.1 MW, levels to the centimetre. */
export function cellTexts(row: DeskRow, columns: readonly ShownColumn[], locale: string): RowTexts {
  const cells = [...row.units, row.station].flatMap((cell, unit) =>
    columns.map((column, place): CellText => {
      const of = unit < row.units.length ? unit : -1;
      return {
        key: `${unit}-${column}`,
        unit: of,
        column,
        isOwn: place === 0,
        isFirst: place === 0,
        ...textOf(cell, column, locale),
      };
    }),
  );
  const spilling = row.spillM3s !== null && row.spillM3s >= NO_SPILL_M3S;
  return {
    price: row.pricePerMwh === null ? '' : formatNumber(row.pricePerMwh, 0, locale),
    cells,
    level: row.levelM === null ? '' : formatNumber(row.levelM, 2, locale),
    spill: spilling ? formatNumber(row.spillM3s, 1, locale) : '',
  };
}

function textOf(
  cell: DeskCell,
  column: ShownColumn,
  locale: string,
): Pick<CellText, 'text' | 'mark' | 'title'> {
  const number = (mw: number | null): string =>
    mw === null ? NO_NUMBER : formatNumber(mw, 1, locale);
  if (column === 'actual') {
    const { actual } = cell;
    const good = !actual || actual.quality === 'good';
    return { text: number(actual?.value ?? null), mark: good ? '' : 'doubtful', title: undefined };
  }
  if (column !== 'own') return { text: number(cell[column]), mark: '', title: undefined };
  const marks = [
    cell.fixed ? 'fixed' : '',
    cell.broken ? 'broken' : '',
    cell.madeMw === null ? '' : 'short',
  ];
  return {
    text: number(cell.own),
    mark: marks.filter(Boolean).join(' '),
    title: cell.madeMw === null ? undefined : number(cell.madeMw),
  };
}
