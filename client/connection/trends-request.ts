import type { TrendAnswer } from '#shared/wire/trend.ts';
import { requestHttp } from './http-request.ts';

/** What a picture is wanted of. */
export interface TrendQuestion {
  readonly tags: readonly string[];
  /** `[from, to)`, ms since 1970 UTC. */
  readonly from: number;
  readonly to: number;
  /** Width of the picture, px. */
  readonly pixels: number;
}

/** @throws HttpError */
export function requestTrends({ tags, from, to, pixels }: TrendQuestion): Promise<TrendAnswer> {
  const query = new URLSearchParams([
    ...tags.map((tag) => ['tag', tag]),
    ['from', String(Math.round(from))],
    ['to', String(Math.round(to))],
    ['pixels', String(Math.round(pixels))],
  ]);
  return requestHttp(`/api/v1/trends?${query}`);
}
