export type Language = 'zh' | 'en';
export type Theme = 'light' | 'dark';

/** Where the screen hangs and what it shows; a display sets these in its address. */
export interface DisplaySettings {
  readonly language: Language;
  readonly theme: Theme;
  /** Station asked for; null: the system's first. */
  readonly station: string | null;
  /** From the eye to the screen, m. */
  readonly distanceM: number;
  /** Of the picture, inches. */
  readonly diagonalIn: number;
}

/** A 65-inch screen seen from 2.5 m. */
export const USUAL_SCREEN = { distanceM: 2.5, diagonalIn: 65 } as const;

/** Reads `?lang= ?theme= ?station= ?distance= ?diagonal=`; what is absent or unreadable falls to the browser's wish. */
export function readDisplay(
  query: URLSearchParams,
  browser: { language: string; dark: boolean },
): DisplaySettings {
  const language = query.get('lang');
  const theme = query.get('theme');
  return {
    language:
      language === 'zh' || language === 'en'
        ? language
        : browser.language.toLowerCase().startsWith('zh')
          ? 'zh'
          : 'en',
    theme: theme === 'light' || theme === 'dark' ? theme : browser.dark ? 'dark' : 'light',
    station: query.get('station'),
    distanceM: positiveOr(query.get('distance'), USUAL_SCREEN.distanceM),
    diagonalIn: positiveOr(query.get('diagonal'), USUAL_SCREEN.diagonalIn),
  };
}

function positiveOr(text: string | null, otherwise: number): number {
  const value = Number(text);
  return text !== null && Number.isFinite(value) && value > 0 ? value : otherwise;
}
