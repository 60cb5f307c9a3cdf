import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Station } from '#shared/station/system-schema.ts';
import type { ImageDelta, ImageSnapshot } from '#shared/wire/image.ts';
import type { StationOutlook } from '#shared/wire/outlook.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import type { StationStanding, Subscription, UnitChange } from '#shared/wire/protocol.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { useAlarmStore } from './alarm-store.ts';
import { type LiveImage, imageOf, mergeDelta } from './live-value.ts';

/** What the server last said of the station on the screen: frozen, replaced whole, never edited. */
export const useStationStore = defineStore('station', () => {
  const station = shallowRef<Station | null>(null);
  const tags = shallowRef<readonly Tag[]>([]);
  const image = shallowRef<LiveImage | null>(null);
  const plan = shallowRef<PlanView | null>(null);
  const outlook = shallowRef<StationOutlook | null>(null);
  /** Starts and stops heard since the last image: they do not wait for it. */
  const unitChanges = shallowRef<ReadonlyMap<string, UnitChange>>(new Map());

  const indexOfTag = computed(() => new Map(tags.value.map((tag, index) => [tag.tag, index])));
  const cursor = computed(() => image.value?.cursor ?? null);

  /** Plan and outlook as they stand, whatever of their changes was heard. */
  function standing(of: StationStanding): void {
    plan.value = Object.freeze(of.plan);
    outlook.value = Object.freeze(of.outlook);
  }
  function subscribed(answer: Subscription): void {
    station.value = Object.freeze(answer.station);
    tags.value = Object.freeze(answer.tags);
    standing(answer);
    if (answer.snapshot) image.value = imageOf(answer.snapshot);
    for (const delta of answer.deltas) ticked(delta);
  }
  function ticked(delta: ImageDelta): void {
    if (!image.value) return;
    image.value = mergeDelta(image.value, delta);
    unitChanges.value = new Map();
  }
  function conflated(snapshot: ImageSnapshot): void {
    image.value = imageOf(snapshot);
    unitChanges.value = new Map();
  }
  function unitChanged(change: UnitChange): void {
    if (change.station !== station.value?.id) return;
    unitChanges.value = new Map(unitChanges.value).set(change.unit, change);
  }
  function planChanged(view: PlanView): void {
    if (view.station === station.value?.id) plan.value = Object.freeze(view);
  }

  function outlookChanged(told: StationOutlook): void {
    if (told.station === station.value?.id) outlook.value = Object.freeze(told);
  }

  return {
    station,
    tags,
    image,
    plan,
    outlook,
    alarms: computed(() => useAlarmStore().all),
    unitChanges,
    indexOfTag,
    cursor,
    standing,
    subscribed,
    ticked,
    conflated,
    unitChanged,
    planChanged,
    outlookChanged,
  };
});
