import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, test } from 'vitest';
import { useLinkStore } from '#client/stores/link-store.ts';

beforeEach(() => setActivePinia(createPinia()));

test('a refusal stands until the screen is taken in, however often the server is heard', () => {
  const link = useLinkStore();
  link.notTakenIn('there is no station "s9"; there is s1');
  // Heartbeats go to everybody, also to a screen that was turned away.
  link.heard();
  expect(link.refusal).toContain('s9');
  link.takenIn();
  expect(link.refusal).toBeNull();
});

test('a server that does not answer has refused nothing', () => {
  const link = useLinkStore();
  link.notTakenIn(null);
  expect(link).toMatchObject({ refusal: null, unanswered: true });
  link.takenIn();
  expect(link.unanswered).toBe(false);
});
