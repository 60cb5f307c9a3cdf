import { axisText } from '../axes.ts';
import type { ChartLook } from '../look.ts';

/** A place of a category axis whose words are given. */
export function categoryAxis(words: readonly string[], look: ChartLook, interval?: number) {
  return {
    type: 'category' as const,
    data: [...words],
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
    axisLabel: {
      ...axisText(look),
      ...(interval === undefined ? {} : { interval }),
    },
  };
}

/** A value axis that says its unit and keeps faint lines. */
export function amountAxis(unit: string, look: ChartLook, format: (value: number) => string) {
  return {
    type: 'value' as const,
    name: unit,
    nameTextStyle: { ...axisText(look), align: 'right' as const },
    axisLabel: { ...axisText(look), formatter: format },
    splitLine: { lineStyle: { color: look.edge, width: 1 } },
  };
}

/** Words at the pointer for one item, drawn on the canvas. */
export function itemWords(look: ChartLook, words: (place: number, value: unknown) => string) {
  return {
    trigger: 'item' as const,
    renderMode: 'richText' as const,
    backgroundColor: look.panel,
    borderColor: look.line,
    textStyle: { color: look.text, fontSize: look.remPx, fontFamily: look.font },
    formatter: (of: unknown): string => {
      const { dataIndex, value } = of as { dataIndex: number; value: unknown };
      return words(dataIndex, value);
    },
  };
}

/** Base sizes of a review chart's grid: room for the labels is left by hand, so that none need be measured for it. */
export function reviewGrid(look: ChartLook, leftRem = 4.4) {
  const { remPx } = look;
  return {
    left: remPx * leftRem,
    right: remPx * 1.2,
    top: remPx * 2.4,
    bottom: remPx * 2,
    outerBoundsMode: 'none' as const,
  };
}
