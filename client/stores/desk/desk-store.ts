import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Day } from '#shared/station/day-schema.ts';
import { WHAT_IF_COLOURS } from '#shared/wire/what-if.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { useLinkStore } from '../link-store.ts';
import { keepTrials, keptTrials } from './trial-keeping.ts';
import {
  carriedOver,
  type CellEdit,
  redone,
  renamed,
  type Trial,
  type TrialBase,
  trialOn,
  undone,
  withBase,
  withCells,
  withLoad,
} from './trial.ts';

/** What lies open on the desk: a plan by its part, or a what-if by its id. */
export type SheetId = 'in-force' | 'decided' | 'offered' | (string & {});

/** The dispatcher's own: what lies on the desk and which sheet of it is open. The server's word is elsewhere. */
export const useDeskStore = defineStore('desk', () => {
  const link = useLinkStore();
  const station = shallowRef<string | null>(null);
  const trials = shallowRef<readonly Trial[]>([]);
  const open = shallowRef<SheetId>('in-force');
  /** Set where this browser has no room or no leave to keep trials. */
  const unkept = shallowRef<string | null>(null);
  const now = (): number => link.now ?? 0;
  const openTrial = computed(() => trials.value.find(({ id }) => id === open.value) ?? null);

  /** Takes up what this browser has kept of a station. */
  function sitDown(stationId: string): void {
    if (station.value === stationId) return;
    station.value = stationId;
    trials.value = keptTrials(localStorage, stationId, now());
  }
  function put(next: readonly Trial[]): void {
    trials.value = next;
    try {
      if (station.value !== null) keepTrials(localStorage, station.value, next);
      unkept.value = null;
    } catch (error) {
      unkept.value = String(error);
    }
  }
  function change(id: string, changed: (trial: Trial) => Trial): void {
    const next = trials.value.map((trial) => (trial.id === id ? changed(trial) : trial));
    if (next.some((trial, i) => trial !== trials.value[i])) put(next);
  }
  /** A new what-if on a version, with what is fixed in an older one; it is open from now on. */
  function begin(version: PlanVersion, day: Day, name: string, older?: Trial): Trial | null {
    if (station.value === null) return null;
    const colour = freeColour(trials.value);
    const of = { id: crypto.randomUUID(), name, colour, changedAt: now() };
    const trial = older
      ? carriedOver(older, version, day, of)
      : trialOn(version, station.value, day, of);
    put([...trials.value, trial]);
    open.value = trial.id;
    return trial;
  }
  function remove(id: string): void {
    const gone = trials.value.find((trial) => trial.id === id);
    if (open.value === id && gone) open.value = 'in-force';
    put(trials.value.filter((trial) => trial.id !== id));
  }

  return {
    trials,
    open,
    openTrial,
    unkept,
    sitDown,
    begin,
    remove,
    put,
    set: (id: string, edits: readonly CellEdit[]) =>
      change(id, (trial) => withCells(trial, edits, now())),
    follow: (id: string, loadMw: readonly number[]) =>
      change(id, (trial) => withLoad(trial, loadMw, now())),
    rebase: (id: string, base: TrialBase) => change(id, (trial) => withBase(trial, base, now())),
    undo: (id: string) => change(id, (trial) => undone(trial, now())),
    redo: (id: string) => change(id, (trial) => redone(trial, now())),
    keptAs: (id: string, kept: Trial['kept']) => change(id, (trial) => ({ ...trial, kept })),
    rename: (id: string, name: string) => change(id, (trial) => renamed(trial, name)),
    /** What somebody else did to it has been seen to. */
    seen: (id: string) => change(id, (trial) => ({ ...trial, rival: null })),
  };
});

/** The first colour that no trial has, else the one that fewest have. */
function freeColour(trials: readonly Trial[]): number {
  const counts = Array.from(
    { length: WHAT_IF_COLOURS },
    (_, colour) => trials.filter((trial) => trial.colour === colour).length,
  );
  return counts.indexOf(Math.min(...counts));
}
