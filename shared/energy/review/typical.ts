import type { DriverRow } from '../model/drivers.ts';

/** A past day that another may be compared with. */
export interface LikeDay {
  readonly row: DriverRow | null;
  readonly actualKwh: number | null;
  /** Left out by a non-routine event. */
  readonly excluded: boolean;
}

/** How many like days make a typical one, and the fewest that do. */
const NEAREST = 9;
const FEWEST = 3;

/**
 * Median of like days: of the past days of the same kind (working day or day of rest) the nine whose
 * generation, unit hours and temperature are nearest, each measured by how much it varies among them.
 * @returns null where there are fewer than three
 */
export function typicalKwh(row: DriverRow, past: readonly LikeDay[]): number | null {
  const usable = past.flatMap((day) =>
    day.row && day.actualKwh !== null && !day.excluded && day.row.isRestDay === row.isRestDay
      ? [{ row: day.row, kwh: day.actualKwh }]
      : [],
  );
  if (usable.length < FEWEST) return null;
  const measures = [
    (one: DriverRow) => one.generationMwh,
    (one: DriverRow) => one.unitHours,
    (one: DriverRow) => mean(one.temperaturesC),
  ];
  const scales = measures.map((of) => deviation(usable.map((day) => of(day.row))) || 1);
  const distance = (other: DriverRow): number =>
    measures.reduce((sum, of, i) => sum + ((of(other) - of(row)) / scales[i]!) ** 2, 0);
  const nearest = usable.toSorted((a, b) => distance(a.row) - distance(b.row)).slice(0, NEAREST);
  return median(nearest.map((day) => day.kwh));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
