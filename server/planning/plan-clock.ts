import { dayStartMs } from '#shared/units/time-grid.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Clock } from '../clock.ts';
import { PLAN_STEP_MINUTES } from './horizon.ts';

export interface PlanClockParts {
  readonly clock: Clock;
  readonly timeZone: string;
  readonly replanMinutes: number;
  replan(why: string): Promise<TryOutcome>;
  /** Called when a new quarter-hour has begun. */
  onStep(): void;
}

/** How often it is looked whether a plan is due, real ms. */
const LOOK_MS = 1000;
/** A fast clock does not ask for plans more often than this, real ms. */
const SHORTEST_REAL_MS = 15_000;

/** A plan that failed is tried again after this, ms: what was measured since may make a sound one. */
const FAILED_AGAIN_MS = 5 * MS_PER_MINUTE;

/** What came of trying to plan; `waiting`: a measurement is missing. */
export type TryOutcome = 'made' | 'waiting' | 'failed';

export interface LastTry {
  readonly atMs: number;
  readonly outcome: TryOutcome;
}

/** Why a plan is due at `nowMs`; null: none is. While a measurement is missing, every look tries anew. */
export function whyDue(
  last: LastTry | null,
  nowMs: number,
  everyMs: number,
  timeZone: string,
): string | null {
  if (last === null) return 'start';
  if (last.outcome === 'waiting') return 'measured';
  if (dayStartMs(nowMs, timeZone) > last.atMs) return 'midnight';
  const isFailed = last.outcome === 'failed';
  const waitMs = isFailed ? Math.min(everyMs, FAILED_AGAIN_MS) : everyMs;
  if (nowMs - last.atMs < waitMs) return null;
  return isFailed ? 'failed before' : 'period';
}

/** Asks for plans at the start, at local midnight and every `replanMinutes`, one at a time. */
export function createPlanClock(parts: PlanClockParts): { start(): void; stop(): void } {
  const { clock, timeZone } = parts;
  const everyMs = Math.max(parts.replanMinutes * MS_PER_MINUTE, SHORTEST_REAL_MS * clock.rate);
  const stepMs = PLAN_STEP_MINUTES * MS_PER_MINUTE;
  let timer: NodeJS.Timeout | null = null;
  let last: LastTry | null = null;
  let busy = false;
  let step = 0;

  async function look(): Promise<void> {
    const nowMs = clock.now();
    const current = Math.floor(nowMs / stepMs);
    if (current !== step) {
      step = current;
      parts.onStep();
    }
    const why = busy ? null : whyDue(last, nowMs, everyMs, timeZone);
    if (why === null) return;
    busy = true;
    last = { atMs: nowMs, outcome: await parts.replan(why) };
    busy = false;
  }

  return {
    start() {
      timer ??= setInterval(() => void look(), LOOK_MS);
      void look();
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}
