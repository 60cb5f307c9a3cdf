import { createPinia, setActivePinia } from 'pinia';
import { createApp, nextTick, shallowRef } from 'vue';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FollowedDay } from '#shared/wire/following.ts';
import { createTexts } from '#client/i18n/i18n.ts';
import { useLineStore } from '#client/stores/line-store.ts';
import { type DayFollowed, useFollowedDay } from '#client/views/dispatch/use-followed-day.ts';

/** The server's answers are held back until a test lets one go. */
const waiting = new Map<string, { done: (day: FollowedDay) => void; fail: (e: Error) => void }>();
const day = shallowRef('2026-07-15');
let shown: DayFollowed;
let leave: () => void;

beforeEach(() => {
  setActivePinia(createPinia());
  waiting.clear();
  day.value = '2026-07-15';
  useLineStore().open(
    ((_name: string, of: { day: string }) =>
      new Promise((done, fail) => {
        waiting.set(of.day, { done, fail });
      })) as Parameters<ReturnType<typeof useLineStore>['open']>[0],
  );
  const app = createApp({
    setup() {
      shown = useFollowedDay(
        () => 's1',
        () => day.value,
      );
      return () => null;
    },
  });
  app.use(createTexts('en')).mount(document.createElement('div'));
  leave = () => app.unmount();
});
afterEach(() => leave());

const settled = (): Promise<void> => new Promise((done) => void setTimeout(done));
const answered = async (name: string): Promise<void> => {
  waiting.get(name)!.done({ station: 's1', day: name } as FollowedDay);
  await settled();
};

describe('turning from a day to the day before', () => {
  test('shows no day until the one asked for has come: a day could be closed under the name of another', async () => {
    await answered('2026-07-15');
    expect(shown.followed.value?.day).toBe('2026-07-15');
    day.value = '2026-07-14';
    expect(shown.followed.value).toBeNull();
    await nextTick();
    await answered('2026-07-14');
    expect(shown.followed.value?.day).toBe('2026-07-14');
  });

  test('is not undone by an answer that comes late', async () => {
    day.value = '2026-07-14';
    await nextTick();
    await answered('2026-07-14');
    await answered('2026-07-15');
    expect(shown.followed.value?.day).toBe('2026-07-14');
  });

  test('leaves behind what was said of the day left', async () => {
    waiting.get('2026-07-15')!.fail(new Error('the server is busy'));
    await settled();
    expect(shown.word.value).not.toBe('');
    day.value = '2026-07-14';
    await nextTick();
    expect(shown.word.value).toBe('');
  });
});
