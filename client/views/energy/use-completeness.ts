import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Restated } from '#shared/energy/review/restate.ts';
import type { DayPage } from '#shared/energy/review/page.ts';
import { useEnergyWords } from './energy-words.ts';

const PARTS = ['corrected', 'spread', 'missing'] as const;

/** How a review says what was not metered, what has changed since, and whether meters agree. */
export interface CompletenessWords {
  /** Quarter-hours that are not metered, by how they are known. */
  readonly parts: (slots: Readonly<Record<(typeof PARTS)[number], number>>) => string;
  /** The changes of a version by their cause. */
  readonly causes: (restated: readonly Restated[]) => string[];
  /** A parent's meter against those below it; empty where there is none to compare with. */
  readonly balance: (page: Pick<DayPage, 'balance' | 'consumer'>) => string;
}

export function useCompleteness(): ComputedRef<CompletenessWords> {
  const { t } = useI18n();
  const words = useEnergyWords();
  return computed(() => {
    const { kwh, signed, number, unit } = words.value;
    return {
      parts: (slots) =>
        PARTS.filter((part) => slots[part] > 0)
          .map((part) => t(`energy.complete.parts.${part}`, { slots: slots[part] }))
          .join(', '),
      causes: (restated) =>
        restated.map(({ cause, slots, byKwh }) =>
          t(`energy.complete.cause.${cause}`, { slots, kwh: signed(byKwh) }),
        ),
      balance({ balance, consumer }) {
        if (!balance) return '';
        const { own, children, gap, tolerance, within } = balance;
        const told = t('energy.complete.gap', {
          own: kwh(own),
          children: kwh(children),
          gap: signed(gap),
          percent: number((100 * gap) / (own || 1), 1),
          unit: unit(consumer),
        });
        const judged = t(`energy.complete.${within ? 'gapWithin' : 'gapBeyond'}`, {
          tolerance: kwh(tolerance),
        });
        return `${told} ${judged}`;
      },
    };
  });
}
