/** Visual angle of the smallest text and of key numbers, minutes of arc (NUREG-0700, ISO 9241-3; screens.md). */
export const SMALLEST_TEXT_ARCMIN = 16;
export const KEY_TEXT_ARCMIN = 22;

/** Height of a capital or a digit as a share of the font size. */
export const CAPITAL_SHARE = 0.72;

const MM_PER_INCH = 25.4;
const ARCMIN = Math.PI / (180 * 60);

export interface Screen {
  /** Of the page, CSS px. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly diagonalIn: number;
  readonly distanceM: number;
  /** Of one device pixel, mm, and how many of them are a CSS px; null: by the diagonal, the page filling the screen. */
  readonly pixelMm?: number | null;
  readonly pixelRatio?: number;
}

/**
 * Millimetres of a CSS px. Of a page that fills its screen they follow from the diagonal, whatever the device's
 * pixel ratio or the browser's zoom is; of one that does not, from the size of a pixel.
 */
export function mmPerPx(screen: Omit<Screen, 'distanceM'>): number {
  const { widthPx, heightPx, diagonalIn, pixelMm, pixelRatio = 1 } = screen;
  if (pixelMm != null) return pixelMm * pixelRatio;
  return (diagonalIn * MM_PER_INCH) / Math.hypot(widthPx, heightPx);
}

/** Height of what is seen under an angle, mm. */
export function heightMm(arcmin: number, distanceM: number): number {
  return distanceM * 1000 * Math.tan(arcmin * ARCMIN);
}

/** Font size whose capitals subtend `arcmin` at the viewer, CSS px. */
export function legibleFontPx(screen: Screen, arcmin = SMALLEST_TEXT_ARCMIN): number {
  return heightMm(arcmin, screen.distanceM) / mmPerPx(screen) / CAPITAL_SHARE;
}

/** On a wall that is seen from near, text need not shrink below what still fills the page. */
const FULL_REM = { rows: 54, columns: 96 } as const;

/**
 * Root font size of a wall, CSS px: the smallest text is one of it. Never smaller than the distance asks for;
 * what has no room then goes to further pages (views/wall/wall-pages.ts).
 */
export function wallRootPx(screen: Screen): number {
  const full = Math.min(screen.heightPx / FULL_REM.rows, screen.widthPx / FULL_REM.columns);
  return Math.max(legibleFontPx(screen), full);
}

/** Rows and columns of text on a screen that one person sits at, and the smallest text there, CSS px. */
const NEAR_REM = { rows: 75, columns: 134 } as const;
const NEAR_LEAST_PX = 11;

/** Root font size of a screen that is read from an arm's length: as small as a full table needs. */
export function nearRootPx({ widthPx, heightPx }: Pick<Screen, 'widthPx' | 'heightPx'>): number {
  return Math.max(NEAR_LEAST_PX, Math.min(heightPx / NEAR_REM.rows, widthPx / NEAR_REM.columns));
}
