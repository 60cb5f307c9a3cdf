/** How far a target is met, as three lights (screens.md, improvement). */
export type Light = 'green' | 'yellow' | 'red';

/** Percent done: above `greenAbove` is green, below `redBelow` is red, yellow between them and at both. */
export interface LightBounds {
  readonly greenAbove: number;
  readonly redBelow: number;
}

export const USUAL_BOUNDS: LightBounds = { greenAbove: 80, redBelow: 60 };

/** What binary fractions leave over at a bound, percent: exactly 80 % is yellow however it was reckoned. */
const ROUNDING = 1e-9;

export function lightOf(donePercent: number, bounds: LightBounds = USUAL_BOUNDS): Light {
  if (donePercent > bounds.greenAbove + ROUNDING) return 'green';
  return donePercent < bounds.redBelow - ROUNDING ? 'red' : 'yellow';
}
