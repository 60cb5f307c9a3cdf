/** The wall's panels, in their order. */
export const WALL_PANELS = ['reservoir', 'load', 'units', 'energy', 'indices', 'alarms'] as const;
export type WallPanelName = (typeof WALL_PANELS)[number];

/** `hours`: light between two hours; `sun`: light from sunrise to sunset at a place. */
export const WALL_THEMES = ['light', 'dark', 'hours', 'sun'] as const;
export type WallTheme = (typeof WALL_THEMES)[number];

/** One page of a screen's rotation. */
export interface WallPage {
  readonly panels: readonly WallPanelName[];
  /** How long it stands, s; null: as long as the others. */
  readonly dwellS: number | null;
  /** Shown from this hour of the station's day to that one; equal: all day; past midnight where they are turned round. */
  readonly fromHour: number;
  readonly toHour: number;
}

/** Where a screen hangs, and what it shows how. */
export interface DisplaySettings {
  readonly language: 'zh' | 'en';
  readonly theme: WallTheme;
  /** Of the theme by hours: light from, and to. */
  readonly lightFromHour: number;
  readonly lightToHour: number;
  /** Of the theme by the sun, degrees, north and east positive; null: not known, and by hours instead. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Of the picture, inches. */
  readonly diagonalIn: number;
  /** From the farthest eye to the screen, m. */
  readonly distanceM: number;
  /** Of one device pixel, mm; null: by the diagonal, the page filling the screen. */
  readonly pixelMm: number | null;
  /** Kept clear at each edge, % of the picture. */
  readonly marginPercent: number;
  /** The picture moves by some pixels every so often, against burning in, minutes; 0: never. */
  readonly shiftMinutes: number;
  /** Screen `screen` of `screens` in a row, from 1. */
  readonly screen: number;
  readonly screens: number;
  /** How long a page stands, s. */
  readonly dwellS: number;
  /** Empty: as many pages as the panels need. */
  readonly pages: readonly WallPage[];
}

/** Least and most of each number; a setting beyond is refused, in the form and by the server alike. */
export const DISPLAY_RANGES = {
  lightFromHour: [0, 24],
  lightToHour: [0, 24],
  latitude: [-90, 90],
  longitude: [-180, 180],
  diagonalIn: [5, 400],
  distanceM: [0.3, 60],
  pixelMm: [0.05, 20],
  marginPercent: [0, 10],
  shiftMinutes: [0, 240],
  screen: [1, 12],
  screens: [1, 12],
  dwellS: [3, 3600],
} as const satisfies Partial<Record<keyof DisplaySettings, readonly [number, number]>>;

/** Longest rotation of a screen, pages. */
export const MOST_PAGES = 24;

/** A 65-inch screen seen from 2.5 m, alone, its pages by themselves. */
export const USUAL_DISPLAY: Omit<DisplaySettings, 'language'> = {
  theme: 'light',
  lightFromHour: 7,
  lightToHour: 19,
  latitude: null,
  longitude: null,
  diagonalIn: 65,
  distanceM: 2.5,
  pixelMm: null,
  marginPercent: 2,
  shiftMinutes: 5,
  screen: 1,
  screens: 1,
  dwellS: 15,
  pages: [],
};

/** A screen with a token of its own, as those who set it up see it. */
export interface DisplayLine {
  readonly id: string;
  readonly name: string;
  readonly station: string;
  /** Counts the changes of its settings; 0: none are kept yet. */
  readonly revision: number;
  /** null: it goes by its address. */
  readonly settings: DisplaySettings | null;
  /** Since when its token belongs to one browser alone, ms; null: to whichever shows it first. */
  readonly boundAt: number | null;
}
