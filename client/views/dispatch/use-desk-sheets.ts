import { computed, type ComputedRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Station } from '#shared/station/system-schema.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { formatMoment } from '#client/format/time.ts';
import { useDeskStore } from '#client/stores/desk/desk-store.ts';
import { useInputsStore } from '#client/stores/desk/inputs-store.ts';
import { type DeskDay, type Rows, useOutcomeStore } from '#client/stores/desk/outcome-store.ts';
import { type Trial, trialOn } from '#client/stores/desk/trial.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { deskDayOf } from './desk-day-of.ts';
import { type Sheet, type SheetKind, sheetOfPlan, sheetOfTrial } from './sheet.ts';

export interface DeskSheets {
  /** Plans first, in the order of their lives backwards, then what-ifs as they were begun. */
  readonly sheets: ComputedRef<readonly Sheet[]>;
  readonly open: ComputedRef<Sheet | null>;
  /** The newest plan offered, else the one in force. */
  readonly recommended: ComputedRef<PlanVersion | null>;
  /** Begins a what-if on the open sheet, or on `sheet`. */
  begin(sheet?: Sheet): Trial | null;
  /** Plans anew around what is fixed in the open what-if; true where a plan was found. */
  best(): Promise<boolean>;
  /** Begins a what-if on the plan in force with what is fixed in the open one. */
  carryOver(): void;
}

/** Nobody's trial: the plan in force as it is. */
const WARMING = { id: 'in-force', name: '', colour: 0, changedAt: 0 } as const;

/** Set points of a trial as the worker is asked about them. */
function rowsOf(trial: Trial): Rows {
  const { base, fixed } = trial.state;
  return {
    [trial.station]: { spillM3s: base.spillM3s, baseMw: base.mw, fixedMw: fixed },
  };
}

/** The sheets on the desk; every what-if is reckoned again as soon as it changes. */
export function useDeskSheets(station: () => Station): DeskSheets {
  const { t } = useI18n();
  const link = useLinkStore();
  const live = useStationStore();
  const desk = useDeskStore();
  const outcomes = useOutcomeStore();
  const inputs = useInputsStore();
  const zone = (): string => link.hello?.system.timeZone ?? 'UTC';

  // Apart from the what-ifs: what is typed into one of them makes no plan's sheet anew.
  const plans = computed(() =>
    plansOf(live.plan).map(([kind, version]) => {
      const made = formatMoment(version.madeAt, zone());
      return sheetOfPlan(kind, version, station().id, t(`desk.sheet.${kind}`, { made }));
    }),
  );
  const sheets = computed(() => [
    ...plans.value,
    ...desk.trials.map((trial) =>
      sheetOfTrial(trial, outcomes.of(trial.id), outcomes.mends.get(trial.id) ?? []),
    ),
  ]);
  const open = computed(
    () => sheets.value.find(({ id }) => id === desk.open) ?? sheets.value[0] ?? null,
  );

  const deskDay = (trial: Trial): DeskDay | null =>
    deskDayOf({ trial, version: null }, inputs.dayOf, station(), link.hello?.system);
  useReckoning(station, deskDay);
  watch(
    sheets,
    (all) => {
      for (const { version } of all) if (version) void inputs.ask(version.id);
    },
    { immediate: true },
  );

  async function best(): Promise<boolean> {
    const trial = desk.openTrial;
    const day = trial && deskDay(trial);
    if (!trial || !day) return false;
    const found = await outcomes.seek(trial.id, day, rowsOf(trial));
    const plan = found?.stations[trial.station];
    if (!plan) return false;
    const mw = Object.fromEntries(Object.entries(plan.units).map(([id, unit]) => [id, unit.mw]));
    desk.rebase(trial.id, { mw, spillM3s: plan.spillM3s, origin: 'best' });
    return true;
  }

  return {
    sheets,
    open,
    recommended: computed(() => live.plan?.offered ?? live.plan?.inForce ?? null),
    begin(sheet = open.value ?? undefined) {
      const version = sheet?.version ?? live.plan?.inForce ?? live.plan?.offered;
      if (!version) return null;
      const name = t('desk.sheet.newName', { number: desk.trials.length + 1 });
      return desk.begin(version, inputs.dayOf(version, station()), name);
    },
    best,
    carryOver() {
      const trial = desk.openTrial;
      const version = live.plan?.inForce;
      if (trial && version)
        desk.begin(version, inputs.dayOf(version, station()), trial.name, trial);
    },
  };
}

/** Plans of a view that are not another's shadow: an offer that is in force stands once. */
function plansOf(
  view: {
    inForce: PlanVersion | null;
    decided?: PlanVersion | null;
    offered: PlanVersion | null;
  } | null,
): [Exclude<SheetKind, 'what-if'>, PlanVersion][] {
  const parts = [
    ['in-force', view?.inForce ?? null],
    ['decided', view?.decided ?? null],
    ['offered', view?.offered ?? null],
  ] as const;
  const seen = new Set<string>();
  return parts.flatMap(([kind, version]) => {
    if (!version || seen.has(version.id)) return [];
    seen.add(version.id);
    return [[kind, version] as [Exclude<SheetKind, 'what-if'>, PlanVersion]];
  });
}

/** Asks the worker about every what-if that has changed; and about the plan, so that the worker is warm. */
function useReckoning(station: () => Station, deskDay: (trial: Trial) => DeskDay | null): void {
  const link = useLinkStore();
  const live = useStationStore();
  const desk = useDeskStore();
  const outcomes = useOutcomeStore();
  const inputs = useInputsStore();
  const reckoned = new Map<string, Pick<Trial, 'state' | 'day'>>();
  watch(
    [() => desk.trials, () => link.hello],
    () => {
      for (const trial of desk.trials) {
        const day = deskDay(trial);
        const before = reckoned.get(trial.id);
        if (!day || (before?.state === trial.state && before.day === trial.day)) continue;
        reckoned.set(trial.id, trial);
        void outcomes.tryRows(trial.id, day, rowsOf(trial));
      }
    },
    { immediate: true },
  );

  // The worker's code is ready for the first typed number once it has reckoned the plan itself.
  watch(
    () => live.plan?.inForce?.id,
    () => {
      const version = live.plan?.inForce;
      const system = link.hello?.system;
      if (!version || !system) return;
      const trial = trialOn(version, station().id, inputs.dayOf(version, station()), WARMING);
      const day = deskDayOf({ trial: null, version }, inputs.dayOf, station(), system);
      if (day) void outcomes.tryRows(WARMING.id, day, rowsOf(trial));
    },
    { immediate: true },
  );
}
