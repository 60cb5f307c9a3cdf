import type { Alarm } from '#shared/wire/protocol.ts';
import { formatNumber } from '#client/format/numbers.ts';
import type { Texts } from './change-sentence.ts';

/** An alarm in words; a code this page does not know is shown as it is. */
export function alarmWords(alarm: Alarm, texts: Texts): string {
  const key = `alarm.${alarm.code}`;
  if (!texts.te(key)) return texts.t('alarm.unknown', { code: alarm.code });
  const data = Object.entries(alarm.data).map(([name, value]) => [
    name,
    typeof value === 'number' && !Number.isInteger(value)
      ? formatNumber(value, 2, texts.locale)
      : value,
  ]);
  return texts.t(key, Object.fromEntries(data) as Record<string, string | number>);
}
