import { type ShallowRef, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { isOwed } from '#shared/alarms/states.ts';
import { MOST_ACKNOWLEDGED, type Alarm, type AlarmDone } from '#shared/wire/alarms.ts';
import { useAlarmStore } from '#client/stores/alarm-store.ts';
import { RequestError, useLineStore } from '#client/stores/line-store.ts';
import { useSoundStore } from '#client/stores/sound-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { useAlarmMay } from './use-alarm-may.ts';

/** What is done with alarms from this page, and what the server says to it. */
export interface AlarmDeeds {
  /** What came of the last deed; empty: all went as it should. */
  readonly word: ShallowRef<string>;
  acknowledge(alarms: readonly Alarm[]): Promise<void>;
  reset(alarm: Alarm): Promise<void>;
  shelve(alarm: Alarm, minutes: number, reason: string): Promise<boolean>;
  unshelve(alarm: Alarm): Promise<void>;
  takeOut(alarm: Alarm, reason: string): Promise<boolean>;
  putBack(alarm: Alarm): Promise<void>;
  /** All horns of the station where who sits here may, else this screen's. */
  silence(): Promise<void>;
}

export function useAlarmDeeds(): AlarmDeeds {
  const { t } = useI18n({ useScope: 'global' });
  const line = useLineStore();
  const alarms = useAlarmStore();
  const stations = useStationStore();
  const sound = useSoundStore();
  const may = useAlarmMay();
  const word = shallowRef('');

  /** @returns whether the server has done it */
  async function doing(work: () => Promise<readonly AlarmDone[]>): Promise<boolean> {
    word.value = '';
    try {
      const done = await work();
      for (const alarm of done.flatMap((one) => one.alarms)) alarms.changed(alarm);
      const left = done.reduce((sum, one) => sum + one.left.length, 0);
      if (left > 0) word.value = t('alarms.deed.left', { count: left });
      else if (done.some(({ kept }) => !kept)) word.value = t('alarms.deed.notKept');
      return true;
    } catch (error) {
      const isSilence = error instanceof RequestError && error.code === 'timeout';
      const why = error instanceof Error ? error.message : String(error);
      word.value = isSilence ? t('alarms.deed.timeout') : t('alarms.deed.failed', { why });
      return false;
    }
  }

  async function acknowledge(wanted: readonly Alarm[]): Promise<void> {
    const seen = wanted
      .filter(({ state }) => isOwed(state))
      .map(({ id, occurrence }) => ({ id, occurrence }));
    const station = stations.station?.id ?? '';
    await doing(async () => {
      const done: AlarmDone[] = [];
      for (let i = 0; i < seen.length; i += MOST_ACKNOWLEDGED) {
        const some = seen.slice(i, i + MOST_ACKNOWLEDGED);
        done.push(await line.ask('acknowledge-alarms', { station, alarms: some }));
      }
      return done;
    });
  }

  return {
    word,
    acknowledge,
    reset: async ({ id, occurrence }) => {
      await doing(async () => [await line.ask('reset-alarm', { id, occurrence })]);
    },
    shelve: ({ id }, minutes, reason) =>
      doing(async () => [await line.ask('shelve-alarm', { id, minutes, reason })]),
    unshelve: async ({ id }) => {
      await doing(async () => [await line.ask('unshelve-alarm', { id })]);
    },
    takeOut: ({ id }, reason) =>
      doing(async () => [await line.ask('take-alarm-out', { id, reason })]),
    putBack: async ({ id }) => {
      await doing(async () => [await line.ask('put-alarm-back', { id })]);
    },
    async silence() {
      sound.silenceHere();
      if (may.value('alarm.silence') !== '') return;
      const station = stations.station?.id ?? '';
      await doing(async () => {
        alarms.horns(await line.ask('silence-alarms', { station }));
        return [];
      });
    },
  };
}
