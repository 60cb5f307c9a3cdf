import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleSite } from '#shared/station/example/example.ts';
import { feederTag, unitTag } from '#shared/wire/tag-path.ts';
import type { Trace, TrendAnswer } from '#shared/wire/trend.ts';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import { MOST_TREND_TAGS } from '#shared/wire/trend.ts';
import { LEVEL, MID_LEVEL_M, reading, startApp, stationId, tags, UNIT_MW } from './running-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The plant's clock stands at noon; readings came from six in the morning on. */
const NOW = Date.UTC(2026, 5, 1, 12);
const SIX = NOW - 6 * HOUR;
const METER = feederTag(stationId, exampleSite.feeders[0]!.id, exampleSite.feeders[0]!.unit);
/** From eight to nine the level was silent. */
const SILENCE = [SIX + 2 * HOUR, SIX + 3 * HOUR] as const;

let server: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  server = await startApp({ clock: { now: () => NOW, rate: 1 } });
  const readings = [];
  for (let at = SIX; at < NOW; at += 5000) {
    // A saw of 0.6 m every ten minutes.
    const height = ((at - SIX) % (10 * MINUTE)) / (10 * MINUTE);
    if (at < SILENCE[0] || at >= SILENCE[1])
      readings.push(reading(LEVEL, at, MID_LEVEL_M + 0.6 * height));
  }
  // 3 kWh a minute.
  for (let minute = 0; minute <= 360; minute += 1)
    readings.push(reading(METER, SIX + minute * MINUTE, 5000 + 3 * minute));
  await server.store.readings.append(readings.map((one) => ({ ...one, receivedAt: one.at })));
});
afterAll(() => server.stop());

async function ask(query: Record<string, string | number>, ...asked: string[]) {
  const parameters = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  );
  for (const tag of asked) parameters.append('tag', tag);
  const response = await server.get(`/api/v1/trends?${parameters}`);
  return { status: response.status, body: (await response.json()) as unknown };
}
async function traces(query: Record<string, string | number>, ...asked: string[]) {
  const { status, body } = await ask(query, ...asked);
  expect([status, body]).toMatchObject([200, { from: query['from'], to: query['to'], asOf: NOW }]);
  return (body as TrendAnswer).traces;
}
function bucketsOf(trace: Trace | undefined): Extract<Trace, { form: 'buckets' }> {
  if (trace?.form !== 'buckets') throw new Error('no buckets');
  return trace;
}

