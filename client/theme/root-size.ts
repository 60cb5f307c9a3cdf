/** Visual angle of the smallest text, minutes of arc (NUREG-0700; screens.md). */
export const SMALLEST_TEXT_ARCMIN = 16;

/** Height of a capital as a share of the font size. */
const CAPITAL_SHARE = 0.72;

const MM_PER_INCH = 25.4;
const ARCMIN = Math.PI / (180 * 60);

/** Rows of the smallest text that the wall's layout needs from top to bottom, and columns of it across. */
export const LAYOUT_REM = { rows: 47, columns: 82 } as const;

export interface Screen {
  /** Of the page, CSS px. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly diagonalIn: number;
  readonly distanceM: number;
}

/**
 * Font size whose capitals subtend `SMALLEST_TEXT_ARCMIN` at the viewer, CSS px: the page fills the screen,
 * so millimetres per px follow from the diagonal whatever the device's pixel ratio is.
 */
export function legibleFontPx(screen: Screen): number {
  const mmPerPx = (screen.diagonalIn * MM_PER_INCH) / Math.hypot(screen.widthPx, screen.heightPx);
  const capitalMm = screen.distanceM * 1000 * Math.tan(SMALLEST_TEXT_ARCMIN * ARCMIN);
  return capitalMm / mmPerPx / CAPITAL_SHARE;
}

export interface RootSize {
  readonly px: number;
  /** The text that the distance asks for leaves no room for the second line of things: they are left out. */
  readonly sparse: boolean;
}

/** Rows and columns when what is second in importance is left out. */
const SPARSE_REM = { rows: 41, columns: 72 } as const;

/** On a desk, seen from near, text need not shrink below what still fills the page. */
const DESK_REM = { rows: 54, columns: 94 } as const;

/** Root font size for a screen: as large as the distance asks for, as far as the layout has room. */
export function rootSize(screen: Screen): RootSize {
  const room = (rem: { rows: number; columns: number }): number =>
    Math.min(screen.heightPx / rem.rows, screen.widthPx / rem.columns);
  const wanted = Math.max(legibleFontPx(screen), room(DESK_REM));
  if (wanted <= room(LAYOUT_REM)) return { px: wanted, sparse: false };
  return { px: Math.min(wanted, room(SPARSE_REM)), sparse: true };
}

/** Rows and columns of text on a screen that one person sits at, and the smallest text there, CSS px. */
const NEAR_REM = { rows: 75, columns: 134 } as const;
const NEAR_LEAST_PX = 11;

/** Root font size of a screen that is read from an arm's length: as small as a full table needs. */
export function nearRootPx({ widthPx, heightPx }: Pick<Screen, 'widthPx' | 'heightPx'>): number {
  return Math.max(NEAR_LEAST_PX, Math.min(heightPx / NEAR_REM.rows, widthPx / NEAR_REM.columns));
}
