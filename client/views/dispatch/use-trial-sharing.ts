import { onBeforeUnmount, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Station } from '#shared/station/system-schema.ts';
import type { WhatIf, WireSchedule } from '#shared/wire/what-if.ts';
import { useDeskStore } from '#client/stores/desk/desk-store.ts';
import { discarded, isKept, isSame, met } from '#client/stores/desk/meeting-trials.ts';
import { useInputsStore } from '#client/stores/desk/inputs-store.ts';
import { type Outcome, useOutcomeStore } from '#client/stores/desk/outcome-store.ts';
import { savingOf, trialsOfKept } from '#client/stores/desk/shared-trials.ts';
import type { Trial } from '#client/stores/desk/trial.ts';
import { RequestError, useLineStore } from '#client/stores/line-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useMay } from './use-may.ts';

/** A what-if is sent to the server when nobody has touched it for so long, ms. */
const QUIET_MS = 1500;

/** Letters of a name that the server takes. */
const LONGEST_NAME = 60;

/**
 * What-ifs of the shift are the server's too: they outlive this browser and the server's restart, and the
 * colleague sees them. Who may not keep them there keeps them here. What is sent and what is heard goes one
 * after the other, so that this desk's own saving is never taken for somebody else's.
 */
export function useTrialSharing(station: () => Station): { remove(id: string): void } {
  const desk = useDeskStore();
  const line = useLineStore();
  const link = useLinkStore();
  const meeting = useMeeting(station);
  const saving = useSaving(meeting.refused);

  async function takeUp(): Promise<void> {
    await meeting.heard(await line.ask('list-what-ifs', { station: station().id }));
    for (const trial of desk.trials) saving.soon(trial);
  }
  watch(
    () => link.state,
    (state) => {
      // Where the server does not answer, what this browser has stays; it is asked again with the next link.
      if (state === 'live') saving.inTurn(takeUp);
    },
    { immediate: true },
  );
  const unheard = line.listen((name, fact) => {
    if (name === 'what-if.saved') {
      const whatIf = fact as WhatIf;
      if (whatIf.station === station().id) saving.inTurn(() => meeting.heard([whatIf]));
    }
    if (name === 'what-if.removed') {
      const { id } = fact as { id: string };
      saving.inTurn(() => Promise.resolve(meeting.gone(id)));
    }
  });
  onBeforeUnmount(unheard);

  return {
    remove(id) {
      saving.inTurn(async () => {
        const kept = desk.trials.find((trial) => trial.id === id)?.kept;
        desk.remove(id);
        if (kept) await line.ask('remove-what-if', { id: kept.id, revision: kept.revision });
      });
    },
  };
}

interface Meeting {
  /** What the server has, beside what this desk has. */
  heard(kept: readonly WhatIf[]): Promise<void>;
  /** Somebody has discarded what the server kept under an id. */
  gone(keptId: string): void;
  /** The server did not take a trial: somebody else has changed or discarded it. */
  refused(trial: Trial, code: string): Promise<void>;
}

function useMeeting(station: () => Station): Meeting {
  const { t } = useI18n();
  const desk = useDeskStore();
  const link = useLinkStore();
  const line = useLineStore();
  const inputs = useInputsStore();

  function meet(whatIf: WhatIf, theirs: Trial | null): void {
    const mine = desk.trials.find(({ kept }) => kept?.id === whatIf.id);
    if (mine) {
      const newId = crypto.randomUUID();
      const ownName = t('desk.rival.ownName', { name: mine.name }).slice(0, LONGEST_NAME);
      const parted = met(mine, whatIf, theirs, { newId, ownName });
      desk.put(desk.trials.flatMap((trial) => (trial === mine ? parted : [trial])));
    } else if (theirs) {
      // An answer that got lost: it was kept all the same.
      const unheard = desk.trials.find((trial) => !trial.kept && isSame(trial, theirs));
      if (unheard) desk.keptAs(unheard.id, { ...theirs.kept!, edits: unheard.edits });
      else desk.put([...desk.trials, theirs]);
    }
  }
  async function heard(kept: readonly WhatIf[]): Promise<void> {
    const known = new Map(desk.trials.map((trial) => [trial.kept?.id, trial.kept?.revision]));
    const news = kept.filter(
      ({ id, kind, revision }) => kind === 'what-if' && revision > (known.get(id) ?? 0),
    );
    const trials = await trialsOfKept(news, station(), async (version) => {
      await inputs.ask(version.id);
      return inputs.dayOf(version, station());
    });
    for (const whatIf of news) meet(whatIf, trials.get(whatIf.id) ?? null);
  }
  function gone(keptId: string): void {
    const mine = desk.trials.find(({ kept }) => kept?.id === keptId);
    if (!mine) return;
    const left = discarded(mine, desk.open === mine.id, link.now ?? 0);
    if (left) desk.put(desk.trials.map((trial) => (trial === mine ? left : trial)));
    else desk.remove(mine.id);
  }
  return {
    heard,
    gone,
    async refused(trial, code) {
      if (code === 'not-found' && trial.kept) gone(trial.kept.id);
      else if (code === 'conflict') {
        await heard(await line.ask('list-what-ifs', { station: station().id }));
      }
    },
  };
}

interface Saving {
  /** Sends a trial once nobody has touched it for a while. */
  soon(trial: Trial): void;
  /** Does something once all before it is done; what fails is tried again with the next change or link. */
  inTurn(done: () => Promise<void>): void;
}

function useSaving(refused: Meeting['refused']): Saving {
  const desk = useDeskStore();
  const outcomes = useOutcomeStore();
  const line = useLineStore();
  const may = useMay();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let turn: Promise<void> = Promise.resolve();

  function inTurn(done: () => Promise<void>): void {
    turn = turn.then(done).catch(() => undefined);
  }
  async function save(id: string): Promise<void> {
    const trial = desk.trials.find((other) => other.id === id);
    if (!trial || isKept(trial) || may.value('whatif.keep') !== '') return;
    try {
      const { outcome } = outcomes.of(id);
      const kept = await line.ask('save-what-if', savingOf(trial, scheduleOf(outcome)));
      desk.keptAs(id, { id: kept.id, revision: kept.revision, edits: trial.edits });
    } catch (error) {
      if (error instanceof RequestError) await refused(trial, error.code);
    }
  }
  function soon(trial: Trial): void {
    clearTimeout(timers.get(trial.id));
    if (isKept(trial)) return;
    const timer = setTimeout(() => inTurn(() => save(trial.id)), QUIET_MS);
    timers.set(trial.id, timer);
  }
  watch(
    () => desk.trials,
    (trials) => trials.forEach(soon),
  );
  onBeforeUnmount(() => {
    for (const timer of timers.values()) clearTimeout(timer);
  });
  return { soon, inTurn };
}

function scheduleOf(outcome: Outcome | null): WireSchedule | null {
  if (!outcome) return null;
  const stations = Object.entries(outcome.stations).map(([id, { spillM3s, units }]) => {
    const flows = Object.entries(units).map(([unit, { flowM3s }]) => [unit, { flowM3s }] as const);
    return [id, { spillM3s, units: Object.fromEntries(flows) }] as const;
  });
  return { stations: Object.fromEntries(stations) };
}
