import type { SlotValues } from '#client/charts/step-path.ts';
import type { DeskCell, DeskRow } from './desk-rows.ts';
import { keepSame } from './keep-same.ts';

/** One unit's (or the station's) day as the strips draw it. */
export interface CellSeries {
  readonly own: SlotValues;
  readonly fixed: readonly boolean[];
  readonly broken: readonly boolean[];
  readonly recommended: SlotValues;
  readonly ordered: SlotValues;
  readonly actual: SlotValues;
}

export function seriesOf(
  before: CellSeries | undefined,
  rows: readonly DeskRow[],
  cellOf: (row: DeskRow) => DeskCell,
): CellSeries {
  const cells = rows.map(cellOf);
  return keepSame(before, {
    own: cells.map(({ own }) => own),
    fixed: cells.map(({ fixed }) => fixed),
    broken: cells.map(({ broken, madeMw }) => broken || madeMw !== null),
    recommended: cells.map(({ recommended }) => recommended),
    ordered: cells.map(({ ordered }) => ordered),
    actual: cells.map(({ actual }) => actual?.value ?? null),
  });
}

/** Place of an instant among a day's slots, in slots. */
export function placeOf(at: number, slots: readonly number[]): number {
  const [first = 0, second = 1] = slots;
  return (at - first) / (second - first);
}
