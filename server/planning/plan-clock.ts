import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanCause } from '#shared/wire/plan-view.ts';
import type { Clock } from '../clock.ts';
import { PLAN_STEP_MINUTES } from './horizon.ts';
import { type LastTry, type PlanningPace, type TryOutcome, whyDue } from './when-to-plan.ts';

export interface PlanClockParts {
  readonly clock: Clock;
  readonly timeZone: string;
  readonly replanMinutes: number;
  readonly shortestMinutes: number;
  /** `HH:MM`; null: no plan of its own for tomorrow. */
  readonly dayAheadAt: string | null;
  replan(causes: readonly PlanCause[]): Promise<TryOutcome>;
  /** Called at every look. */
  onLook(): void;
  /** Called when a new quarter-hour has begun. */
  onStep(): void;
}

export interface PlanClock {
  start(): void;
  stop(): void;
  /** A fact that may want a plan; it is merged with others until one is due. */
  tell(cause: PlanCause): void;
}

/** How often it is looked whether a plan is due, real ms. */
const LOOK_MS = 1000;
/** A fast clock does not ask for plans more often than this, real ms. */
const SHORTEST_REAL_MS = 15_000;

/** Asks for plans when they are due (when-to-plan.ts), one at a time. */
export function createPlanClock(parts: PlanClockParts): PlanClock {
  const { clock, timeZone, dayAheadAt } = parts;
  const leastMs = SHORTEST_REAL_MS * clock.rate;
  const pace: PlanningPace = {
    timeZone,
    everyMs: Math.max(parts.replanMinutes * MS_PER_MINUTE, leastMs),
    shortestMs: Math.max(parts.shortestMinutes * MS_PER_MINUTE, leastMs),
    dayAheadAt,
  };
  const stepMs = PLAN_STEP_MINUTES * MS_PER_MINUTE;
  const facts = new Set<PlanCause>();
  let timer: NodeJS.Timeout | null = null;
  let last: LastTry | null = null;
  let busy = false;
  let step = 0;

  async function look(): Promise<void> {
    const nowMs = clock.now();
    parts.onLook();
    const current = Math.floor(nowMs / stepMs);
    if (current !== step) {
      step = current;
      parts.onStep();
    }
    const causes = busy ? [] : whyDue(last, [...facts], nowMs, pace);
    if (causes.length === 0) return;
    busy = true;
    facts.clear();
    last = { atMs: nowMs, outcome: await parts.replan(causes) };
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
    tell(cause) {
      facts.add(cause);
    },
  };
}
