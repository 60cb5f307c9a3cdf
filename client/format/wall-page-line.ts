import type { WallPage } from '#shared/wire/display.ts';

/** The parts of a page's line, not judged. */
interface SplitLine {
  readonly panels: readonly string[];
  readonly dwellS: number | null;
  readonly fromHour: number;
  readonly toHour: number;
}

/** `panel+panel`, then `@seconds` or seconds, and hours `6-22`, in any order; null: something else stands there. */
export function splitPageLine(text: string): SplitLine | null {
  const [panels = '', ...rest] = text.trim().split(/\s+/);
  if (panels === '') return null;
  let dwellS: number | null = null;
  let fromHour = 0;
  let toHour = 0;
  for (const word of rest) {
    const hours = /^@?(\d{1,2})-(\d{1,2})$/.exec(word);
    const seconds = /^@?(\d+)s?$/.exec(word);
    if (hours) [fromHour, toHour] = [Number(hours[1]), Number(hours[2])];
    else if (seconds) dwellS = Number(seconds[1]);
    else return null;
  }
  return { panels: panels.split('+'), dwellS, fromHour, toHour };
}

/** A page as its line in the form. */
export function pageLine({ panels, dwellS, fromHour, toHour }: WallPage): string {
  return [
    panels.join('+'),
    ...(dwellS === null ? [] : [`${dwellS}s`]),
    ...(fromHour === toHour ? [] : [`${fromHour}-${toHour}`]),
  ].join(' ');
}
