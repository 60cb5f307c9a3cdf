import { WALL_PANELS, type WallPage, type WallPanelName } from '#shared/wire/display.ts';

/** Room of a screen in its smallest text, rem, margins and lines at the edges taken off. */
export interface WallRoom {
  readonly columns: number;
  readonly rows: number;
}

/** What stands on the screen at one time: panels side by side, or a part of the lines of one panel. */
export type ShownPage =
  | {
      readonly kind: 'panels';
      readonly panels: readonly WallPanelName[];
      readonly dwellS: number | null;
    }
  | {
      readonly kind: 'lines';
      readonly panel: WallPanelName;
      /** From 0; each part has room for `count` rows. */
      readonly part: number;
      readonly count: number;
      readonly dwellS: number | null;
    };

/** Least room for so many panels on one page, rem. */
const LEAST_ROOM: readonly (WallRoom & { readonly panels: number })[] = [
  { panels: 6, columns: 84, rows: 42 },
  { panels: 3, columns: 70, rows: 34 },
  { panels: 2, columns: 68, rows: 21 },
  { panels: 1, columns: 36, rows: 20.5 },
];

/** How many panels a page may have; 0: not even one, and its lines are told by themselves. */
export function mostPanels({ columns, rows }: WallRoom): number {
  const fits = LEAST_ROOM.find((least) => columns >= least.columns && rows >= least.rows);
  return fits?.panels ?? 0;
}

/** Height of one line of a panel's list, rem, and of the panel's frame and title. */
export const LINE_REM = 2.35;
export const FRAME_REM = 2.9;

/** Rows of a list that have room. */
export function mostLines({ rows }: WallRoom): number {
  return Math.max(1, Math.floor((rows - FRAME_REM) / LINE_REM));
}

/** The part of the panels that screen `screen` of `screens` in a row shows: neighbours stay together. */
export function panelsOfScreen(screen: number, screens: number): readonly WallPanelName[] {
  const count = Math.min(screens, WALL_PANELS.length);
  // More screens than panels: the row begins anew.
  const place = (screen - 1) % count;
  const from = Math.round((place * WALL_PANELS.length) / count);
  const to = Math.round(((place + 1) * WALL_PANELS.length) / count);
  return WALL_PANELS.slice(from, to);
}

/** Whether a page is shown at an hour of the station's day. */
export function isPageDue({ fromHour, toHour }: WallPage, hour: number): boolean {
  if (fromHour === toHour) return true;
  return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
}

const inChunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );

export interface PageWish {
  readonly screen: number;
  readonly screens: number;
  /** Empty: as many as the panels need. */
  readonly pages: readonly WallPage[];
}

/**
 * The pages of a screen in their order: no text is made smaller to save one.
 * @param hour of the station's day, with its fraction
 * @param parts how many parts a panel's lines need, so many rows to a part
 */
export function shownPages(
  wish: PageWish,
  room: WallRoom,
  hour: number,
  parts: (panel: WallPanelName, count: number) => number,
): readonly ShownPage[] {
  const usual = { panels: panelsOfScreen(wish.screen, wish.screens), dwellS: null };
  const wanted =
    wish.pages.length === 0 ? [usual] : wish.pages.filter((page) => isPageDue(page, hour));
  const most = mostPanels(room);
  return wanted.flatMap(({ panels, dwellS }): ShownPage[] => {
    if (most > 0)
      return inChunks(panels, most).map((chunk) => ({ kind: 'panels', panels: chunk, dwellS }));
    const count = mostLines(room);
    return panels.flatMap((panel) =>
      Array.from({ length: Math.max(1, parts(panel, count)) }, (_, part) => ({
        kind: 'lines' as const,
        panel,
        part,
        count,
        dwellS,
      })),
    );
  });
}
