/** Colours and sizes of a theme as a canvas needs them: plain strings and px. */
export interface ChartLook {
  readonly remPx: number;
  readonly font: string;
  readonly text: string;
  readonly second: string;
  readonly edge: string;
  readonly line: string;
  readonly panel: string;
  readonly mark: string;
  readonly actual: string;
  readonly ordered: string;
  readonly recommended: string;
  readonly tariff: string;
  /** The far end from `ordered` of a scale with two ends. */
  readonly warm: string;
}

/** Reads the look from the style that `element` has now. */
export function readLook(element: Element): ChartLook {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    remPx: Number.parseFloat(style.fontSize) || 16,
    font: token('font'),
    text: token('text'),
    second: token('second'),
    edge: token('edge'),
    line: token('line'),
    panel: token('panel'),
    mark: token('mark'),
    actual: token('actual'),
    ordered: token('ordered'),
    recommended: token('recommended'),
    tariff: token('tariff'),
    warm: token('warm'),
  };
}
