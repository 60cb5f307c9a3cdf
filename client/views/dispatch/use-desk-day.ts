import { computed, type ComputedRef, type ShallowRef, shallowRef, watch } from 'vue';
import type { Station } from '#shared/station/system-schema.ts';
import { nextDayStartMs } from '#shared/units/time-grid.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { useRunStore } from '#client/stores/desk/run-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { type DaySpan, dayOf } from '../wall/load-view.ts';
import { useMinute } from '../wall/use-minute.ts';
import { type DeskRow, deskRows, slotsOf } from './desk-rows.ts';
import { keepSame } from './keep-same.ts';
import type { Sheet } from './sheet.ts';

export type DayName = 'today' | 'tomorrow';

export interface DeskDayRows {
  readonly chosen: ShallowRef<DayName>;
  /** Days of which a plan speaks. */
  readonly days: ComputedRef<readonly DayName[]>;
  readonly span: ComputedRef<DaySpan>;
  readonly slots: ComputedRef<readonly number[]>;
  readonly rows: ComputedRef<readonly DeskRow[]>;
  /** The full minute, ms. */
  readonly now: ComputedRef<number>;
  /** Turns to the day that holds an instant. */
  show(at: number): void;
}

/** The chosen local day in rows, beside the open sheet; what was run is asked for as the day goes on. */
export function useDeskDay(
  station: () => Station,
  open: ComputedRef<Sheet | null>,
  recommended: ComputedRef<PlanVersion | null>,
): DeskDayRows {
  const link = useLinkStore();
  const live = useStationStore();
  const runs = useRunStore();
  const minute = useMinute();
  const chosen = shallowRef<DayName>('today');
  const now = computed(() => minute.value ?? 0);
  const timeZone = computed(() => link.hello?.system.timeZone ?? 'UTC');

  const today = computed(() => dayOf(now.value, timeZone.value));
  const span = computed((): DaySpan => {
    if (chosen.value === 'today') return today.value;
    return { from: today.value.to, to: nextDayStartMs(today.value.to, timeZone.value) };
  });
  const slots = computed(() => slotsOf(span.value));
  const endsAt = computed(() => {
    const sheet = open.value;
    return sheet ? sheet.startsAt + sheet.steps * sheet.stepMinutes * 60_000 : 0;
  });
  const days = computed((): DayName[] =>
    endsAt.value > today.value.to ? ['today', 'tomorrow'] : ['today'],
  );

  watch(
    [() => Math.floor(now.value / QUARTER_MS), station],
    () => {
      if (now.value === 0) return;
      const { id, units } = station();
      const tags = [
        ...units.map((unit) => unitTag(id, unit.id, 'mw')),
        stationTag(id, 'export'),
        stationTag(id, 'forebayLevel'),
        stationTag(id, 'totalOutflow'),
        stationTag(id, 'spillFlow'),
      ];
      void runs.ask(tags, today.value.from, now.value);
    },
    { immediate: true },
  );

  const rows = computed((before?: readonly DeskRow[]) =>
    keepSame<readonly DeskRow[]>(
      before,
      deskRows({
        station: station(),
        sheet: open.value,
        recommended: recommended.value,
        ordered: new Map(live.plan?.ordered.map((slot) => [slot.at, slot])),
        mean: endedMean(runs.mean, now.value),
        slots: slots.value,
        now: now.value,
      }),
    ),
  );

  return {
    chosen,
    days,
    span,
    slots,
    rows,
    now,
    show: (at) => (chosen.value = at >= today.value.to ? 'tomorrow' : 'today'),
  };
}

const QUARTER_MS = 15 * 60_000;

type Mean = ReturnType<typeof useRunStore>['mean'];

/** A quarter-hour that still runs has no mean yet. */
const endedMean =
  (mean: Mean, now: number): Mean =>
  (tag, at) =>
    at + QUARTER_MS <= now ? mean(tag, at) : null;
