import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useTrendsPageStore } from '#client/stores/trends-page-store.ts';

/** Requests under way, in the order in which they were sent. */
let sent: { readonly address: string; answer(status: number, body: unknown): void }[];

beforeEach(() => {
  setActivePinia(createPinia());
  sent = [];
  vi.stubGlobal('fetch', (address: string) => {
    return new Promise<Response>((resolve) => {
      const answer = (status: number, body: unknown): void =>
        resolve(new Response(JSON.stringify(body), { status }));
      sent.push({ address, answer });
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

const answerOf = (to: number) => ({ from: 0, to, asOf: to, traces: [] });
const question = (to: number) => ({ tags: ['s1/u1/mw', 's1/u2/mw'], from: 0, to, pixels: 1000 });

test('the answer of the newest question is shown, whichever comes first', async () => {
  const store = useTrendsPageStore();
  const told: number[] = [];
  const asked = [1, 2].map((to) => store.ask(question(to), () => told.push(to)));
  expect(sent.map(({ address }) => address.includes('tag=s1%2Fu1%2Fmw&tag=s1%2Fu2%2Fmw'))).toEqual([
    true,
    true,
  ]);
  sent[1]!.answer(200, answerOf(2));
  await asked[1];
  sent[0]!.answer(200, answerOf(1));
  await asked[0];
  expect(store.answer?.to).toBe(2);
  expect(store.standing).toBe('shown');
  expect(told).toEqual([2]);
});

test('what was there stays where a question is not answered, and the server’s own word is told', async () => {
  const store = useTrendsPageStore();
  const first = store.ask(question(1), () => undefined);
  sent[0]!.answer(200, answerOf(1));
  await first;
  const second = store.ask(question(2), () => undefined);
  sent[1]!.answer(503, { error: { code: 'busy', message: 'the store is starting' } });
  await second;
  expect([store.standing, store.word, store.answer?.to]).toEqual([
    'failed',
    'the store is starting',
    1,
  ]);
});

test('somebody who may not see trends is told so', async () => {
  const store = useTrendsPageStore();
  const asked = store.ask(question(1), () => undefined);
  sent[0]!.answer(403, { error: { code: 'not-allowed', message: 'not for your roles' } });
  await asked;
  expect(store.standing).toBe('refused');
});
