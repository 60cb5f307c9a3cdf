import { shallowRef, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { faultWords } from './fault-words.ts';

/** A request that a form sends: whether it is under way, and why the last one was refused; empty: it was not. */
export interface Requesting {
  readonly busy: ShallowRef<boolean>;
  readonly fault: ShallowRef<string>;
  /** Runs it; one at a time. @returns whether it was granted */
  run(work: () => Promise<unknown>): Promise<boolean>;
}

export function useRequest(): Requesting {
  const { t, te } = useI18n({ useScope: 'global' });
  const busy = shallowRef(false);
  const fault = shallowRef('');
  return {
    busy,
    fault,
    async run(work) {
      if (busy.value) return false;
      busy.value = true;
      fault.value = '';
      try {
        await work();
        return true;
      } catch (error) {
        fault.value = faultWords(error, { t, te });
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}
