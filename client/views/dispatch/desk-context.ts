import { computed, type ComputedRef } from 'vue';
import type { Reason } from '#shared/station/plan-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { ReasonContext } from '#client/format/reason-words.ts';
import { formatMoment } from '#client/format/time.ts';
import { useDisplayStore } from '#client/stores/display-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { unitName } from '../wall/unit-view.ts';
import type { Sheet } from './sheet.ts';

/** What every part of the desk speaks of: the station's zone, money and names. */
export interface DeskContext {
  readonly timeZone: string;
  readonly currency: string;
  readonly unitName: (id: string) => string;
  /** What surrounds a reason of a sheet. */
  reasonAt(sheet: Pick<Sheet, 'startsAt' | 'stepMinutes'>, reason: Reason): ReasonContext;
  /** When a step of a sheet begins, as the station's clock shows it. */
  timeOf(sheet: Pick<Sheet, 'startsAt' | 'stepMinutes'>, step: number): string;
}

const startOf = (sheet: Pick<Sheet, 'startsAt' | 'stepMinutes'>, step: number): number =>
  sheet.startsAt + step * sheet.stepMinutes * MS_PER_MINUTE;

export function useDeskContext(): ComputedRef<DeskContext> {
  const link = useLinkStore();
  const live = useStationStore();
  const display = useDisplayStore();
  return computed(() => {
    const timeZone = link.hello?.system.timeZone ?? 'UTC';
    const currency = link.hello?.system.currency ?? '';
    const { language } = display.settings;
    const nameOf = (id: string): string => {
      const unit = live.station?.units.find((other) => other.id === id);
      return unit ? unitName(unit)[language] : id;
    };
    return {
      timeZone,
      currency,
      unitName: nameOf,
      reasonAt: (sheet, reason) => ({
        at: startOf(sheet, reason.step),
        timeZone,
        currency,
        unitName: nameOf,
      }),
      timeOf: (sheet, step) => formatMoment(startOf(sheet, step), timeZone),
    };
  });
}
