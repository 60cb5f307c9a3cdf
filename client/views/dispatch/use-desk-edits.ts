import { type ComputedRef, type ShallowRef, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Station } from '#shared/station/system-schema.ts';
import { useDeskStore } from '#client/stores/desk/desk-store.ts';
import type { Trial } from '#client/stores/desk/trial.ts';
import type { DeskRow } from './desk-rows.ts';
import type { Sheet } from './sheet.ts';
import type { GridEdit } from './use-grid-keys.ts';

export interface DeskEdits {
  /** What the desk has to say to the last thing done; empty: nothing. */
  readonly word: ShallowRef<string>;
  set(edits: readonly GridEdit[]): void;
  undo(): void;
  redo(): void;
  refused(text: string): void;
  /** Plans around what is set; on a plan's sheet in a what-if begun for it. */
  seek(loadMw?: readonly number[]): Promise<void>;
}

/** Changes by hand. A plan itself is never changed: a first change begins a what-if on it. */
export function useDeskEdits(parts: {
  readonly station: () => Station;
  readonly rows: ComputedRef<readonly DeskRow[]>;
  readonly open: ComputedRef<Sheet | null>;
  readonly begin: () => Trial | null;
  readonly best: () => Promise<boolean>;
}): DeskEdits {
  const { t } = useI18n();
  const desk = useDeskStore();
  const word = shallowRef('');

  function set(edits: readonly GridEdit[]): void {
    const { units } = parts.station();
    const rows = parts.rows.value;
    const cells = edits.flatMap(({ row, column, mw }) => {
      const at = rows[row];
      const unit = units[column]?.id;
      return at?.editable && unit !== undefined ? [{ unit, step: at.step, mw }] : [];
    });
    word.value = cells.length < edits.length ? t('desk.pastCells') : '';
    if (cells.length === 0) return;
    const trial = desk.openTrial ?? parts.begin();
    if (trial) desk.set(trial.id, cells);
  }
  return {
    word,
    set,
    undo: () => desk.openTrial && desk.undo(desk.openTrial.id),
    redo: () => desk.openTrial && desk.redo(desk.openTrial.id),
    refused: (text) => (word.value = t('desk.refused', { text })),
    async seek(loadMw) {
      const trial = desk.openTrial ?? parts.begin();
      if (!trial) return;
      if (loadMw) desk.follow(trial.id, loadMw);
      word.value = '';
      try {
        if (!(await parts.best())) word.value = t('desk.tool.noBest');
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        word.value = t('desk.workerFailed', { word: message });
      }
    },
  };
}
