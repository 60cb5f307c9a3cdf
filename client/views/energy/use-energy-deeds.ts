import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue';
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

/** @param kept called when something was set, so that the page is asked anew */
export function useEnergyDeeds(station: () => string, kept: () => void): EnergyDeeds {
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
        await store.set(door, { station: station(), ...body });
        answer.value = t('energy.finding.kept');
        kept();
        return true;
      } catch (error) {
        answer.value = error instanceof Error ? error.message : String(error);
        return false;
      }
    },
  };
}
