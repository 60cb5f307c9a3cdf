import type { Station } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { OrderedSlot, PlanVersion } from '#shared/wire/plan-view.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { BrokenLimit } from '#client/stores/desk/outcome-store.ts';
import type { RunMean } from '#client/stores/desk/run-store.ts';
import { type Sheet, sheetMw, stepAt } from './sheet.ts';

/** What stands beside a sheet in every row, MW; null: nothing is known. */
export interface Beside {
  readonly recommended: number | null;
  readonly ordered: number | null;
  readonly actual: RunMean | null;
}

/** One unit, or the whole station, in one quarter-hour. */
export interface DeskCell extends Beside {
  /** The sheet's own, MW; null outside its steps. */
  readonly own: number | null;
  /** Set by the dispatcher's hand. */
  readonly fixed: boolean;
  /** The machine makes less than was set, MW; null: it makes it. */
  readonly madeMw: number | null;
  /** A limit of this unit (of the station, in its own cell) is broken here. */
  readonly broken: boolean;
}

export interface DeskRow {
  readonly at: number;
  /** Step of the sheet; −1 outside it. */
  readonly step: number;
  readonly isNow: boolean;
  /** Not begun yet, and the sheet speaks of it. */
  readonly editable: boolean;
  readonly pricePerMwh: number | null;
  readonly units: readonly DeskCell[];
  readonly station: DeskCell;
  /** At the row's end. */
  readonly levelM: number | null;
  /** Mean level of the step less the tailwater, m. */
  readonly headM: number | null;
  readonly spillM3s: number | null;
  readonly broken: readonly BrokenLimit[];
}

export interface RowSources {
  readonly station: Station;
  readonly sheet: Sheet | null;
  readonly recommended: PlanVersion | null;
  readonly ordered: ReadonlyMap<number, OrderedSlot>;
  readonly mean: (tag: string, at: number) => RunMean | null;
  /** Instants of the day's quarter-hours. */
  readonly slots: readonly number[];
  readonly now: number;
}

/** Instants at which the quarter-hours of a local day begin: 92, 96 or 100. */
export function slotsOf(
  day: { readonly from: number; readonly to: number },
  stepMinutes = 15,
): number[] {
  const slots: number[] = [];
  for (let at = day.from; at < day.to; at += stepMinutes * MS_PER_MINUTE) slots.push(at);
  return slots;
}

/** To the kilowatt, the millimetre, the litre per second, as files have it: finer digits move with every input. */
const rounded = (value: number | null | undefined): number | null =>
  value == null ? null : Math.round(value * 1e3) / 1e3;

/** The rows of a day beside a sheet. */
export function deskRows(sources: RowSources): DeskRow[] {
  const { slots, now } = sources;
  const stepMs = (slots[1] ?? 0) - (slots[0] ?? 0);
  const brokenAt = brokenBySlot(sources.sheet);
  return slots.map((at) => {
    const step = sources.sheet ? stepAt(sources.sheet, at) : -1;
    return deskRow(sources, at, step, at + stepMs > now && at <= now, brokenAt.get(step) ?? []);
  });
}

function brokenBySlot(sheet: Sheet | null): Map<number, BrokenLimit[]> {
  const bySlot = new Map<number, BrokenLimit[]>();
  for (const limit of sheet?.broken ?? []) {
    for (let step = limit.fromStep; step < limit.toStep; step++) {
      bySlot.set(step, [...(bySlot.get(step) ?? []), limit]);
    }
  }
  return bySlot;
}

function deskRow(
  sources: RowSources,
  at: number,
  step: number,
  isNow: boolean,
  broken: readonly BrokenLimit[],
): DeskRow {
  const { station, sheet, recommended, ordered, mean, now } = sources;
  const slot = ordered.get(at);
  const advised = recommended ? stepAt(recommended, at) : -1;
  const advisedPlan = recommended?.plan.stations[station.id];
  return {
    ...{ at, step, isNow, broken },
    editable: step >= 0 && at > now,
    pricePerMwh: sheet?.pricePerMwh[step] ?? slot?.pricePerMwh ?? null,
    units: station.units.map(({ id }) => ({
      own: sheet ? rounded(sheetMw(sheet, id, step)) : null,
      fixed: (sheet?.trial?.state.fixed[id]?.[step] ?? null) !== null,
      madeMw: sheet?.short.find((cell) => cell.unit === id && cell.step === step)?.madeMw ?? null,
      broken: broken.some(({ unit }) => unit === id),
      recommended: advisedPlan?.units[id]?.mw[advised] ?? null,
      ordered: slot?.units[id] ?? null,
      actual: mean(unitTag(station.id, id, 'mw'), at),
    })),
    station: {
      own: rounded(sheet?.plan?.exportMw[step]),
      fixed: false,
      madeMw: null,
      broken: broken.some(({ unit }) => unit === null),
      recommended: advisedPlan?.exportMw[advised] ?? null,
      ordered: slot?.exportMw ?? null,
      actual: mean(stationTag(station.id, 'export'), at),
    },
    levelM: step < 0 ? null : rounded(sheet?.plan?.levelM[step + 1]),
    headM: step < 0 ? null : rounded(grossHeadM(sheet, step)),
    spillM3s: rounded(sheet?.plan?.spillM3s[step]),
  };
}

/** z̄ − z_tail of a step, m; null where the sheet is not reckoned yet. */
function grossHeadM(sheet: Sheet | null, step: number): number | null {
  const { levelM, tailwaterM } = sheet?.plan ?? {};
  const [before, after, tail] = [levelM?.[step], levelM?.[step + 1], tailwaterM?.[step]];
  if (before === undefined || after === undefined || tail === undefined) return null;
  return (before + after) / 2 - tail;
}
