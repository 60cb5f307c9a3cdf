import { expect, test } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { feederTag } from '#shared/wire/tag-path.ts';
import { trendOf } from '#server/readings/trends.ts';

const MINUTE = 60_000;
const METER = tagList(exampleSystem, exampleSite).find(
  ({ tag }) => tag === feederTag('s1', exampleSite.feeders[0]!.id),
)!;

/** What is shown at `asOf` of a meter that was read at the beginning of each of these buckets. */
async function rates(used: readonly number[], widthMs: number, asOf: number) {
  const none = used.map(() => null);
  const course = () =>
    Promise.resolve({
      form: 'buckets' as const,
      widthMs,
      at: used.map((_, i) => i * widthMs),
      min: none,
      max: none,
      mean: used,
      count: used.map(() => 1),
      good: used.map(() => 1),
      worst: used.map(() => 0),
    });
  const question = { tags: [METER], from: 0, to: used.length * widthMs, pixels: 1000 };
  const { traces } = await trendOf({ course }, { now: () => asOf, rate: 1 }, question);
  const [trace] = traces;
  return trace?.form === 'buckets' ? trace.mean : [];
}

test('a meter that uses evenly is shown even, up to the last minute that is known whole', async () => {
  // 3 kWh a minute are 180 in an hour; of the minute that began with the last reading nobody knows yet.
  for (const asOf of [2 * MINUTE + 1, 2.9 * MINUTE, 3 * MINUTE + 200])
    expect(await rates([3, 3, 0], MINUTE, asOf)).toEqual([180, 180]);
  // Long past: the meter was not heard again, and used nothing that is known.
  expect(await rates([3, 3, 0], MINUTE, 60 * MINUTE)).toEqual([180, 180, 0]);
});

test('of a wider bucket that goes on the minutes so far count', async () => {
  expect(await rates([15, 6], 5 * MINUTE, 7.9 * MINUTE)).toEqual([180, 180]);
  expect(await rates([15, 0], 5 * MINUTE, 5.5 * MINUTE)).toEqual([180]);
});
