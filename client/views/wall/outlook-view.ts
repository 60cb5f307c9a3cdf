import {
  type EnergyOutlook,
  type IndexFigure,
  OUTLOOK_PERIOD_MS,
  type StationOutlook,
} from '#shared/wire/outlook.ts';
import { isStale } from '#shared/wire/quality.ts';
import type { Measured, Standing } from '#client/format/measured.ts';
import { formatNumber } from '#client/format/numbers.ts';

/** Below this share of the day's quarter-hours a figure of the day is doubtful, %. */
const LEAST_COVERED_PERCENT = 90;

/** How an outlook stands now: one that was not made anew for three minutes is stale. */
export function outlookStanding(
  outlook: StationOutlook | null,
  clock: { readonly now: number | null; readonly rate: number },
): { readonly standing: Standing; readonly ageMs: number | null } {
  if (!outlook || clock.now === null) return { standing: 'missing', ageMs: null };
  const ageMs = Math.max(0, clock.now - outlook.at);
  // On a fast clock an outlook is made every ten seconds of real time.
  const periodMs = Math.max(OUTLOOK_PERIOD_MS, clock.rate * 12_000);
  return { standing: isStale(ageMs, periodMs) ? 'stale' : 'good', ageMs };
}

/** A figure of the outlook as a measured value. */
export function figureOf(
  value: number | null,
  { standing, ageMs }: ReturnType<typeof outlookStanding>,
  coveredPercent = 100,
): Measured {
  if (value === null) return { value, standing: 'missing', ageMs };
  const doubtful = standing === 'good' && coveredPercent < LEAST_COVERED_PERCENT;
  return { value, standing: doubtful ? 'doubtful' : standing, ageMs };
}

/** How an index is said: its factor, unit and decimals. */
const SAID: Readonly<
  Record<
    IndexFigure['name'],
    { readonly factor: number; readonly unit: string; readonly digits: number }
  >
> = {
  planCompletion: { factor: 100, unit: '%', digits: 1 },
  waterRate: { factor: 1, unit: 'm³/kWh', digits: 3 },
  utilisationGain: { factor: 100, unit: '%', digits: 1 },
  serviceRate: { factor: 100, unit: '%', digits: 2 },
  spilledEnergy: { factor: 1, unit: 'MWh', digits: 1 },
  comprehensiveServiceRate: { factor: 100, unit: '%', digits: 2 },
  loadRate: { factor: 100, unit: '%', digits: 1 },
  highLevelShare: { factor: 100, unit: '%', digits: 0 },
  inflowEnergy: { factor: 1, unit: 'MWh', digits: 0 },
};

/** Those of level 1, each with its light; the others are read at the desk. */
export const LIT_INDICES = [
  'planCompletion',
  'waterRate',
  'utilisationGain',
  'serviceRate',
  'spilledEnergy',
] as const satisfies readonly IndexFigure['name'][];

export interface SaidIndex {
  readonly figure: IndexFigure;
  readonly measured: Measured;
  readonly unit: string;
  readonly digits: number;
  /** What it is measured by, in words of its unit; empty: nothing. */
  readonly reference: string;
}

export function saidIndices(
  outlook: StationOutlook | null,
  clock: { readonly now: number | null; readonly rate: number },
  locale: string,
): SaidIndex[] {
  const how = outlookStanding(outlook, clock);
  const { figures = [], coveredPercent = 0 } = outlook?.indices ?? {};
  return LIT_INDICES.flatMap((name) => {
    const figure = figures.find((one) => one.name === name);
    if (!figure) return [];
    const { factor, unit, digits } = SAID[name];
    const inUnit = (value: number | null): number | null => value && value * factor;
    return [
      {
        figure,
        measured: figureOf(inUnit(figure.value), how, coveredPercent),
        unit,
        digits,
        reference:
          figure.reference === null ? '' : formatNumber(inUnit(figure.reference), digits, locale),
      },
    ];
  });
}

/** Where the axis of an index ends, % done; the mark stops there. */
export const DONE_AXIS_PERCENT = 120;

/** The axis of a day's consumption: all that is said of it has room on it, kWh. */
export function energyAxisKwh(energy: EnergyOutlook): number {
  const { dayKwh, expectedDayKwh, targetDayKwh, soFarKwh, expectedSoFarKwh } = energy;
  const all = [dayKwh, expectedDayKwh, targetDayKwh, soFarKwh, expectedSoFarKwh];
  return 1.08 * Math.max(1, ...all.map((kwh) => kwh ?? 0));
}
