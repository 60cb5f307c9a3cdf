import { z } from 'zod';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { HistoryQuery, HistoryRequests } from '#shared/wire/history.ts';
import type { Ack } from '#shared/wire/protocol.ts';
import type { RealtimeParts } from './realtime-parts.ts';
import type { SocketCaller } from './socket-request.ts';

/** Most intervals of one answer: a day and some hours by the minute. More is read out over HTTP. */
export const MOST_INTERVALS = 2000;

const STEP_MS: Readonly<Record<HistoryQuery['step'], number>> = {
  '1m': MS_PER_MINUTE,
  '15m': 15 * MS_PER_MINUTE,
  '1h': MS_PER_HOUR,
  '1d': 24 * MS_PER_HOUR,
};

const requestSchema = z
  .strictObject({
    tag: z.string().min(1).max(200),
    from: z.int(),
    to: z.int(),
    step: z.enum(['1m', '15m', '1h', '1d']),
  })
  .refine(({ from, to, step }) => {
    const intervals = (to - from) / STEP_MS[step];
    return intervals >= 0 && intervals <= MOST_INTERVALS;
  });

/**
 * The past of a tag for the curves of a screen. On the socket and not over HTTP: after a cut the connections that a
 * browser keeps for HTTP may be dead, and it learns that of each by waiting.
 */
export async function readHistory(
  { readings, store }: Pick<RealtimeParts, 'readings' | 'store'>,
  { actor }: SocketCaller,
  raw: unknown,
): Promise<Ack<HistoryRequests['read-history']['answer']>> {
  const request = requestSchema.safeParse(raw);
  if (!request.success) {
    const message = `read-history wants { tag, from, to, step: 1m, 15m, 1h or 1d }, of ${MOST_INTERVALS} intervals at most`;
    return { ok: false, error: { code: 'bad-request', message } };
  }
  const { tag: path, from, to, step } = request.data;
  const tag = readings.tags.find((one) => one.tag === path && one.origin === 'measured');
  if (!tag) {
    const message = `there is no measured tag "${path}"`;
    return { ok: false, error: { code: 'not-found', message } };
  }
  if (actor.station !== null && actor.station !== tag.station) {
    const message = `this screen is for station ${actor.station} alone`;
    return { ok: false, error: { code: 'not-allowed', message } };
  }
  return { ok: true, value: { points: await store.readings.aggregates(path, from, to, step) } };
}
