import {
  computed,
  type ComputedRef,
  inject,
  type InjectionKey,
  provide,
  shallowRef,
  type ShallowRef,
} from 'vue';
import { useI18n } from 'vue-i18n';
import type { Action } from '#shared/wire/access.ts';
import { type EnergyDoor, useEnergyStore } from '#client/stores/energy-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';

/** What may be done about consumption by who sits here, and how it went. */
export interface EnergyDeeds {
  /** Why something may not be done; empty: it may. */
  readonly why: ComputedRef<(action: Action) => string>;
  readonly answer: ShallowRef<string>;
  /** @returns whether it was kept */
  keep(door: EnergyDoor, body: object): Promise<boolean>;
}

/** Where deeds are done, and what is done after one. */
interface DeedPlace {
  readonly station: () => string;
  readonly kept: () => void;
}
const PLACE: InjectionKey<DeedPlace> = Symbol('where deeds about consumption are done');

/** Says for all panels below of which station they speak. @param kept asks the page anew when something was set */
export const placeEnergyDeeds = (station: () => string, kept: () => void): void =>
  provide(PLACE, { station, kept });

/** @param kept called when something was set; absent: the page is asked anew */
export function useEnergyDeeds(kept?: () => void): EnergyDeeds {
  const place = inject(PLACE);
  if (!place) throw new Error('no review above this panel says of which station it speaks');
  const { t } = useI18n();
  const store = useEnergyStore();
  const link = useLinkStore();
  const answer = shallowRef('');
  const why = computed(() => {
    const identity = link.hello?.identity;
    const isCut = link.state === 'cut';
    return (action: Action): string => {
      if (isCut) return t('energy.may.cut');
      if (!identity || identity.kind === 'nobody') return t('energy.may.nobody');
      return identity.actions.includes(action) ? '' : t('energy.may.no', { action });
    };
  });
  return {
    why,
    answer,
    async keep(door, body) {
      try {
        await store.set(door, { station: place.station(), ...body });
        answer.value = t('energy.finding.kept');
        (kept ?? place.kept)();
        return true;
      } catch (error) {
        answer.value = error instanceof Error ? error.message : String(error);
        return false;
      }
    },
  };
}
