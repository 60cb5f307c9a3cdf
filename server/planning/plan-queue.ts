import type { PlanCause } from '#shared/wire/plan-view.ts';
import type { Log } from '../log.ts';
import type { PlanAs } from './plan-maker.ts';
import type { TryOutcome } from './when-to-plan.ts';

/** Makes plans one after another. */
export interface PlanQueue {
  ask(causes: readonly PlanCause[], as?: PlanAs): Promise<TryOutcome>;
  /** Resolves when none is under way. */
  idle(): Promise<void>;
}

export function planQueue(
  make: (causes: readonly PlanCause[], as: PlanAs) => Promise<TryOutcome>,
  log: Log,
): PlanQueue {
  let underWay: Promise<unknown> = Promise.resolve();
  let next: { readonly causes: Set<PlanCause>; readonly outcome: Promise<TryOutcome> } | null =
    null;

  function begin(causes: ReadonlySet<PlanCause>, as: PlanAs): Promise<TryOutcome> {
    const outcome = underWay
      .then(() => {
        if (next?.outcome === outcome) next = null;
        return make([...causes], as);
      })
      .catch((error: unknown): TryOutcome => {
        log.error({ err: error, causes: [...causes] }, 'planning failed');
        return 'failed';
      });
    underWay = outcome;
    return outcome;
  }

  return {
    ask(causes, as) {
      if (as) return begin(new Set(causes), as);
      if (next) {
        // A plan that has not begun will know all that is known now: a hundred who ask at once get one.
        for (const cause of causes) next.causes.add(cause);
        return next.outcome;
      }
      const all = new Set(causes);
      next = { causes: all, outcome: begin(all, {}) };
      return next.outcome;
    },
    async idle() {
      await underWay;
    },
  };
}
