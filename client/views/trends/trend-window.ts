import { LONGEST_TREND_MS, type Stretch } from '#shared/wire/trend.ts';
import { NARROWEST_MS, type TrendWindow } from './trend-wish.ts';

/** A window that ends within this share of its span before now, or after it, goes on with the clock. */
const AT_NOW_SHARE = 0.01;

const bounded = (spanMs: number): number =>
  Math.min(LONGEST_TREND_MS, Math.max(NARROWEST_MS, spanMs));

/** A stretch as a window: one that reaches to now follows. */
function windowOf([from, to]: Stretch, now: number): TrendWindow {
  const spanMs = bounded(to - from);
  if (to >= now - AT_NOW_SHARE * spanMs) return { kind: 'follow', spanMs };
  return { kind: 'fixed', from: Math.round(to - spanMs), to: Math.round(to) };
}

/**
 * The stretch that a window shows.
 * @param stepMs a following one moves by whole ones of it: an axis that creeps cannot be read
 */
export function stretchOf(window: TrendWindow, now: number, stepMs: number): Stretch {
  if (window.kind === 'fixed') return [window.from, window.to];
  const to = Math.ceil(now / stepMs) * stepMs;
  return [to - window.spanMs, to];
}

/** Moved along by a share of its span, into the past where that is below 0; not beyond now. */
export function panned(of: Stretch, share: number, now: number): TrendWindow {
  const byMs = share * (of[1] - of[0]);
  return windowOf([of[0] + byMs, of[1] + byMs], now);
}

/** Narrower (`factor` below 1) or wider around the instant `at`, which stays at its place. */
export function zoomed([from, to]: Stretch, at: number, factor: number, now: number): TrendWindow {
  const spanMs = bounded((to - from) * factor);
  const share = (at - from) / (to - from);
  const first = at - share * spanMs;
  return windowOf([first, first + spanMs], now);
}
