import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { NextChange } from '#shared/wire/plan-view.ts';
import { formatNumber, formatSigned } from '#client/format/numbers.ts';
import { type Texts, reasonWithEffect } from '#client/format/reason-words.ts';
import { formatMoment } from '#client/format/time.ts';

export { type Texts, reasonWords } from '#client/format/reason-words.ts';

export interface ChangeContext {
  readonly timeZone: string;
  /** End of the local day now, ms: what comes later is tomorrow's. */
  readonly dayEnd: number;
  readonly unitName: string;
  /** Other units' names by id; absent: the id itself. */
  readonly unitNames?: (id: string) => string;
  readonly currency: string;
}

/** A change is announced from here on, ms ahead. */
const ANNOUNCED_MS = 15 * MS_PER_MINUTE;

/** Whole minutes until a change that is to be announced now; null where none is. */
export function minutesAhead(
  change: Pick<NextChange, 'at'> | null | undefined,
  now: number | null,
): number | null {
  if (!change || now === null || change.at < now || change.at - now > ANNOUNCED_MS) return null;
  return Math.ceil((change.at - now) / MS_PER_MINUTE);
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
  const nameOf = (id: string): string => context.unitNames?.(id) ?? id;
  return t('load.because', {
    change: words,
    reason: reasonWithEffect(change.reason, { ...context, at: change.at, unitName: nameOf }, texts),
  });
}
