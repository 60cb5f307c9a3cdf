import { type ShallowRef, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { formatMoment } from '#client/format/time.ts';
import { useDeskStore } from '#client/stores/desk/desk-store.ts';
import { useOutcomeStore } from '#client/stores/desk/outcome-store.ts';
import { RequestError, useLineStore } from '#client/stores/line-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { amendedSchedule, type StepName } from './deciding.ts';
import { useDeskContext } from './desk-context.ts';
import type { Sheet } from './sheet.ts';

export interface Decide {
  /** What came of the last thing done; empty: nothing was. */
  readonly word: ShallowRef<string>;
  readonly busy: ShallowRef<boolean>;
  /** @returns whether the server took it */
  take(step: StepName, sheet: Sheet, reason: string): Promise<boolean>;
  makePlan(): Promise<void>;
}

/** Decisions, and what the server says to them; a conflict is told, nothing is written over. */
export function useDecide(): Decide {
  const { t } = useI18n();
  const line = useLineStore();
  const live = useStationStore();
  const desk = useDeskStore();
  const outcomes = useOutcomeStore();
  const context = useDeskContext();
  const word = shallowRef('');
  const busy = shallowRef(false);

  async function doing(done: () => Promise<string>): Promise<boolean> {
    busy.value = true;
    word.value = '';
    try {
      word.value = await done();
      return true;
    } catch (error) {
      word.value = refusalWord(error, context.value.timeZone, (key, values = {}) => t(key, values));
      return false;
    } finally {
      busy.value = false;
    }
  }
  async function amend(sheet: Sheet, reason: string): Promise<void> {
    const { trial } = sheet;
    const outcome = outcomes.of(sheet.id).outcome;
    const version = trial && versionOf(live.plan, trial.basePlanId);
    if (!trial || !outcome || !version) throw new Error(t('desk.decide.conflictGone'));
    const { id, revision } = version;
    await line.ask('amend-plan', {
      ...{ id, revision, reason },
      schedule: amendedSchedule(version, outcome),
    });
    desk.open = 'decided';
  }
  async function taken(step: StepName, sheet: Sheet, reason: string): Promise<string> {
    if (step === 'amend') await amend(sheet, reason);
    else if (sheet.version) {
      const { id, revision } = sheet.version;
      if (step === 'reject') await line.ask('reject-plan', { id, revision, reason });
      else await line.ask(`${step}-plan`, { id, revision });
    }
    return t('desk.decide.done', { step: t(`desk.decide.step.${step}`) });
  }

  return {
    word,
    busy,
    take: (step, sheet, reason) => doing(() => taken(step, sheet, reason)),
    async makePlan() {
      await doing(async () => {
        const { outcome } = await line.ask('make-plan', {});
        return t(`desk.decide.${outcome === 'failed' ? 'conflictGone' : outcome}`);
      });
    },
  };
}

type Say = (key: string, values?: Record<string, string>) => string;

/** Why the server did not take a step; where somebody was quicker, who, what and when. */
function refusalWord(error: unknown, timeZone: string, t: Say): string {
  const conflict = error instanceof RequestError ? error.conflict : null;
  if (conflict?.move) {
    return t('desk.decide.conflict', {
      name: conflict.move.by.name,
      step: t(`desk.decide.step.${conflict.move.step}`),
      time: formatMoment(conflict.move.at, timeZone),
    });
  }
  if (conflict) return t('desk.decide.conflictGone');
  return t('desk.decide.failed', { word: error instanceof Error ? error.message : String(error) });
}

/** A version of the view by its id. */
export function versionOf(
  view: {
    inForce: PlanVersion | null;
    decided?: PlanVersion | null;
    offered: PlanVersion | null;
  } | null,
  id: string,
): PlanVersion | null {
  const parts = [view?.inForce, view?.decided, view?.offered];
  return parts.find((version) => version?.id === id) ?? null;
}
