import { computed, type ComputedRef, type ShallowRef, shallowRef, watch } from 'vue';
import type { Station } from '#shared/station/system-schema.ts';
import { dayStartMs } from '#shared/units/time-grid.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { useInputsStore } from '#client/stores/desk/inputs-store.ts';
import { type Outcome, useOutcomeStore } from '#client/stores/desk/outcome-store.ts';
import { useRunStore } from '#client/stores/desk/run-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import type { DaySpan } from '../wall/load-view.ts';
import {
  type Compared,
  compared,
  comparedSheet,
  type ComparedSlot,
  type ComparingParts,
  type Comparison,
  worthBy,
} from './comparing.ts';
import { deskDayOf } from './desk-day-of.ts';
import { type Sheet, stepAt } from './sheet.ts';

/** What is no sheet and can be compared with all the same. */
export const OTHER_SIDES = ['yesterday', 'run', 'rule'] as const;
export type OtherSide = (typeof OTHER_SIDES)[number];

export interface CompareParts {
  readonly station: () => Station;
  readonly sheets: () => readonly Sheet[];
  readonly day: () => DaySpan;
  readonly slots: () => readonly number[];
}

export interface Compare {
  /** A sheet's id, or one of `OTHER_SIDES`. */
  readonly first: ShallowRef<string>;
  readonly second: ShallowRef<string>;
  /** Each quarter-hour by itself, not runs that differ the same way. */
  readonly eachRow: ShallowRef<boolean>;
  /** null: still being reckoned. */
  readonly comparison: ComputedRef<Comparison | null>;
  /** Whose reasons say why; null where neither side is a plan. */
  readonly explained: ComputedRef<Sheet | null>;
}

const isOther = (id: string): id is OtherSide => (OTHER_SIDES as readonly string[]).includes(id);

/** Two sides of the desk, of what was run, or of a rule, row by row. */
export function useCompare(parts: CompareParts, open: () => Sheet): Compare {
  const link = useLinkStore();
  const outcomes = useOutcomeStore();
  const runs = useRunStore();
  const inputs = useInputsStore();
  const zone = (): string => link.hello?.system.timeZone ?? 'UTC';
  const first = shallowRef(open().id);
  const second = shallowRef(parts.sheets().find(({ id }) => id !== first.value)?.id ?? 'rule');
  const eachRow = shallowRef(false);
  const sheetOf = (id: string): Sheet | null =>
    parts.sheets().find((sheet) => sheet.id === id) ?? null;
  /** On whose water the sides that are no sheets run. */
  const ground = computed(() => sheetOf(first.value) ?? sheetOf(second.value) ?? open());

  const yesterday = (): number => dayStartMs(dayStartMs(link.now ?? 0, zone()) - 1, zone());
  const keyOf = (side: OtherSide): string =>
    `${side}:${ground.value.trial?.id ?? ground.value.version?.id ?? ''}`;

  async function reckon(side: OtherSide): Promise<void> {
    const day = deskDayOf(ground.value, inputs.dayOf, parts.station(), link.hello?.system);
    if (!day) return;
    if (side === 'rule') return outcomes.ruleCurve(keyOf(side), day);
    const { id, units } = parts.station();
    const from = yesterday();
    await runs.ask(
      units.map((unit) => unitTag(id, unit.id, 'mw')),
      from,
      from + 25 * HOUR_MS,
    );
    const baseMw = Object.fromEntries(
      units.map((unit) => {
        const mean = (at: number): number => runs.mean(unitTag(id, unit.id, 'mw'), at)?.value ?? 0;
        return [unit.id, sameTimes(ground.value, zone(), (sinceMs) => mean(from + sinceMs))];
      }),
    );
    const spillM3s = new Array<number>(ground.value.steps).fill(0);
    return outcomes.tryRows(keyOf(side), day, { [id]: { spillM3s, baseMw, fixedMw: {} } });
  }
  watch(
    // As getters: a shallow ref among the sources would fire with every change of what the key is made of.
    [() => first.value, () => second.value, () => keyOf('rule')],
    () => {
      for (const side of [first.value, second.value]) {
        if (isOther(side) && side !== 'run') void reckon(side);
      }
    },
    { immediate: true },
  );

  function sideOf(id: string): Compared | null {
    const sheet = sheetOf(id);
    if (sheet) return sheet.plan ? comparedSheet(sheet) : null;
    if (id === 'run') return comparedRun(parts.station(), parts.slots(), runs.mean);
    const { outcome } = outcomes.of(keyOf(id as OtherSide));
    return outcome ? comparedOutcome(outcome, ground.value, parts.station().id) : null;
  }

  const comparison = computed(() => {
    const [one, other] = [sideOf(first.value), sideOf(second.value)];
    if (!one || !other) return null;
    const sides = { first: one, second: other, eachRow: eachRow.value };
    return compared({ ...sides, ...parts.day(), ...worths(ground.value) });
  });
  const explained = computed(() => {
    const sheets = [sheetOf(second.value), sheetOf(first.value)];
    return sheets.find((sheet) => sheet?.version) ?? null;
  });

  return { first, second, eachRow, comparison, explained };
}

const HOUR_MS = 3_600_000;

/** What power and water are worth by a sheet. */
function worths(sheet: Sheet): Pick<ComparingParts, 'stepMinutes' | 'priceAt' | 'worthAt'> {
  const priceAt = (at: number): number => sheet.pricePerMwh[stepAt(sheet, at)] ?? 0;
  return { stepMinutes: sheet.stepMinutes, priceAt, worthAt: worthBy(sheet) };
}

/** A value for each step of a sheet by how long after its local midnight it begins, ms. */
function sameTimes(sheet: Sheet, zone: string, valueAt: (sinceMs: number) => number): number[] {
  return Array.from({ length: sheet.steps }, (_, step) => {
    const at = sheet.startsAt + step * sheet.stepMinutes * 60_000;
    return valueAt(at - dayStartMs(at, zone));
  });
}

function comparedOutcome(outcome: Outcome, sheet: Sheet, station: string): Compared {
  return comparedSheet({ ...sheet, plan: outcome.stations[station] ?? null });
}

/** What was measured: quarter-hours in which every unit and the export were. */
function comparedRun(
  { id, units }: Station,
  slots: readonly number[],
  mean: ReturnType<typeof useRunStore>['mean'],
): Compared {
  const at = new Map<number, ComparedSlot>();
  for (const slot of slots) {
    const exported = mean(stationTag(id, 'export'), slot);
    const outputs = units.map((unit) => [unit.id, mean(unitTag(id, unit.id, 'mw'), slot)] as const);
    if (!exported || outputs.some(([, output]) => !output)) continue;
    const outflow = mean(stationTag(id, 'totalOutflow'), slot)?.value ?? null;
    const spillM3s = mean(stationTag(id, 'spillFlow'), slot)?.value ?? null;
    at.set(slot, {
      exportMw: exported.value,
      units: Object.fromEntries(outputs.map(([unit, output]) => [unit, output!.value])),
      turbineM3s: outflow === null || spillM3s === null ? null : outflow - spillM3s,
      spillM3s,
    });
  }
  return { at };
}
