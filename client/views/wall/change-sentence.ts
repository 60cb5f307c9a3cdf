import type { NextChange } from '#shared/wire/plan-view.ts';
import { formatNumber, formatSigned } from '#client/format/numbers.ts';
import { formatMoment } from '#client/format/time.ts';

/** How a text is looked up: vue-i18n's `t` and `te`, or a test's own. */
export interface Texts {
  t(key: string, values: Record<string, string | number>): string;
  te(key: string): boolean;
  readonly locale: string;
}

export interface ChangeContext {
  readonly timeZone: string;
  /** End of the local day now, ms: what comes later is tomorrow's. */
  readonly dayEnd: number;
  readonly unitName: string;
  readonly currency: string;
}

/** "07:15 start unit 3, +42 MW, because …": the next change of a plan in words. */
export function changeSentence(change: NextChange, context: ChangeContext, texts: Texts): string {
  const { t, locale } = texts;
  const clock = formatMoment(change.at, context.timeZone);
  const time = change.at >= context.dayEnd ? t('load.tomorrow', { time: clock }) : clock;
  const words = t(`load.${change.kind}`, {
    time,
    unit: context.unitName,
    by: formatSigned(change.byMw, 1, locale),
    to: formatNumber(change.toMw, 1, locale),
  });
  if (!change.reason) return t('load.withoutReason', { change: words });
  return t('load.because', {
    change: words,
    reason: reasonWords(change.reason, context.currency, texts),
  });
}

/** A plan's reason in words. */
export function reasonWords(
  reason: { readonly code: string; readonly data: Readonly<Record<string, unknown>> },
  currency: string,
  texts: Texts,
): string {
  const key = `reason.${reason.code}`;
  if (!texts.te(key)) return texts.t('reason.unknown', { code: reason.code });
  return texts.t(key, { ...readable(reason.data, texts.locale), currency });
}

/** Numbers as people read them, at most one decimal. */
function readable(data: Readonly<Record<string, unknown>>, locale: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'number'
        ? formatNumber(value, Number.isInteger(value) ? 0 : 1, locale)
        : String(value),
    ]),
  );
}
