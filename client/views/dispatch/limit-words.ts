import { formatNumber } from '#client/format/numbers.ts';
import type { Texts } from '#client/format/reason-words.ts';
import type { BrokenLimit } from '#client/stores/desk/outcome-store.ts';
import type { DeskContext } from './desk-context.ts';
import type { Sheet } from './sheet.ts';

/** A broken limit's name as the texts have it. */
export function limitName(limit: string, { t, te }: Texts): string {
  const key = `limit.${limit}`;
  return te(key) ? t(key, {}) : limit;
}

function amountWords({ amount, amountUnit }: BrokenLimit, locale: string): string {
  const digits = amountUnit === 'm' || amountUnit === 'm/h' ? 3 : amountUnit === '1' ? 0 : 1;
  const unit = amountUnit === '1' ? '' : ` ${amountUnit}`;
  return `${formatNumber(amount, digits, locale)}${unit}`;
}

/** "07:15–08:00 Unit 2: output in a forbidden zone by 3.0 MW". */
export function limitSentence(
  limit: BrokenLimit,
  sheet: Pick<Sheet, 'startsAt' | 'stepMinutes'>,
  context: DeskContext,
  texts: Texts,
): string {
  const words = {
    from: context.timeOf(sheet, limit.fromStep),
    to: context.timeOf(sheet, limit.toStep),
    limit: limitName(limit.limit, texts),
    amount: amountWords(limit, texts.locale),
  };
  if (limit.unit === null) return texts.t('desk.limits.station', words);
  return texts.t('desk.limits.unit', { ...words, unit: context.unitName(limit.unit) });
}

/** Limits of a row in short: their names, each once. */
export function limitNames(broken: readonly BrokenLimit[], texts: Texts): string {
  const names = new Set(broken.map(({ limit }) => limitName(limit, texts)));
  return [...names].join(' · ');
}

export interface ShortWords {
  readonly step: number;
  readonly unit: string;
  readonly words: string;
}

/** Runs of cells that a machine cannot make, in words. */
export function shortSentences(
  { short, startsAt, stepMinutes }: Pick<Sheet, 'short' | 'startsAt' | 'stepMinutes'>,
  context: DeskContext,
  { t, locale }: Texts,
): ShortWords[] {
  const runs: { unit: string; step: number; to: number; leastMw: number }[] = [];
  for (const { unit, step, madeMw } of [...short].sort(byUnitAndStep)) {
    const last = runs.at(-1);
    if (last?.unit === unit && last.to === step) {
      last.to = step + 1;
      last.leastMw = Math.min(last.leastMw, madeMw);
    } else runs.push({ unit, step, to: step + 1, leastMw: madeMw });
  }
  const sheet = { startsAt, stepMinutes };
  return runs.map(({ unit, step, to, leastMw }) => ({
    step,
    unit,
    words: t('desk.limits.shortOf', {
      from: context.timeOf(sheet, step),
      to: context.timeOf(sheet, to),
      unit: context.unitName(unit),
      mw: formatNumber(leastMw, 1, locale),
    }),
  }));
}

const byUnitAndStep = (
  a: { unit: string; step: number },
  b: { unit: string; step: number },
): number => a.unit.localeCompare(b.unit) || a.step - b.step;
