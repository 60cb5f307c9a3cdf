import { type ShallowRef, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { localMinute } from '#shared/units/time-grid.ts';
import { plansOfSpan } from '#client/stores/desk/plans-of-span.ts';
import type { DaySpan } from '../wall/load-view.ts';
import { useDeskContext } from './desk-context.ts';
import { type Sheet, sheetOfPlan } from './sheet.ts';

export interface OlderPlans {
  /** Sheets of versions that do not lie on the desk any more; empty before they were asked for. */
  readonly sheets: ShallowRef<readonly Sheet[]>;
  /** What came of asking; empty: nothing is to be said. */
  readonly word: ShallowRef<string>;
  readonly busy: ShallowRef<boolean>;
  ask(): Promise<void>;
}

/** Plans that spoke of a day and were superseded, rejected or closed: asked for only when they are wanted. */
export function useOlderPlans(
  station: () => string,
  day: () => DaySpan,
  onDesk: () => readonly Sheet[],
): OlderPlans {
  const { t } = useI18n();
  const context = useDeskContext();
  const sheets = shallowRef<readonly Sheet[]>([]);
  const word = shallowRef('');
  const busy = shallowRef(false);
  watch(
    () => day().from,
    () => (sheets.value = []),
  );

  async function ask(): Promise<void> {
    busy.value = true;
    word.value = '';
    try {
      const known = new Set(onDesk().map(({ version }) => version?.id));
      const versions = await plansOfSpan(day());
      sheets.value = versions
        .filter(({ id, plan }) => !known.has(id) && plan.stations[station()] !== undefined)
        .toReversed()
        .map((version) => {
          const made = localMinute(version.madeAt, context.value.timeZone);
          const state = t(`desk.decide.state.${version.state}`);
          const name = t('desk.compare.olderName', { state, made });
          return { ...sheetOfPlan('decided', version, station(), name), id: version.id };
        });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      word.value = t('desk.compare.olderFailed', { word: message });
    } finally {
      busy.value = false;
    }
  }
  return { sheets, word, busy, ask };
}
