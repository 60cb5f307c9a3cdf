import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Light } from '#shared/energy/review/lights.ts';
import type { SpanLine } from '#shared/energy/review/page.ts';
import { formatNumber, formatSigned, NO_NUMBER } from '#client/format/numbers.ts';
import { formatDate, formatTime } from '#client/format/time.ts';
import { useDisplayStore } from '#client/stores/display-store.ts';
import { useEnergyStore } from '#client/stores/energy-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { isWhole, type Line } from './line-rows.ts';

/** How the review says numbers, names and lights, in the language of the page. */
export interface EnergyWords {
  readonly kwh: (value: number | null) => string;
  readonly signed: (value: number | null) => string;
  readonly number: (value: number | null, digits: number) => string;
  readonly name: (consumer: string) => string;
  readonly unit: (consumer: string) => string;
  readonly light: (light: Light) => string;
  /** On how many days a month's line stands, where that is not all of them. */
  readonly partly: (row: SpanLine, line: Line) => string;
  /** Day and time of the station. */
  readonly moment: (at: number) => string;
  readonly currency: string;
  readonly timeZone: string;
}

/** Amounts below this are said with a decimal. */
const FEW = 100;

const digitsOf = (value: number | null): number =>
  value !== null && Math.abs(value) < FEW && value !== 0 ? 1 : 0;

export function useEnergyWords(): ComputedRef<EnergyWords> {
  const { t, locale } = useI18n();
  const store = useEnergyStore();
  const display = useDisplayStore();
  const link = useLinkStore();
  return computed(() => {
    const timeZone = store.consumers?.timeZone ?? link.hello?.system.timeZone ?? 'UTC';
    const number = (value: number | null, digits: number): string =>
      formatNumber(value, digits, locale.value);
    const signed = (value: number | null): string =>
      formatSigned(value, digitsOf(value), locale.value);
    const dataWord = (key: string, value: number | string): string => {
      if (typeof value === 'string') {
        if (key === 'driver') return t(`energy.model.drivers.${value}`);
        return key === 'test' ? t(`energy.model.tests.${value}`) : value;
      }
      if (key === 'kwh') return signed(value);
      return number(value, key.endsWith('Percent') || key === 'percent' ? 1 : digitsFor(value));
    };
    return {
      kwh: (value) => number(value, digitsOf(value)),
      signed,
      number,
      name: (consumer) => store.byId.get(consumer)?.name[display.settings.language] ?? consumer,
      unit: (consumer) => store.byId.get(consumer)?.unit ?? 'kWh',
      light: ({ code, data }) =>
        t(
          `energy.light.code.${code}`,
          Object.fromEntries(Object.entries(data).map(([key, one]) => [key, dataWord(key, one)])),
        ),
      partly: (row, line) =>
        row[`${line}Kwh`] === null || line === 'actual' || isWhole(row, line)
          ? ''
          : t('energy.span.onDays', { days: row.against[line].days }),
      moment: (at) => `${formatDate(at, timeZone, locale.value)} ${formatTime(at, timeZone)}`,
      currency: store.consumers?.currency ?? '',
      timeZone,
    };
  });
}

/** Small figures (p, R²) keep their places, amounts need none. */
const digitsFor = (value: number): number => {
  const size = Math.abs(value);
  return size >= FEW || size === 0 ? 0 : size >= 1 ? 1 : 3;
};

/** A percentage of a line; a dash where there is none. */
export function percentOf(over: number | null, line: number | null, locale: string): string {
  return over === null || line === null || line <= 0
    ? NO_NUMBER
    : `${formatSigned((100 * over) / line, 1, locale)} %`;
}
