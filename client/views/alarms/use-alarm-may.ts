import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Action } from '#shared/wire/access.ts';
import { useLinkStore } from '#client/stores/link-store.ts';

/** Why something may not be done by who sits here now; empty: it may. */
export function useAlarmMay(): ComputedRef<(action: Action) => string> {
  const { t } = useI18n({ useScope: 'global' });
  const link = useLinkStore();
  return computed(() => {
    const identity = link.hello?.identity;
    const isCut = link.state !== 'live';
    return (action) => {
      if (isCut) return t('alarms.may.cut');
      if (!identity || identity.kind === 'nobody') return t('alarms.may.nobody');
      return identity.actions.includes(action) ? '' : t('alarms.may.no', { action });
    };
  });
}
