import { nextTick } from 'vue';
import type { WallPanelName } from '#shared/wire/display.ts';
import type { ShownPage } from './wall-pages.ts';

/** Mark of the first full wall in the browser's own record of times; the bench reads it. */
export const WALL_FULL = 'wall-full';

/** Panels with charts of their own, which say when they are painted. */
const PAINTING: readonly WallPanelName[] = ['reservoir', 'load', 'units'];

/** Marks the instant when every panel of the first page has been painted with data for the first time. */
export function useWallFull(page: () => ShownPage | null): {
  painted(panel: WallPanelName): void;
  /** The page stands with data. */
  shown(): void;
} {
  const painted = new Set<string>();
  let isFull = false;
  const look = (): void => {
    const now = page();
    if (isFull || !now) return;
    const waits = now.kind === 'panels' ? now.panels : [];
    if (waits.some((panel) => PAINTING.includes(panel) && !painted.has(panel))) return;
    isFull = true;
    void nextTick(() => requestAnimationFrame(() => performance.mark(WALL_FULL)));
  };
  return {
    painted(panel) {
      painted.add(panel);
      look();
    },
    shown: look,
  };
}
