import type { ChartLook } from '../look.ts';

/** Residuals by hour and day: `cells` are `[day, hour, kWh]`, hours without one are left out. */
export interface HeatView {
  readonly days: number;
  readonly cells: readonly (readonly [day: number, hour: number, kwh: number])[];
  /** Residual at which a colour is full, kWh. */
  readonly fullKwh: number;
}

/** Size of the ground, in its own dots. */
export interface HeatSize {
  readonly width: number;
  readonly height: number;
}

export const HOURS = 24;

type HeatPaint = Pick<
  CanvasRenderingContext2D,
  'clearRect' | 'fillRect' | 'fillStyle' | 'globalAlpha'
>;

/**
 * Paints a day as a column, an hour as a row. Blue: less than expected; orange: more; the panel's own colour in
 * between; a gap stays bare. Hundreds of cells of one kind need no chart's bookkeeping: they are painted in one go.
 */
export function paintHeat(paint: HeatPaint, view: HeatView, size: HeatSize, look: ChartLook): void {
  const { width, height } = size;
  const column = (day: number): number => Math.round((day * width) / view.days);
  const row = (hour: number): number => Math.round((hour * height) / HOURS);
  paint.clearRect(0, 0, width, height);
  for (const [day, hour, kwh] of view.cells) {
    const [left, top] = [column(day), row(hour)];
    const [wide, high] = [column(day + 1) - left, row(hour + 1) - top];
    paint.globalAlpha = 1;
    paint.fillStyle = look.edge;
    paint.fillRect(left, top, wide, high);
    paint.fillStyle = look.panel;
    paint.fillRect(left, top, wide - 1, high - 1);
    paint.globalAlpha = Math.min(1, Math.abs(kwh) / view.fullKwh);
    paint.fillStyle = kwh > 0 ? look.warm : look.ordered;
    paint.fillRect(left, top, wide - 1, high - 1);
  }
}

/** The cell at a place of the ground, by shares 0..1 of its width and height. */
export function heatCell(view: HeatView, x: number, y: number): HeatView['cells'][number] | null {
  const [day, hour] = [Math.floor(x * view.days), Math.floor(y * HOURS)];
  return view.cells.find((cell) => cell[0] === day && cell[1] === hour) ?? null;
}
