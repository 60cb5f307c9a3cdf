import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { type WallNotice, wallNotice } from './wall-notice.ts';

/** What stands in place of a screen's panels, in words; null: the panels themselves. */
export function useScreenNotice(
  hasData: () => boolean,
): ComputedRef<(Pick<WallNotice, 'kind'> & { title: string; help: string }) | null> {
  const { t } = useI18n({ useScope: 'global' });
  const link = useLinkStore();
  const station = useStationStore();
  return computed(() => {
    const notice = wallNotice({
      link: link.state,
      refusal: link.refusal,
      unanswered: link.unanswered,
      outdated: link.outdated,
      hasStation: station.station !== null,
      hasData: hasData(),
    });
    return (
      notice && {
        kind: notice.kind,
        title: t(`notice.${notice.text}.title`),
        help: t(`notice.${notice.text}.help`, { word: link.refusal ?? '' }),
      }
    );
  });
}
