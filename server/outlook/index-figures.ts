import type { DayIndices } from '#shared/indices/day-indices.ts';
import { lightOf } from '#shared/indices/light.ts';
import type { Rate } from '#shared/indices/rate.ts';
import type { IndexFigure, IndexName } from '#shared/wire/outlook.ts';
import type { PlannedSum } from './planned-slots.ts';

const KWH_PER_MWH = 1000;

type Why = Exclude<IndexFigure['why'], null>;

/** A figure and how far it meets what it is measured by. */
function figureOf(
  name: IndexName,
  value: Rate | null,
  without: Why,
  measure: { readonly reference: number | null; readonly done: number | null } | null = null,
): IndexFigure {
  if (value === 'no-generation' || value === null) {
    const why = value === null ? without : 'no-generation';
    return { name, value: null, why, reference: null, donePercent: null, light: null };
  }
  const donePercent = measure?.done == null ? null : 100 * measure.done;
  return {
    name,
    value,
    why: null,
    reference: measure?.reference ?? null,
    donePercent,
    light: donePercent === null ? null : lightOf(donePercent),
  };
}

/** Of what should be small: how much of it was meant to be used for each that was. */
const saved = (reference: number | null, value: Rate): number | null =>
  reference === null || value === 'no-generation' || value <= 0 ? null : reference / value;

/**
 * The indices of a day with what each is measured by: completion and rates by the plan in force, the gain by
 * the rule curve (what was made, of what that makes), spill by the energy the inflow could make.
 */
export function indexFigures(day: DayIndices, planned: PlannedSum | null): IndexFigure[] {
  const { generationMwh, inflowEnergyMwh } = day;
  const perPlanned = (amount: number): number | null =>
    planned && planned.generationMwh > 0 ? amount / planned.generationMwh : null;
  const waterRate = perPlanned((planned?.turbinedM3 ?? 0) / KWH_PER_MWH);
  const serviceRate = perPlanned(planned?.serviceMwh ?? 0);
  const gain = day.utilisationGain;
  const usedShare =
    inflowEnergyMwh === 'no-generation' || inflowEnergyMwh <= 0
      ? null
      : generationMwh / inflowEnergyMwh;
  return [
    figureOf('planCompletion', day.planCompletion, 'no-plan', {
      reference: 1,
      done: day.planCompletion,
    }),
    figureOf('waterRate', day.waterRateM3PerKwh, 'no-generation', {
      reference: waterRate,
      done: saved(waterRate, day.waterRateM3PerKwh),
    }),
    figureOf('utilisationGain', gain, 'no-rule', {
      reference: 0,
      done: typeof gain === 'number' ? 1 + gain : null,
    }),
    figureOf('serviceRate', day.serviceRate, 'no-generation', {
      reference: serviceRate,
      done: saved(serviceRate, day.serviceRate),
    }),
    figureOf('spilledEnergy', day.spilledEnergy.totalMwh, 'no-generation', {
      reference: 0,
      done: usedShare,
    }),
    figureOf('comprehensiveServiceRate', day.comprehensiveServiceRate, 'no-generation'),
    figureOf('loadRate', day.loadRate, 'no-generation'),
    figureOf('highLevelShare', day.highLevelShare, 'no-levels'),
    figureOf('inflowEnergy', inflowEnergyMwh, 'no-generation'),
  ];
}
