import type { StationPlan } from '#shared/station/plan-schema.ts';
import type { OrderedSlot, PlanVersion, PlanView } from '#shared/wire/plan-view.ts';

const NOBODY = { id: '', name: '' } as const;

/** To the fourth decimal, as numbers of an image: most of a plan's bytes are figures that nobody can see. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Of a station's steps those that a wall draws: level, what is sent out, what is spilled. */
function stepsForWalls({ levelM, exportMw, spillM3s, ...others }: StationPlan): StationPlan {
  return {
    ...others,
    levelM: levelM.map(rounded),
    exportMw: exportMw.map(rounded),
    spillM3s: spillM3s.map(rounded),
    outflowM3s: [],
    tailwaterM: [],
    generationMw: [],
    serviceMw: [],
    units: {},
  };
}

/**
 * A version without who decided what of it, and in which words: its steps and when they were taken stay. Nor with
 * what a wall has no place for, which is most of it: hundreds of screens may ask for it in one second.
 */
function versionForWalls(version: PlanVersion | null): PlanVersion | null {
  if (!version) return null;
  const moves = version.moves.map((move) => ({ ...move, by: NOBODY, reason: null }));
  const stations = Object.fromEntries(
    Object.entries(version.plan.stations).map(([id, station]) => [id, stepsForWalls(station)]),
  );
  return { ...version, moves, plan: { ...version.plan, stations, reasons: [] } };
}

function slotForWalls(slot: OrderedSlot): OrderedSlot {
  const units = Object.entries(slot.units).map(([id, mw]) => [id, rounded(mw)] as const);
  return {
    ...slot,
    generationMw: rounded(slot.generationMw),
    exportMw: rounded(slot.exportMw),
    units: Object.fromEntries(units),
  };
}

/** A view for a screen that shows a station to whoever passes by, and is nobody's to read records with. */
export function planForWalls(view: PlanView): PlanView {
  const { offered, decided, inForce, ordered } = view;
  return {
    ...view,
    offered: versionForWalls(offered),
    decided: versionForWalls(decided),
    inForce: versionForWalls(inForce),
    ordered: ordered.map(slotForWalls),
  };
}