describe('GET /api/v1/trends', () => {
  it('gives buckets of a wide span, no more than pixels, with least and greatest of every one', async () => {
    const span = { from: SIX, to: NOW, pixels: 100 };
    const trace = bucketsOf((await traces(span, LEVEL))[0]);
    // 360 minutes on 100 pixels: five minutes each.
    expect([trace.widthMs, trace.unit]).toEqual([5 * MINUTE, 'm']);
    const place = trace.at.indexOf(SIX);
    expect(trace.min[place]).toBe(MID_LEVEL_M);
    // Half of the saw, up to the reading 5 s before its middle: 59/120 of 0.6 m.
    expect(trace.max[place]).toBeCloseTo(MID_LEVEL_M + 0.6 * (59 / 120), 9);
    expect(trace.mean[place]).toBeCloseTo(MID_LEVEL_M + 0.6 * (29.5 / 120), 5);
    expect([trace.count[place], trace.good[place], trace.worst[place]]).toEqual([60, 60, 0]);
  });

  it('gives the readings themselves where the span is narrow', async () => {
    const span = { from: SIX + HOUR, to: SIX + HOUR + 10 * MINUTE, pixels: 200 };
    const [trace] = await traces(span, LEVEL);
    if (trace?.form !== 'raw') throw new Error('no readings');
    const within = trace.at.filter((at) => at >= span.from && at < span.to);
    expect(within).toHaveLength(120);
    expect(new Set(trace.quality)).toEqual(new Set([0]));
    // One before and one after the span, so that the curve reaches to its edges.
    expect(trace.at[0]).toBeLessThan(span.from);
    expect(trace.at.at(-1)).toBeGreaterThan(span.to);
  });

  it.each([100, 3000])(
    'a silence is a gap and nothing stands in it, on %i pixels',
    async (pixels) => {
      const [trace] = await traces({ from: SIX, to: NOW, pixels }, LEVEL);
      expect(trace?.gaps).toHaveLength(1);
      const [from, to] = trace!.gaps[0]!;
      // The last reading before it is of five seconds before eight.
      expect(Math.abs(from - SILENCE[0])).toBeLessThanOrEqual(5000);
      expect(to).toBe(SILENCE[1]);
      expect(trace!.at.filter((at) => at >= SILENCE[0] && at < SILENCE[1])).toEqual([]);
    },
  );

  it('what is still to come is no gap', async () => {
    const [trace] = await traces({ from: SIX + 3 * HOUR, to: NOW + HOUR, pixels: 100 }, LEVEL);
    expect(trace?.gaps).toEqual([]);
  });

  it('a counter is shown by its use per hour, the same on any width', async () => {
    for (const pixels of [30, 90, 360]) {
      const trace = bucketsOf((await traces({ from: SIX, to: NOW, pixels }, METER))[0]);
      expect(trace.unit).toBe('kWh/h');
      const within = trace.mean.filter((_, i) => trace.at[i]! >= SIX && trace.at[i]! < NOW);
      for (const rate of within) expect(rate).toBeCloseTo(180, 6);
    }
  });

  it('gives each tag once, in the order of the question', async () => {
    const asked = [UNIT_MW, LEVEL, UNIT_MW];
    const found = await traces({ from: SIX, to: NOW }, ...asked);
    expect(found.map(({ tag }) => tag)).toEqual([UNIT_MW, LEVEL]);
    // Nothing was ever heard of the unit: all of the span is a gap.
    expect(found[0]).toMatchObject({ at: [], gaps: [[SIX, NOW]] });
  });

  it('says what is too much, and what is wrong', async () => {
    const { station } = tags[0]!;
    const nine = tags.filter((tag) => tag.origin === 'measured').slice(0, MOST_TREND_TAGS + 1);
    const span = { from: SIX, to: NOW };
    const code = async (query: Record<string, string | number>, ...asked: string[]) => {
      const { status, body } = await ask(query, ...asked);
      return [status, (body as { error: { code: string } }).error.code];
    };
    expect(await code(span, ...nine.map(({ tag }) => tag))).toEqual([400, 'too-many-tags']);
    expect(await code({ from: 0, to: NOW }, LEVEL)).toEqual([400, 'too-long']);
    expect(await code({ from: NOW, to: SIX }, LEVEL)).toEqual([400, 'bad-parameter']);
    expect(await code({ ...span, pixels: 100_000 }, LEVEL)).toEqual([400, 'bad-parameter']);
    expect(await code(span)).toEqual([400, 'bad-parameter']);
    expect(await code(span, `${LEVEL}s`)).toEqual([404, 'unknown-tag']);
    expect(await code(span, `${station}/head/gross`)).toEqual([400, 'calculated-tag']);
  });

  it("is not for a wall: a screen's token has the curves of its own panels", async () => {
    const wish = { kind: 'display', name: 'Hall', station: stationId } as const;
    const { secret } = await server.access.tokens.issue(CONSOLE_ACTOR, wish);
    const query = `from=${SIX}&to=${NOW}&tag=${unitTag(stationId, 'u1', 'mw')}`;
    const answer = await server.get(`/api/v1/trends?${query}`, {
      authorization: `Bearer ${secret}`,
      'x-forebay-screen': 'a-screen',
    });
    expect(answer.status).toBe(403);
  });
});

it('a month of minutes is drawn from its quarter-hours', async () => {
  const span = { from: NOW - 30 * DAY, to: NOW, pixels: 1500 };
  expect(bucketsOf((await traces(span, LEVEL))[0]).widthMs).toBe(30 * MINUTE);
});
