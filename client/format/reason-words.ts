import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { formatNumber, formatSigned } from './numbers.ts';
import { formatMoment } from './time.ts';

/** How a text is looked up: vue-i18n's `t` and `te`, or a test's own. */
export interface Texts {
  t(key: string, values: Record<string, string | number>): string;
  te(key: string): boolean;
  readonly locale: string;
}

/** As much of a plan's reason as words need. */
export interface SaidReason {
  readonly code: string;
  /** Id of the unit; empty where the reason speaks of the whole station. */
  readonly unit?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What surrounds a reason: what it does not say itself. */
export interface ReasonContext {
  /** Start of the reason's step, ms since 1970 UTC. */
  readonly at: number;
  readonly timeZone: string;
  readonly currency: string;
  /** A unit's name by its id. */
  readonly unitName: (id: string) => string;
}

/** A plan's reason in words that stand after "because". */
export function reasonWords(
  reason: SaidReason,
  currency: string,
  texts: Texts,
  unitName: ReasonContext['unitName'] = (id) => id,
): string {
  const key = `reason.${reason.code}`;
  if (!texts.te(key)) return texts.t('reason.unknown', { code: reason.code });
  return texts.t(key, { ...readable(reason.data, texts.locale, unitName), currency });
}

/** The same with how long the change holds, and what head it keeps or takes until then. */
export function reasonWithEffect(reason: SaidReason, context: ReasonContext, texts: Texts): string {
  const words = reasonWords(reason, context.currency, texts, context.unitName);
  const until = momentAfter(reason, 'forMinutes', context);
  const holds = until === null ? [] : [texts.t('reason.sentence.until', { until })];
  return joined([words, ...holds, ...effects(reason, context, texts)], texts);
}

/**
 * A whole sentence about a reason: "07:15 start Unit 3: the price rises to 410 CNY/MWh; +42.0 MW until
 * 11:00; takes 0.18 m of head".
 */
export function reasonSentence(reason: SaidReason, context: ReasonContext, texts: Texts): string {
  const [kind = ''] = reason.code.split('.');
  const words = reasonWords(reason, context.currency, texts, context.unitName);
  const key = `reason.sentence.${kind}`;
  if (!texts.te(key)) return words;
  const until = momentAfter(reason, 'forMinutes', context) ?? '';
  const time = formatMoment(context.at, context.timeZone);
  const isDay = kind === 'step' && until === time;
  return texts.t(isDay ? 'reason.sentence.stepOfDay' : key, {
    time,
    until,
    unit: context.unitName(reason.unit ?? ''),
    to: formatNumber(numberOf(reason, 'mw'), 1, texts.locale),
    parts: joined(
      [words, ...change(reason, until, texts), ...effects(reason, context, texts)],
      texts,
    ),
  });
}

/** By how much a unit changes, and until when; of the whole station nothing. */
function change(reason: SaidReason, until: string, texts: Texts): string[] {
  if (!reason.unit) return [];
  const byMw = numberOf(reason, 'byMw');
  // A stop in the first step does not always know what it stops.
  const by = byMw === null || byMw === 0 ? '' : formatSigned(byMw, 1, texts.locale);
  if (by === '') return until === '' ? [] : [texts.t('reason.sentence.until', { until })];
  const key = until === '' ? 'by' : 'byUntil';
  return [texts.t(`reason.sentence.${key}`, { by, until })];
}

/** What head a change keeps or takes, where that is worth telling. */
function effects(reason: SaidReason, context: ReasonContext, texts: Texts): string[] {
  const kept = numberOf(reason, 'headM');
  if (kept === null || kept === 0) return [];
  const headM = formatNumber(Math.abs(kept), 2, texts.locale);
  if (kept < 0) return [texts.t('reason.sentence.takes', { headM })];
  const later = momentAfter(reason, 'laterMinutes', context);
  if (later === null) return [texts.t('reason.sentence.keeps', { headM })];
  return [texts.t('reason.sentence.keepsFor', { headM, later })];
}

const joined = (parts: readonly string[], texts: Texts): string =>
  parts.reduce((first, next) => texts.t('reason.sentence.and', { first, next }));

function numberOf(reason: SaidReason, key: string): number | null {
  const value = reason.data[key];
  return typeof value === 'number' ? value : null;
}

/** The time of day so many minutes after the reason's step begins. */
function momentAfter(reason: SaidReason, key: string, context: ReasonContext): string | null {
  const minutes = numberOf(reason, key);
  if (minutes === null) return null;
  return formatMoment(context.at + minutes * MS_PER_MINUTE, context.timeZone);
}

/** Levels are read to the centimetre, worth of water to the whole, all else to one decimal at most. */
function readable(
  data: Readonly<Record<string, unknown>>,
  locale: string,
  unitName: ReasonContext['unitName'],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (name === 'other') return [name, unitName(String(value))];
      return [
        name,
        typeof value === 'number'
          ? formatNumber(value, digitsOf(name, value), locale)
          : String(value),
      ];
    }),
  );
}

const LEVELS = ['levelM', 'limitM', 'limitMPerHour'];
const WORTHS = ['waterValue', 'waterBefore', 'least', 'most'];

function digitsOf(name: string, value: number): number {
  if (WORTHS.includes(name)) return 0;
  if (Number.isInteger(value)) return 0;
  return LEVELS.includes(name) ? 2 : 1;
}
