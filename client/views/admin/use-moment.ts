import { useI18n } from 'vue-i18n';
import { formatClock, formatDate } from '#client/format/time.ts';
import { useLinkStore } from '#client/stores/link-store.ts';

/** Date and time of an instant of real time, as the station's clock had it; the browser's zone until the station's is known. */
export function useMoment(): (at: number) => string {
  const { locale } = useI18n({ useScope: 'global' });
  const link = useLinkStore();
  return (at) => {
    const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const zone = link.hello?.system.timeZone ?? own;
    return `${formatDate(at, zone, locale.value)} ${formatClock(at, zone)}`;
  };
}
