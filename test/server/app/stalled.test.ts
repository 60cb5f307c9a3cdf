import { expect, it, onTestFinished, vi } from 'vitest';
import type { ImageDelta } from '#shared/wire/image.ts';
import { LEVEL, MID_LEVEL_M, next, reading, startApp, subscribed, tags } from './running-app.ts';

/** What the server's own beats hang on; sockets, files and threads go on as ever. */
const BEATS = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'performance',
] as const;

const levelIn = (delta: ImageDelta): unknown =>
  delta.changes.find(([index]) => tags[index]?.tag === LEVEL)?.[1];

/** A server that makes an image when the test says so. */
async function startStill(options: Parameters<typeof startApp>[0] = {}) {
  vi.useFakeTimers({ toFake: [...BEATS] });
  return startApp(options);
}

it('beats on, says how old its images are, and tells all that it left unsaid once it computes again', async () => {
  let isBroken = false;
  const ground = await startStill();
  onTestFinished(() => ground.stop());
  const { images } = ground.readings;
  const readings = {
    ...ground.readings,
    images: {
      ...images,
      cycle() {
        if (isBroken) throw new Error('a curve has a hole');
        images.cycle();
      },
    },
  };
  const app = await startStill({ beside: { ...ground, readings } });
  onTestFinished(async () => {
    vi.useRealTimers();
    await app.stop();
  });
  const screen = app.screen();
  await next(screen, 'hello');
  await subscribed(screen, null);
  const ages: number[] = [];
  const levels: unknown[] = [];
  screen.on('heartbeat', ({ tickAgeMs }) => ages.push(tickAgeMs));
  screen.on('image.ticked', (delta) => levels.push(levelIn(delta)));
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      vi.advanceTimersByTime(1000);
      await screen.emitWithAck('unsubscribe', { station: 'none' });
    }
  };
  await pass(2);
  isBroken = true;
  await ground.readings.accept([reading(LEVEL, Date.now() - 1000, MID_LEVEL_M + 0.07)]);
  await pass(4);
  isBroken = false;
  await pass(2);
  // The last whole cycle was that of the second at 2 s; the heart beats at 2, 4, 6 and 8 s, before the image.
  expect(ages).toEqual([1000, 2000, 4000, 1000]);
  expect(levels.filter((level) => level !== undefined)).toEqual([MID_LEVEL_M + 0.07]);
});
