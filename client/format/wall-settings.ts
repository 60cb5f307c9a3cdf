import {
  DISPLAY_RANGES,
  type DisplaySettings,
  MOST_PAGES,
  USUAL_DISPLAY,
  WALL_PANELS,
  WALL_THEMES,
  type WallPage,
  type WallPanelName,
} from '#shared/wire/display.ts';
import { splitPageLine } from './wall-page-line.ts';

export { pageLine } from './wall-page-line.ts';

type Numbers = keyof typeof DISPLAY_RANGES;

/** Names of the settings in an address; what a display shows stands there, so that it can be bookmarked. */
const NAMES: Readonly<Partial<Record<Numbers, string>>> = {
  distanceM: 'distance',
  diagonalIn: 'diagonal',
  pixelMm: 'pixel',
  marginPercent: 'margin',
  shiftMinutes: 'shift',
  dwellS: 'dwell',
};

/** Whether a number is one that a setting may have. */
export function isInRange(name: Numbers, value: number): boolean {
  const [low, high] = DISPLAY_RANGES[name];
  return Number.isFinite(value) && value >= low && value <= high;
}

/** Two numbers with a sign between them, each in the range of its setting; null: not so. */
function pairOf(
  text: string | null,
  between: string,
  names: readonly [Numbers, Numbers],
): readonly [number, number] | null {
  const parts = text?.split(between).map(Number) ?? [];
  const [first, second] = parts;
  if (parts.length !== 2 || first === undefined || second === undefined) return null;
  return isInRange(names[0], first) && isInRange(names[1], second) ? [first, second] : null;
}

/** A line of a screen's pages, `reservoir+load @20 6-22`; null where it is not understood. */
export function readPage(text: string): WallPage | null {
  const split = splitPageLine(text);
  if (!split) return null;
  const panels = split.panels.filter((name): name is WallPanelName =>
    (WALL_PANELS as readonly string[]).includes(name),
  );
  if (panels.length === 0 || panels.length < split.panels.length) return null;
  const { dwellS, fromHour, toHour } = split;
  if (dwellS !== null && !isInRange('dwellS', dwellS)) return null;
  if (!isInRange('lightFromHour', fromHour) || !isInRange('lightToHour', toHour)) return null;
  return { panels: [...new Set(panels)], dwellS, fromHour, toHour };
}

/**
 * Reads a display's settings out of its address: `lang`, `theme` (light, dark, hours, sun), `hours=7-19`,
 * `place=30.8,111.0`, `diagonal`, `distance`, `pixel`, `margin`, `shift`, `row=2/3`, `dwell` and
 * `pages=reservoir+load@20@6-22,units`. What is absent or unreadable falls to the usual or the browser's wish.
 */
export function readWallSettings(
  query: URLSearchParams,
  browser: { readonly language: string; readonly dark: boolean },
): DisplaySettings {
  const numbers: Partial<Record<Numbers, number>> = {};
  for (const [name, key] of Object.entries(NAMES) as [Numbers, string][]) {
    const text = query.get(key);
    if (text !== null && text.trim() !== '' && isInRange(name, Number(text)))
      numbers[name] = Number(text);
  }
  const hours = pairOf(query.get('hours'), '-', ['lightFromHour', 'lightToHour']);
  const place = pairOf(query.get('place'), ',', ['latitude', 'longitude']);
  const row = pairOf(query.get('row'), '/', ['screen', 'screens']);
  const pages = (query.get('pages') ?? '')
    .split(',')
    .flatMap((text) => readPage(text.replaceAll('@', ' @')) ?? [])
    .slice(0, MOST_PAGES);
  const language = query.get('lang');
  const byBrowser = browser.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  return {
    ...USUAL_DISPLAY,
    ...numbers,
    language: language === 'zh' || language === 'en' ? language : byBrowser,
    theme:
      WALL_THEMES.find((theme) => theme === query.get('theme')) ??
      (browser.dark ? 'dark' : 'light'),
    ...(hours ? { lightFromHour: hours[0], lightToHour: hours[1] } : {}),
    ...(place ? { latitude: place[0], longitude: place[1] } : {}),
    ...(row && row[0] <= row[1] ? { screen: row[0], screens: row[1] } : {}),
    pages,
  };
}

/** Writes settings into an address; what is usual is left out of it. */
export function writeWallSettings(settings: DisplaySettings, query: URLSearchParams): void {
  const put = (name: string, value: string | null): void => {
    if (value === null) query.delete(name);
    else query.set(name, value);
  };
  for (const [name, key] of Object.entries(NAMES) as [Numbers, string][]) {
    const value = settings[name];
    put(key, value === null || value === USUAL_DISPLAY[name] ? null : String(value));
  }
  const { lightFromHour, lightToHour, latitude, longitude, screen, screens, pages } = settings;
  put('lang', settings.language);
  put('theme', settings.theme);
  put(
    'hours',
    settings.theme === 'light' || settings.theme === 'dark'
      ? null
      : `${lightFromHour}-${lightToHour}`,
  );
  put('place', latitude === null || longitude === null ? null : `${latitude},${longitude}`);
  put('row', screens === 1 ? null : `${screen}/${screens}`);
  const line = ({ panels, dwellS, fromHour, toHour }: WallPage): string =>
    [
      panels.join('+'),
      ...(dwellS === null ? [] : [`${dwellS}`]),
      ...(fromHour === toHour ? [] : [`${fromHour}-${toHour}`]),
    ].join('@');
  put('pages', pages.length === 0 ? null : pages.map(line).join(','));
}
