import { onBeforeUnmount, watch } from 'vue';
import type { Station } from '#shared/station/system-schema.ts';
import type { WhatIf, WireSchedule } from '#shared/wire/what-if.ts';
import { useDeskStore } from '#client/stores/desk/desk-store.ts';
import { type Outcome, useOutcomeStore } from '#client/stores/desk/outcome-store.ts';
import { missingTrials, savingOf } from '#client/stores/desk/shared-trials.ts';
import type { Trial } from '#client/stores/desk/trial.ts';
import { useLineStore } from '#client/stores/line-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useMay } from './use-may.ts';

/** A what-if is sent to the server when nobody has touched it for so long, ms. */
const QUIET_MS = 1500;

/**
 * What-ifs of the shift are the server's too: they outlive this browser and the server's restart, and the
 * colleague sees them. Who may not keep them there keeps them here.
 */
export function useTrialSharing(station: () => Station): { remove(id: string): void } {
  const desk = useDeskStore();
  const line = useLineStore();
  const link = useLinkStore();
  const saved = useSaving();

  async function takeUp(): Promise<void> {
    try {
      const kept = await line.ask('list-what-ifs', { station: station().id });
      add(await missingTrials(kept, desk.trials, station()));
    } catch {
      // What this browser has stays; the list is asked for again with the next link.
    }
  }
  function add(trials: readonly Trial[]): void {
    for (const trial of trials) saved.set(trial.id, trial);
    if (trials.length > 0) desk.put([...desk.trials, ...trials]);
  }
  watch(
    () => link.state,
    (state) => {
      if (state === 'live') void takeUp();
    },
    { immediate: true },
  );

  async function othersSaved(whatIf: WhatIf): Promise<void> {
    const mine = desk.trials.find((trial) => trial.kept?.id === whatIf.id);
    if (mine || whatIf.station !== station().id || isOnItsWay(whatIf)) return;
    add(await missingTrials([whatIf], desk.trials, station()));
  }
  /** Its own answer has not come yet: it is ours. */
  const isOnItsWay = ({ name }: WhatIf): boolean =>
    desk.trials.some((trial) => trial.kept === null && trial.name === name);
  function removed(keptId: string): void {
    const gone = desk.trials.find(({ kept }) => kept?.id === keptId);
    if (gone) desk.remove(gone.id);
  }
  const unheard = line.listen((name, fact) => {
    if (name === 'what-if.saved') void othersSaved(fact as WhatIf).catch(() => undefined);
    if (name === 'what-if.removed') removed((fact as { id: string }).id);
  });
  onBeforeUnmount(unheard);

  return {
    remove(id) {
      const kept = desk.trials.find((trial) => trial.id === id)?.kept;
      desk.remove(id);
      if (kept) line.ask('remove-what-if', kept).catch(() => undefined);
    },
  };
}

/**
 * Sends what has changed once nobody has touched it for a while.
 * @returns state and name that the server has, by trial
 */
function useSaving(): Map<string, Pick<Trial, 'state' | 'name'>> {
  const desk = useDeskStore();
  const outcomes = useOutcomeStore();
  const line = useLineStore();
  const may = useMay();
  const saved = new Map<string, Pick<Trial, 'state' | 'name'>>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  async function save(id: string): Promise<void> {
    const trial = desk.trials.find((other) => other.id === id);
    if (!trial || may.value('whatif.keep') !== '') return;
    saved.set(id, trial);
    try {
      const { outcome } = outcomes.of(id);
      const kept = await line.ask('save-what-if', savingOf(trial, scheduleOf(outcome)));
      desk.keptAs(id, { id: kept.id, revision: kept.revision });
    } catch {
      // It stays in this browser, and is sent again with its next change.
      saved.delete(id);
    }
  }
  function saveSoon(trial: Trial): void {
    const before = saved.get(trial.id);
    if (before?.state === trial.state && before.name === trial.name) return;
    clearTimeout(timers.get(trial.id));
    timers.set(
      trial.id,
      setTimeout(() => void save(trial.id), QUIET_MS),
    );
  }
  watch(
    () => desk.trials,
    (trials) => trials.forEach(saveSoon),
  );
  onBeforeUnmount(() => {
    for (const timer of timers.values()) clearTimeout(timer);
  });
  return saved;
}

function scheduleOf(outcome: Outcome | null): WireSchedule | null {
  if (!outcome) return null;
  const stations = Object.entries(outcome.stations).map(([id, { spillM3s, units }]) => {
    const flows = Object.entries(units).map(([unit, { flowM3s }]) => [unit, { flowM3s }] as const);
    return [id, { spillM3s, units: Object.fromEntries(flows) }] as const;
  });
  return { stations: Object.fromEntries(stations) };
}
