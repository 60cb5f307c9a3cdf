import type { PlanVersion, PlanView } from '#shared/wire/plan-view.ts';
import { listeners } from '../listeners.ts';
import { createPlanBook, type Order } from './plan-book.ts';
import { createPlanClock, type TryOutcome } from './plan-clock.ts';
import { type PlanAs, planMaker, type PlanningParts } from './plan-maker.ts';

/** Use case: makes plans, keeps every version, says what is in force. */
export interface Planning {
  view(station: string): PlanView;
  /** What the units are to do at `atMs`; null where no plan in force speaks of that instant. */
  orderedAt(atMs: number): Order | null;
  /** Calls back when a view changed: a new plan, or the next step of the one in force. */
  onChange(listener: () => void): () => void;
  /**
   * Makes a plan; resolves when it is stored, or when it is clear why there is none: the log says so
   * and the plan in force stays.
   */
  replan(why: string, as?: PlanAs): Promise<TryOutcome>;
  /** Reads back the stored plans of the local day of `atMs`. */
  takeUp(atMs: number): Promise<void>;
  /** Takes up the stored plans of today, then plans whenever it is due. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Versions whose steps overlap `[from, to)`, oldest made first. */
  between(from: number, to: number): Promise<readonly PlanVersion[]>;
}

export function createPlanning(parts: PlanningParts): Planning {
  const { system, site, plans, clock, solver, log } = parts;
  const changes = listeners<void>();
  const tell = (): void => changes.tell();
  const book = createPlanBook({ plans, system });
  let underWay: Promise<unknown> = Promise.resolve();
  let next: Promise<TryOutcome> | null = null;
  const make = planMaker(parts, book, tell);

  function replan(why: string, as?: PlanAs): Promise<TryOutcome> {
    // A plan that has not begun will know all that is known now: a hundred forecasts at once are one reason.
    if (next && !as) return next;
    const outcome = underWay
      .then(() => {
        if (next === outcome) next = null;
        return make(why, as ?? {});
      })
      .catch((error: unknown): TryOutcome => {
        log.error({ err: error, why }, 'planning failed');
        return 'failed';
      });
    underWay = outcome;
    if (!as) next = outcome;
    return outcome;
  }

  const planClock = createPlanClock({
    clock,
    timeZone: system.timeZone,
    replanMinutes: site.planning.replanMinutes,
    replan,
    onStep: tell,
  });

  return {
    view: (station) => book.view(station, clock.now()),
    orderedAt: (atMs) => book.orderedAt(atMs),
    onChange: changes.add,
    replan,
    takeUp: (atMs) => book.takeUp(atMs),
    async start() {
      await book.takeUp(clock.now());
      planClock.start();
    },
    async stop() {
      planClock.stop();
      await solver.close();
      await underWay;
    },
    between: (from, to) => plans.between(from, to),
  };
}
