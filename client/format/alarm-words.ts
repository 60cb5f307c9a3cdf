import type { Alarm } from '#shared/wire/alarms.ts';
import { formatNumber } from './numbers.ts';

/** The texts of a page, and its language for numbers. */
interface Texts {
  readonly t: (key: string, values: Record<string, string | number>) => string;
  readonly te: (key: string) => boolean;
  readonly locale: string;
}

/** The name of a unit or a tag in the page's language; the id itself where there is none. */
export type NameOf = (kind: 'unit' | 'tag', id: string) => string;

/** Decimals of what is no whole number, by what it is of. */
const DIGITS: Readonly<Record<string, number>> = {
  'spill.running': 0,
  'spill.ahead': 1,
  'unit.trip': 0,
  'unit.efficiency': 1,
  'head.loss': 1,
  'adherence.off': 0,
  'clock.source': 0,
};

/** An alarm in words; a code this page does not know is shown as it is. */
export function alarmWords(
  { code, data }: Pick<Alarm, 'code' | 'data'>,
  texts: Texts,
  nameOf: NameOf = (_kind, id) => id,
): string {
  const key = `alarm.${code}`;
  if (!texts.te(key)) return texts.t('alarm.unknown', { code });
  const values = Object.entries(data).map(([name, value]): [string, string | number] => {
    if (typeof value === 'number')
      return [
        name,
        Number.isInteger(value) ? value : formatNumber(value, DIGITS[code] ?? 2, texts.locale),
      ];
    if (name === 'unit' || name === 'tag') return [name, nameOf(name, value)];
    return [name, name === 'kind' ? texts.t(`alarm.kind.${value}`, {}) : value];
  });
  return texts.t(key, Object.fromEntries(values));
}
