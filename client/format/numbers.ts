/** Shown where there is no number. */
export const NO_NUMBER = '–';

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, digits: number, signed: boolean): Intl.NumberFormat {
  const key = `${locale}/${digits}/${signed}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: signed ? 'exceptZero' : 'negative',
    });
    formats.set(key, format);
  }
  return format;
}

/** A number with a fixed count of decimals, so that it does not jump about as it changes; no number is a dash. */
export function formatNumber(value: number | null, digits: number, locale: string): string {
  if (value === null || !Number.isFinite(value)) return NO_NUMBER;
  return formatOf(locale, digits, false).format(value).replace('-', '−');
}

/** As `formatNumber`; above `most`, where that is given, it says no more than that. */
export function boundedNumber(
  value: number | null,
  digits: number,
  locale: string,
  most = Infinity,
): string {
  if (value === null || !(value > most)) return formatNumber(value, digits, locale);
  return `> ${formatNumber(most, digits, locale)}`;
}

/** As `formatNumber`, with + before what is above zero. */
export function formatSigned(value: number | null, digits: number, locale: string): string {
  if (value === null || !Number.isFinite(value)) return NO_NUMBER;
  return formatOf(locale, digits, true).format(value).replace('-', '−');
}

/** Decimals that leave about `figures` significant figures of values as large as `largest`. */
export function digitsFor(largest: number, figures = 4): number {
  if (!(largest > 0)) return 0;
  return Math.min(3, Math.max(0, figures - 1 - Math.floor(Math.log10(largest))));
}
