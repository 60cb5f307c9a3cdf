import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { LONGEST_TREND_MS, MOST_TREND_TAGS } from '#shared/wire/trend.ts';

/** Which time is looked at: the last so much up to now, going on, or a stretch that stands, ms. */
export type TrendWindow =
  | { readonly kind: 'follow'; readonly spanMs: number }
  | { readonly kind: 'fixed'; readonly from: number; readonly to: number };

/** What the page is asked to show: all of it stands in its address. */
export interface TrendWish {
  /** Paths, each once; null: none were named. */
  readonly tags: readonly string[] | null;
  readonly window: TrendWindow;
  /** Tags of one unit in one lane. */
  readonly shared: boolean;
}

/** The spans that are one click away. */
export const RANGES = ['1h', '8h', '24h', '7d', '30d'] as const;

const DAY_MS = 24 * MS_PER_HOUR;
const UNITS_MS = { d: DAY_MS, h: MS_PER_HOUR, m: MS_PER_MINUTE, s: 1000 } as const;

/** Narrowest stretch that is worth a picture, ms. */
export const NARROWEST_MS = 10_000;

/** `8h` in ms; null where it is no span. */
export function spanOf(word: string): number | null {
  const match = /^(\d{1,9})([smhd])$/.exec(word);
  if (!match) return null;
  const spanMs = Number(match[1]) * UNITS_MS[match[2] as keyof typeof UNITS_MS];
  return spanMs >= NARROWEST_MS && spanMs <= LONGEST_TREND_MS ? spanMs : null;
}

/** A span as a word, to the second, in the largest unit that divides it. */
export function spanWord(spanMs: number): string {
  const wholeMs = Math.max(NARROWEST_MS, Math.round(spanMs / 1000) * 1000);
  // Two days are `48h` no more than a day is `1440m`: what the buttons say stays as it is said.
  if (wholeMs === DAY_MS) return '24h';
  const [unit, ms] = Object.entries(UNITS_MS).find(([, unitMs]) => wholeMs % unitMs === 0)!;
  return `${wholeMs / ms}${unit}`;
}

/** Of parameters as the router has them. */
type Query = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function instantOf(value: unknown): number | null {
  const text = textOf(value);
  const at = /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? at : null;
}

/** What an address asks for; what is no sense in it is left out. */
export function readWish(query: Query): TrendWish {
  const { tag, from, to, range, lanes } = query;
  const named = (Array.isArray(tag) ? tag : [tag]).filter(
    (one): one is string => typeof one === 'string',
  );
  const tags = [...new Set(named)].filter((one) => one !== '').slice(0, MOST_TREND_TAGS);
  const [first, last] = [instantOf(from), instantOf(to)];
  const isFixed =
    first !== null &&
    last !== null &&
    last - first >= NARROWEST_MS &&
    last - first <= LONGEST_TREND_MS;
  return {
    tags: named.length === 0 ? null : tags,
    window: isFixed
      ? { kind: 'fixed', from: first, to: last }
      : { kind: 'follow', spanMs: spanOf(textOf(range)) ?? 8 * MS_PER_HOUR },
    shared: lanes === 'unit',
  };
}

/** The parameters that ask for it; undefined ones are taken out of the address. */
export function writeWish({ tags, window, shared }: TrendWish) {
  const isFixed = window.kind === 'fixed';
  return {
    // An empty one says that none is wanted, where none at all leaves it to the page.
    tag: tags === null ? undefined : tags.length === 0 ? '' : [...tags],
    from: isFixed ? new Date(window.from).toISOString() : undefined,
    to: isFixed ? new Date(window.to).toISOString() : undefined,
    range: isFixed ? undefined : spanWord(window.spanMs),
    lanes: shared ? 'unit' : undefined,
  };
}
