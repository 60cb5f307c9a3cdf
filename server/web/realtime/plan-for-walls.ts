import type { PlanVersion, PlanView } from '#shared/wire/plan-view.ts';

const NOBODY = { id: '', name: '' } as const;

/** A version without who decided what of it, and in which words: its steps and when they were taken stay. */
function unnamed(version: PlanVersion | null): PlanVersion | null {
  if (!version) return null;
  const moves = version.moves.map((move) => ({ ...move, by: NOBODY, reason: null }));
  return { ...version, moves };
}

/** A view for a screen that shows a station to whoever passes by, and is nobody's to read records with. */
export function planForWalls(view: PlanView): PlanView {
  const { offered, decided, inForce } = view;
  return {
    ...view,
    offered: unnamed(offered),
    decided: unnamed(decided),
    inForce: unnamed(inForce),
  };
}
