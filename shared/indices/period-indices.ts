import type { Plant } from '#shared/hydraulics/plant.ts';
import {
  type DayIndices,
  dayIndices,
  type DayReferences,
  highLevelShare,
  type SpilledEnergy,
} from './day-indices.ts';
import type { DayRecord } from './day-record.ts';
import type { Rate } from './rate.ts';

/** A day of a month or year with what it is measured by. */
export interface ReferredDay {
  readonly record: DayRecord;
  readonly references: DayReferences;
}

const sumOf = <T>(days: readonly T[], amount: (day: T) => number): number =>
  days.reduce((total, day) => total + amount(day), 0);

/** A sum in which every day has its say; null where one has none. */
function sumOrNull(
  days: readonly ReferredDay[],
  amount: (references: DayReferences) => number | null,
): number | null {
  return days.reduce<number | null>((total, { references }) => {
    const one = amount(references);
    return total === null || one === null ? null : total + one;
  }, 0);
}

/** Rates of several days that add up; one without generation makes the sum one. */
function sumRates(rates: readonly (Rate | null)[]): Rate | null {
  return rates.reduce<Rate | null>((total, rate) => {
    if (total === null || rate === null) return null;
    return total === 'no-generation' || rate === 'no-generation' ? 'no-generation' : total + rate;
  }, 0);
}

/**
 * The indices of a month or year out of its days, oldest first, all of one step length (model.md, indices): the
 * ratios of the sums, not the means of the ratios. Spilled energy is each day's by its own water rate, summed;
 * days without generation, whose spill has no worth, make it `no-generation`. The level between two days is
 * that of the earlier one's end.
 * @returns null for no day
 */
export function periodIndices(plant: Plant, days: readonly ReferredDay[]): DayIndices | null {
  const [first] = days;
  if (!first) return null;
  const joined = joinRecords(days.map(({ record }) => record));
  const { bounds } = first.references;
  const whole = dayIndices(plant, joined, {
    plannedMwh: sumOrNull(days, ({ plannedMwh }) => plannedMwh),
    ruleMwh: sumOrNull(days, ({ ruleMwh }) => ruleMwh),
    bounds,
  });
  const each = days.map(({ record, references }) => dayIndices(plant, record, references));
  const spilled: SpilledEnergy = {
    totalMwh: sumRates(each.map((day) => day.spilledEnergy.totalMwh))!,
    avoidableMwh: sumRates(each.map((day) => day.spilledEnergy.avoidableMwh)),
    unavoidableMwh: sumRates(each.map((day) => day.spilledEnergy.unavoidableMwh)),
  };
  const steps = sumOf(days, ({ record }) => record.generationMw.length);
  return {
    ...whole,
    water: {
      inflowMm3: sumOf(each, ({ water }) => water.inflowMm3),
      outflowMm3: sumOf(each, ({ water }) => water.outflowMm3),
      storedMm3: sumOf(each, ({ water }) => water.storedMm3),
      unaccountedMm3: sumOf(each, ({ water }) => water.unaccountedMm3),
    },
    spilledEnergy: spilled,
    inflowEnergyMwh:
      spilled.totalMwh === 'no-generation'
        ? 'no-generation'
        : whole.generationMwh + spilled.totalMwh,
    highLevelShare:
      bounds &&
      sumOf(
        days,
        ({ record }) =>
          highLevelShare(record.levelM, bounds.normalM, bounds.deadM) * record.generationMw.length,
      ) / steps,
  };
}

/** Days end to end: n steps in all, and n + 1 levels. */
function joinRecords(records: readonly DayRecord[]): DayRecord {
  const series = (of: (record: DayRecord) => readonly number[]): number[] => records.flatMap(of);
  const [first] = records;
  return {
    seconds: first!.seconds,
    levelM: [first!.levelM[0]!, ...series(({ levelM }) => levelM.slice(1))],
    inflowM3s: series((record) => record.inflowM3s),
    turbineM3s: series((record) => record.turbineM3s),
    spillM3s: series((record) => record.spillM3s),
    outflowM3s: series((record) => record.outflowM3s),
    generationMw: series((record) => record.generationMw),
    serviceMw: series((record) => record.serviceMw),
    exportMw: series((record) => record.exportMw),
  };
}
