import type { ValidityTest } from '../model/baseline.ts';
import type { Driver } from '../model/drivers.ts';
import { CUSUM_H } from './cusum.ts';

export type LightColour = 'green' | 'yellow' | 'red';

/** Why a light is as it is, or why there is none; the numbers of its sentence are in `data`. */
export interface Light {
  readonly of: 'target' | 'unexplained' | 'cusum';
  /** null: no light. */
  readonly colour: LightColour | null;
  readonly code: LightCode;
  readonly data: Readonly<Record<string, number | string>>;
}

export const LIGHT_CODES = [
  'target-used',
  'target-none',
  'unexplained-within',
  'unexplained-more',
  'unexplained-less',
  'cusum-calm',
  'cusum-rising',
  'cusum-falling',
  'incomplete',
  'excluded',
  'no-baseline',
  'baseline-invalid',
  'drivers-missing',
  'out-of-range',
] as const;
export type LightCode = (typeof LIGHT_CODES)[number];

/** Why nothing can be said with the baseline; null: it can. */
export type Doubt =
  | { readonly code: 'incomplete'; readonly missingPercent: number }
  | { readonly code: 'excluded'; readonly event: string }
  | { readonly code: 'no-baseline' }
  | { readonly code: 'drivers-missing' }
  | { readonly code: 'baseline-invalid'; readonly failed: readonly ValidityTest[] }
  | {
      readonly code: 'out-of-range';
      readonly driver: Driver;
      readonly value: number;
      readonly low: number;
      readonly high: number;
    };

/** Share of the target that may be used before the light turns yellow, then red; with room for rounding. */
const TARGET_YELLOW = 1 + 1e-9;
const TARGET_RED = 1.05 + 1e-9;
/** The unexplained beyond this many half bands of 2σ is red: 3σ. */
const BAND_RED = 1.5;
/** C⁺ above this share of h is worth a look before it signals. */
const CUSUM_YELLOW = 0.5;

function doubtData(doubt: Doubt): Record<string, number | string> {
  if (doubt.code === 'incomplete') return { missingPercent: doubt.missingPercent };
  if (doubt.code === 'excluded') return { event: doubt.event };
  if (doubt.code === 'baseline-invalid') {
    const [first] = doubt.failed;
    return first ? { test: first.code, figure: first.figure, bound: first.bound } : {};
  }
  if (doubt.code === 'out-of-range') {
    const { driver, value, low, high } = doubt;
    return { driver, value, low, high };
  }
  return {};
}

const dark = (of: Light['of'], doubt: Doubt): Light => ({
  of,
  colour: null,
  code: doubt.code,
  data: doubtData(doubt),
});

/** By percent of the target that was used; it needs no baseline, but a whole day. */
export function targetLight(
  actualKwh: number | null,
  targetKwh: number | null,
  doubt: Doubt | null,
): Light {
  if (actualKwh === null || doubt?.code === 'incomplete')
    return dark('target', doubt ?? { code: 'incomplete', missingPercent: 100 });
  if (doubt?.code === 'excluded') return dark('target', doubt);
  if (targetKwh === null || targetKwh <= 0)
    return { of: 'target', colour: null, code: 'target-none', data: {} };
  const share = actualKwh / targetKwh;
  const colour = share <= TARGET_YELLOW ? 'green' : share <= TARGET_RED ? 'yellow' : 'red';
  return { of: 'target', colour, code: 'target-used', data: { percent: 100 * share } };
}

/** By the unexplained against its 2σ band; less than expected is never red, but looked into: it may be the meter. */
export function unexplainedLight(
  unexplainedKwh: number,
  bandKwh: number,
  doubt: Doubt | null,
): Light {
  if (doubt) return dark('unexplained', doubt);
  const data = { kwh: unexplainedKwh, bandKwh };
  const size = Math.abs(unexplainedKwh);
  if (size <= bandKwh)
    return { of: 'unexplained', colour: 'green', code: 'unexplained-within', data };
  if (unexplainedKwh < 0)
    return { of: 'unexplained', colour: 'yellow', code: 'unexplained-less', data };
  const colour = size > BAND_RED * bandKwh ? 'red' : 'yellow';
  return { of: 'unexplained', colour, code: 'unexplained-more', data };
}

/** By the CUSUM: beyond h the level has shifted; a fall is yellow at most. */
export function cusumLight(
  highKwh: number,
  lowKwh: number,
  sigmaKwh: number,
  doubt: Doubt | null,
): Light {
  if (doubt) return dark('cusum', doubt);
  const thresholdKwh = CUSUM_H * sigmaKwh;
  const data = { highKwh, lowKwh, thresholdKwh };
  if (highKwh > CUSUM_YELLOW * thresholdKwh) {
    const colour = highKwh > thresholdKwh ? 'red' : 'yellow';
    return { of: 'cusum', colour, code: 'cusum-rising', data };
  }
  if (lowKwh > thresholdKwh) return { of: 'cusum', colour: 'yellow', code: 'cusum-falling', data };
  return { of: 'cusum', colour: 'green', code: 'cusum-calm', data };
}

const RANK: readonly (LightColour | null)[] = [null, 'green', 'yellow', 'red'];

/** The worst colour of several lights; null where there is none. */
export function worstColour(lights: readonly Light[]): LightColour | null {
  return lights.reduce<LightColour | null>(
    (worst, { colour }) => (RANK.indexOf(colour) > RANK.indexOf(worst) ? colour : worst),
    null,
  );
}
