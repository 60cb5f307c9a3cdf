import {
  type DISPLAY_RANGES,
  type DisplaySettings,
  MOST_PAGES,
  type WallPage,
  WALL_THEMES,
} from '#shared/wire/display.ts';
import { isInRange, pageLine, readPage } from '#client/format/wall-settings.ts';

type Numbers = keyof typeof DISPLAY_RANGES;

/** The numbers of the form, in its order. */
export const FORM_NUMBERS = [
  'diagonalIn',
  'distanceM',
  'pixelMm',
  'marginPercent',
  'shiftMinutes',
  'screen',
  'screens',
  'dwellS',
  'lightFromHour',
  'lightToHour',
  'latitude',
  'longitude',
] as const satisfies readonly Numbers[];

/** Those that may be left empty. */
const MAY_BE_EMPTY: readonly Numbers[] = ['pixelMm', 'latitude', 'longitude'];

/** The form as it is typed: texts. */
export interface FormTexts {
  language: string;
  theme: string;
  pages: string;
  numbers: Record<(typeof FORM_NUMBERS)[number], string>;
}

export function textsOf(settings: DisplaySettings): FormTexts {
  const numbers = Object.fromEntries(
    FORM_NUMBERS.map((name) => [name, settings[name] === null ? '' : String(settings[name])]),
  ) as FormTexts['numbers'];
  const pages = settings.pages.map(pageLine).join('\n');
  return { language: settings.language, theme: settings.theme, pages, numbers };
}

/** What is wrong with a form: the numbers by their names, and the first line of the pages that is not understood. */
export interface FormFaults {
  readonly numbers: readonly Numbers[];
  readonly page: { readonly line: number; readonly text: string } | null;
}

/** The form as settings, or every fault of it at once. */
export function settingsOf(
  texts: FormTexts,
): { readonly settings: DisplaySettings } | { readonly faults: FormFaults } {
  const wrong: Numbers[] = [];
  const values: Partial<Record<Numbers, number | null>> = {};
  for (const name of FORM_NUMBERS) {
    const text = texts.numbers[name].trim();
    const value = text === '' ? null : Number(text);
    const isFine = value === null ? MAY_BE_EMPTY.includes(name) : isInRange(name, value);
    if (isFine) values[name] = value;
    else wrong.push(name);
  }
  const { screen, screens } = values;
  if (screen != null && screens != null && screen > screens) wrong.push('screen');
  const lines = texts.pages.split('\n').map((text) => text.trim());
  const read = lines.map((text) => (text === '' ? undefined : readPage(text)));
  const faulty = read.findIndex((page, i) => page === null || i >= MOST_PAGES);
  if (wrong.length > 0 || faulty >= 0) {
    const page = faulty < 0 ? null : { line: faulty + 1, text: lines[faulty]! };
    return { faults: { numbers: wrong, page } };
  }
  return {
    settings: {
      ...(values as Pick<DisplaySettings, (typeof FORM_NUMBERS)[number]>),
      language: texts.language === 'zh' ? 'zh' : 'en',
      theme: WALL_THEMES.find((theme) => theme === texts.theme) ?? 'light',
      pages: read.filter((page): page is WallPage => page != null),
    },
  };
}
