import {
  computed,
  type ComputedRef,
  onBeforeUnmount,
  reactive,
  type ShallowRef,
  shallowRef,
  watch,
} from 'vue';
import { useI18n } from 'vue-i18n';
import type { Outage } from '#shared/wire/outage.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { useOutageStore } from '#client/stores/desk/outage-store.ts';
import { RequestError, useLineStore } from '#client/stores/line-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useDeskContext } from './desk-context.ts';
import { type DraftFault, type OutageDraft, spanOf, writtenMoment } from './outages.ts';

/** Keeps the list of outages as the server has it, for as long as the desk is there. */
export function useOutageNews(station: () => Station): void {
  const line = useLineStore();
  const link = useLinkStore();
  const store = useOutageStore();
  watch(
    () => link.state,
    (state) => {
      if (state === 'live') void store.ask(station().id);
    },
    { immediate: true },
  );
  const unheard = line.listen((name, fact) => {
    if (name === 'outage.changed') store.heard(fact as Outage);
  });
  onBeforeUnmount(unheard);
}

export interface OutageForm {
  readonly draft: { -readonly [K in keyof OutageDraft]: OutageDraft[K] };
  /** Which outage is being changed; null: a new one is declared. */
  readonly changing: ShallowRef<Outage | null>;
  /** What is wrong with what is typed; null: nothing. */
  readonly fault: ComputedRef<DraftFault | null>;
  /** What came of the last thing done; empty: nothing was. */
  readonly word: ShallowRef<string>;
  readonly busy: ShallowRef<boolean>;
  /** Takes an outage into the form, or a new one. */
  edit(outage: Outage | null): void;
  /** @returns whether the server took it */
  send(): Promise<boolean>;
  end(outage: Outage): Promise<void>;
}

const REFUSALS = ['conflict', 'wrong-state', 'not-found'];

/** What is declared, changed and ended at the desk; nothing typed is lost where the server refuses. */
export function useOutageForm(station: () => Station, now: () => number): OutageForm {
  const { t } = useI18n();
  const line = useLineStore();
  const context = useDeskContext();
  const written = (at: number): string => writtenMoment(at, context.value.timeZone);
  const changing = shallowRef<Outage | null>(null);
  const { word, busy, doing } = useOutageDeeds(station);
  const draft = reactive({
    unit: station().units[0]?.id ?? '',
    from: written(now()),
    until: '',
    reason: '',
  });
  const span = computed(() => spanOf(draft, context.value.timeZone, now()));
  const fault = computed(() => ('fault' in span.value ? span.value.fault : null));

  function edit(outage: Outage | null): void {
    changing.value = outage;
    word.value = '';
    draft.unit = outage?.unit ?? draft.unit;
    draft.from = written(outage?.from ?? now());
    draft.until = outage?.until == null ? '' : written(outage.until);
    draft.reason = outage?.reason ?? '';
  }
  return {
    draft,
    changing,
    fault,
    word,
    busy,
    edit,
    async send() {
      const said = span.value;
      if ('fault' in said) {
        word.value = t(`desk.outage.fault.${said.fault}`);
        return false;
      }
      const known = changing.value;
      const { unit } = draft;
      const took = await doing(() =>
        known
          ? line.ask('change-outage', { id: known.id, revision: known.revision, ...said })
          : line.ask('declare-outage', { station: station().id, unit, ...said }),
      );
      if (!took) return false;
      const told = word.value;
      edit(null);
      word.value = told;
      return true;
    },
    async end({ id, revision }) {
      await doing(() => line.ask('end-outage', { id, revision }));
    },
  };
}

/** Does one thing with an outage, and says what came of it. */
function useOutageDeeds(station: () => Station): Pick<OutageForm, 'word' | 'busy'> & {
  doing(done: () => Promise<Outage>): Promise<boolean>;
} {
  const { t } = useI18n();
  const store = useOutageStore();
  const word = shallowRef('');
  const busy = shallowRef(false);

  async function doing(done: () => Promise<Outage>): Promise<boolean> {
    busy.value = true;
    word.value = '';
    try {
      store.heard(await done());
      word.value = t('desk.outage.done');
      return true;
    } catch (error) {
      const code = error instanceof RequestError ? error.code : '';
      const message = error instanceof Error ? error.message : String(error);
      word.value = REFUSALS.includes(code)
        ? t(`desk.outage.refused.${code}`)
        : t('desk.decide.failed', { word: message });
      // What was on the screen is not what the server has.
      if (REFUSALS.includes(code)) void store.ask(station().id);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { word, busy, doing };
}
