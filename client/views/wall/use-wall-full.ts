import { nextTick } from 'vue';

/** Mark of the first full wall in the browser's own record of times; the bench reads it. */
export const WALL_FULL = 'wall-full';

const PANELS = ['reservoir', 'load', 'units'] as const;

/** Marks the instant when every panel has been painted with data for the first time. */
export function useWallFull(): (panel: (typeof PANELS)[number]) => void {
  const painted = new Set<string>();
  return (panel) => {
    if (painted.size === PANELS.length) return;
    painted.add(panel);
    if (painted.size < PANELS.length) return;
    void nextTick(() => requestAnimationFrame(() => performance.mark(WALL_FULL)));
  };
}
