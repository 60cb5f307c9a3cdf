import { formatNumber } from '#client/format/numbers.ts';
import { formatTime, formatWeekday, hourTicks } from '#client/format/time.ts';
import type { ChartLook } from './look.ts';

/** The stretch of time that a chart shows, in the station's zone. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
  readonly locale: string;
}

/** Text of an axis. */
export function axisText(look: ChartLook): { color: string; fontSize: number; fontFamily: string } {
  return { color: look.second, fontSize: look.remPx, fontFamily: look.font };
}

/** Where a time axis has its ticks and its words: at full hours that are multiples of these. */
export interface HourTicks {
  readonly everyHours: number;
  /** Absent: every tick has its word. */
  readonly wordsEveryHours?: number;
  /** Neither ticks nor words: another axis below has them. */
  readonly hidden?: boolean;
}

/** A time axis with ticks on the station's own full hours (ECharts' time axis knows the browser's zone only). */
export function timeAxis(span: TimeSpan, look: ChartLook, hours: HourTicks) {
  const ticksEvery = (count: number): number[] =>
    hourTicks(span.from, span.to, span.timeZone, count);
  const ticks = ticksEvery(hours.everyHours);
  const words = ticksEvery(hours.wordsEveryHours ?? hours.everyHours);
  const labelled = hours.hidden !== true;
  return {
    type: 'value' as const,
    min: span.from,
    max: span.to,
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { customValues: ticks, lineStyle: { color: look.line }, show: labelled },
    splitLine: { show: false },
    axisLabel: {
      ...axisText(look),
      show: labelled,
      customValues: words,
      hideOverlap: true,
      formatter: (at: number) => tickWord(at, span),
    },
    axisPointer: {
      label: {
        show: false,
        formatter: ({ value }: { value: unknown }) => formatTime(Number(value), span.timeZone),
      },
    },
  };
}

/** A new day within the span says its name; elsewhere the time of day stands. */
function tickWord(at: number, { from, to, timeZone, locale }: TimeSpan): string {
  const time = formatTime(at, timeZone);
  const beginsDay = time === '00:00' && at > from && at < to;
  return beginsDay ? formatWeekday(at, timeZone, locale) : time;
}

/** The unit over a vertical axis. */
export function axisUnit(unit: string, look: ChartLook) {
  return {
    name: unit,
    nameGap: look.remPx * 0.4,
    nameTextStyle: {
      ...axisText(look),
      align: 'right' as const,
      padding: [0, look.remPx * 0.4, 0, 0],
    },
  };
}

/** How a curve is drawn where what it is made of is not good. */
export function doubtfulStroke(look: ChartLook) {
  return { color: look.second, width: look.remPx * 0.16, type: 'dotted' as const };
}

/** The line that says "now": every chart has the same one. */
export function nowLine(now: number, look: ChartLook, label: string) {
  return {
    xAxis: now,
    lineStyle: { color: look.mark, width: look.remPx * 0.1, type: 'solid' as const },
    label: {
      ...axisText(look),
      color: look.text,
      show: label !== '',
      formatter: label,
      position: 'end' as const,
      distance: look.remPx * 0.2,
    },
  };
}

/**
 * Words at the pointer. Rich text draws them on the canvas: the page's content policy allows no
 * injected markup. Each series names its unit by `tooltip: valueIn(...)`.
 */
export function pointerWords(look: ChartLook) {
  return {
    trigger: 'axis' as const,
    renderMode: 'richText' as const,
    backgroundColor: look.panel,
    borderColor: look.line,
    textStyle: { color: look.text, fontSize: look.remPx, fontFamily: look.font },
  };
}

/** How a series says its value at the pointer. */
export function valueIn(unit: string, digits: number, locale: string) {
  return {
    valueFormatter: (value: unknown) =>
      `${formatNumber(typeof value === 'number' ? value : null, digits, locale)} ${unit}`,
  };
}
