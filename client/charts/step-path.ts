/** A value by slot of a day; null is a gap. */
export type SlotValues = readonly (number | null)[];

const short = (value: number): string => String(Math.round(value * 1000) / 1000);

/** Height above the ground of a drawing `high` units tall whose top is `most`; what is beyond stays inside. */
function heightOf(value: number, most: number, high: number): number {
  return Math.min(high, Math.max(0, (value / most) * high));
}

/** SVG path of a step curve over slots one unit wide: each value holds for its slot, gaps stay open. */
export function stepPath(values: SlotValues, most: number, high: number): string {
  let path = '';
  let open = false;
  values.forEach((value, slot) => {
    if (value === null) {
      open = false;
      return;
    }
    const y = short(high - heightOf(value, most, high));
    path += open ? `V${y}H${slot + 1}` : `M${slot} ${y}H${slot + 1}`;
    open = true;
  });
  return path;
}

/** SVG path of bars over slots one unit wide, with a little air between them. */
export function barPath(values: SlotValues, most: number, high: number, air = 0.12): string {
  let path = '';
  values.forEach((value, slot) => {
    if (value === null || value <= 0) return;
    const y = short(high - heightOf(value, most, high));
    path += `M${short(slot + air / 2)} ${high}V${y}H${short(slot + 1 - air / 2)}V${high}Z`;
  });
  return path;
}

/** SVG path of a line through instants one unit apart, between `least` and `most`. */
export function linePath(
  values: SlotValues,
  range: { readonly min: number; readonly max: number },
  high: number,
): string {
  let path = '';
  let open = false;
  values.forEach((value, instant) => {
    if (value === null) {
      open = false;
      return;
    }
    const share = (value - range.min) / (range.max - range.min);
    path += `${open ? 'L' : 'M'}${instant} ${short(high - Math.min(1, Math.max(0, share)) * high)}`;
    open = true;
  });
  return path;
}

/** Runs of slots for which something holds: `[from, to)`. */
export function runsOf(holds: readonly boolean[]): (readonly [from: number, to: number])[] {
  const runs: [number, number][] = [];
  holds.forEach((held, slot) => {
    const last = runs.at(-1);
    if (!held) return;
    if (last && last[1] === slot) last[1] = slot + 1;
    else runs.push([slot, slot + 1]);
  });
  return runs;
}
