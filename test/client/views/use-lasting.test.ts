import { createPinia, setActivePinia } from 'pinia';
import { effectScope, nextTick, ref } from 'vue';
import { beforeEach, expect, test } from 'vitest';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useLasting } from '#client/views/wall/use-lasting.ts';

beforeEach(() => setActivePinia(createPinia()));

const START = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;

/** What `useLasting` says at some instants of the station's clock. */
async function said(rate: number, steps: readonly (readonly [afterMs: number, holds: boolean])[]) {
  const link = useLinkStore();
  const clockReads = (at: number): void => {
    link.setClock({ at, rate });
    link.tick();
  };
  clockReads(START);
  const holds = ref(true);
  const scope = effectScope();
  const lasts = scope.run(() => useLasting(() => holds.value, MINUTE))!;
  const answers: boolean[] = [];
  for (const [afterMs, still] of steps) {
    clockReads(START + afterMs);
    holds.value = still;
    await nextTick();
    answers.push(lasts.value);
  }
  scope.stop();
  return answers;
}

test('what has held for a minute lasts; a break begins it anew', async () => {
  const answers = await said(1, [
    [0.5 * MINUTE, true],
    [1.5 * MINUTE, true],
    [2 * MINUTE, false],
    [2.1 * MINUTE, true],
    [3 * MINUTE, true],
    [3.5 * MINUTE, true],
  ]);
  expect(answers).toEqual([false, true, false, false, false, true]);
});

test('on a fast clock one image is no proof: three beats of it are waited for', async () => {
  // At 600 times three seconds are 30 minutes.
  const answers = await said(600, [
    [10 * MINUTE, true],
    [40 * MINUTE, true],
  ]);
  expect(answers).toEqual([false, true]);
});
