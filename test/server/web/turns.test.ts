import { expect, test } from 'vitest';
import { createTurns } from '#server/web/realtime/turns.ts';

test('whoever asks is answered in the order of asking, and between two of them the event loop turns', async () => {
  const turn = createTurns();
  const order: string[] = [];
  const answered = ['first', 'second', 'third'].map(async (name) => {
    await turn();
    order.push(name);
    // What else waits for the loop comes before the next.
    setImmediate(() => order.push(`after ${name}`));
  });
  expect(order).toEqual([]);
  await Promise.all(answered);
  await new Promise((resolve) => setImmediate(resolve));
  expect(order.filter((one) => !one.startsWith('after'))).toEqual(['first', 'second', 'third']);
  expect(order.indexOf('after first')).toBeLessThan(order.indexOf('third'));

  // Later, when nobody waits any more, the next is answered too.
  await turn();
});
