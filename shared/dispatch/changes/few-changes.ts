import { M3_PER_MM3, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { type Intentions, carryOutDay } from '../carry-out-day.ts';
import type { CheckedPlan } from '../checked-plan.ts';
import { isBetter } from '../plan-rank.ts';
import type { Schedule } from '../schedule.ts';
import type { StationModel } from '../station-model.ts';
import { type ChangeSearch, PartlyFree, type Taken } from './partly-free.ts';
import { type PlanChange, planChanges } from './plan-changes.ts';

/** A plan with what it changes of the one in force. */
export interface ChangedPlan {
  readonly checked: CheckedPlan;
  readonly changes: readonly PricedChange[];
}

/** A change with what the plan earns by it, money; null where there was no time to find out. */
export interface PricedChange extends PlanChange {
  readonly earns: number | null;
}

/**
 * The plan that is worth most less a price for each change of the plan in force. Ranks come first: no
 * change is left out that keeps a limit or water from the gates. Between the plan in force, carried out from
 * the facts as they are, and the best plan without regard to it, changes are given up one by one where
 * they earn less than their price, and made where they earn more.
 * @param free the best plan without regard to changes
 */
export function fewChanges(search: ChangeSearch, free: CheckedPlan): ChangedPlan {
  return new ChangeChoice(search, free).best();
}

/** A plan, and how much it takes of the free one. */
interface Tried {
  readonly plan: CheckedPlan;
  readonly taken: Taken;
}

/** A window of steps to be taken from the free plan or given back, for one unit or (−1) for all. */
interface Move {
  readonly unit: number;
  readonly fromStep: number;
  readonly toStep: number;
  /** Changes that lie within it. */
  readonly changes: readonly PlanChange[];
}

class ChangeChoice {
  private readonly search: ChangeSearch;
  private readonly free: CheckedPlan;
  private readonly plans: PartlyFree;
  /** What the free plan changes. */
  private readonly all: readonly PlanChange[];

  constructor(search: ChangeSearch, free: CheckedPlan) {
    this.search = search;
    this.free = free;
    this.plans = new PartlyFree(search, free);
    this.all = planChanges(search.problem, search.inForce, free.plan);
  }

  best(): ChangedPlan {
    const { model, inForce, problem } = this.search;
    if (this.all.length === 0) return { checked: this.free, changes: [] };
    const carriedOn = this.plans.judged(carryOutDay(problem, this.intended(inForce)));
    let best: Tried = { plan: this.free, taken: this.takenOf(this.all) };
    if (this.isBetter(carriedOn, best.plan)) best = { plan: carriedOn, taken: this.takenOf([]) };
    if (model && this.search.changePrice > 0) {
      for (const fromFree of [true, false]) {
        const climbed = this.climbed(model, fromFree);
        if (this.isBetter(climbed.plan, best.plan)) best = climbed;
      }
    }
    const changes = planChanges(problem, inForce, best.plan.plan);
    return {
      checked: best.plan,
      changes: changes.map((change) => ({ ...change, earns: this.earnedBy(change, best, model) })),
    };
  }

  /** What a plan is worth more than the best without one of its changes, money; null where there is no time. */
  private earnedBy(change: PlanChange, best: Tried, model: StationModel | null): number | null {
    if (!model || this.search.changePrice === 0 || !this.search.toPrice()) return null;
    const { units } = this.search.problem.stations[0]!;
    const unit = units.findIndex(({ id }) => id === change.unit);
    const taken = moved(best.taken, { ...change, unit, changes: [] }, this.takenOf([]));
    const without = this.plans.improved(taken, model);
    return without && best.plan.plan.value.total - without.plan.value.total;
  }

  /**
   * Move by move, those first that promise most: from the free plan on, changes are given up; from the plan
   * in force on, they are made. All that promise anything are tried at once before.
   */
  private climbed(model: StationModel, fromFree: boolean): Tried {
    const whole = this.takenOf(this.all);
    const none = this.takenOf([]);
    const other = fromFree ? none : whole;
    let taken = fromFree ? whole : none;
    let plan = fromFree ? this.free : (this.plans.improved(none, model) ?? this.free);
    const order = this.moves()
      .map((move) => {
        const gain = this.promiseOf(move) - move.changes.length * this.search.changePrice;
        return { move, promise: fromFree ? -gain : gain };
      })
      .sort((a, b) => b.promise - a.promise);
    const promising = order.filter(({ promise }) => promise > 0);
    const atOnce = promising.reduce((so, { move }) => moved(so, move, other), taken);
    const bulk = promising.length > 1 ? this.plans.improved(atOnce, model) : null;
    const isBulk = bulk !== null && this.isBetter(bulk, plan);
    if (isBulk) [taken, plan] = [atOnce, bulk];
    for (const { move } of isBulk ? order.slice(promising.length) : order) {
      if (!this.search.forMore()) break;
      const nextTaken = moved(taken, move, other);
      const next = this.plans.improved(nextTaken, model);
      if (next && this.isBetter(next, plan)) [taken, plan] = [nextTaken, next];
    }
    return { plan, taken };
  }

  /** Each change by itself, and all that lie in the steps of one: set points answer to one another. */
  private moves(): Move[] {
    const { units } = this.search.problem.stations[0]!;
    const moves = new Map<string, Move>();
    for (const { unit, fromStep, toStep } of this.all) {
      const u = units.findIndex(({ id }) => id === unit);
      for (const of of [u, -1]) {
        const changes = this.all.filter(
          (one) =>
            (of < 0 || one.unit === unit) && one.fromStep >= fromStep && one.toStep <= toStep,
        );
        moves.set([of, fromStep, toStep].join(), { unit: of, fromStep, toStep, changes });
      }
    }
    return [...moves.values()];
  }

  private takenOf(changes: readonly PlanChange[]): Taken {
    const { problem } = this.search;
    return problem.stations[0]!.units.map(({ id }) =>
      Uint8Array.from({ length: problem.steps }, (_, t) =>
        changes.some((one) => covers(one, id, t)) ? 1 : 0,
      ),
    );
  }

  private isBetter(a: CheckedPlan, b: CheckedPlan): boolean {
    return isBetter(this.priced(a), this.priced(b));
  }

  /** The plan with its changes paid for. */
  private priced(checked: CheckedPlan): CheckedPlan {
    const { problem, inForce, changePrice } = this.search;
    const count = planChanges(problem, inForce, checked.plan).length;
    const { value } = checked.plan;
    const total = value.total - changePrice * count;
    return { ...checked, plan: { ...checked.plan, value: { ...value, total } } };
  }

  /** Units and flows as a schedule has them; where it says nothing, as the free plan has them. */
  private intended(schedule: Schedule): Intentions {
    const { problem } = this.search;
    return (s, t) => {
      const { id, units } = problem.stations[s]!;
      const of = (plan: Schedule): number[] =>
        units.map((unit) => plan.stations[id]?.units[unit.id]?.flowM3s[t] ?? NaN);
      const said = of(schedule);
      const flows = said.some(Number.isNaN) ? of(this.free.plan) : said;
      return {
        running: flows.map((flow) => (flow > 0 ? 1 : 0)),
        target: { turbineFlowM3s: flows.reduce((sum, flow) => sum + flow, 0) },
        ceilingMm3: this.search.model?.corridor.ceiling[t + 1] ?? Infinity,
      };
    };
  }

  /**
   * About what the free plan's way through a window earns more than that of the plan in force, money: its
   * energy less its water at a price, and its starts.
   */
  private promiseOf({ unit, fromStep, toStep }: Move): number {
    const { problem } = this.search;
    const station = problem.stations[0]!;
    const free = this.free.plan.stations[station.id]!;
    const hours = problem.seconds / SECONDS_PER_HOUR;
    const perM3s = this.waterPrice();
    let earned = 0;
    station.units.forEach(({ id }, u) => {
      if (unit >= 0 && u !== unit) return;
      const { startCost, flowMax } = station.plant.units[u]!;
      const { flowM3s, mw } = free.units[id]!;
      const ran = flowM3s.findIndex((flow) => flow > 0);
      const mwPerM3s = ran < 0 ? 0 : mw[ran]! / flowM3s[ran]!;
      for (let t = fromStep; t < toStep; t++) {
        const more = flowM3s[t]! - (this.plans.before(u, t) ?? flowM3s[t]!);
        earned += more * (problem.pricePerMwh[t]! * hours * mwPerM3s - perM3s);
      }
      const starts = flowM3s[fromStep]! > 0 && !((this.plans.before(u, fromStep) ?? 0) > 0);
      if (starts && Math.max(...flowMax.y) > 0) earned -= startCost;
    });
    return earned;
  }

  /** Price of a m³/s of a step, money: that of what is kept, or what the free plan's middling step earns by it. */
  private waterPrice(): number {
    const { problem } = this.search;
    const station = problem.stations[0]!;
    if (station.end.waterValuePerMm3 > 0) {
      return (station.end.waterValuePerMm3 * problem.seconds) / M3_PER_MM3;
    }
    const { generationMw, outflowM3s } = this.free.plan.stations[station.id]!;
    const hours = problem.seconds / SECONDS_PER_HOUR;
    const earned = generationMw
      .map((mw, t) => (problem.pricePerMwh[t]! * hours * mw) / outflowM3s[t]!)
      .filter((money) => money > 0)
      .sort((a, b) => a - b);
    return earned[Math.floor(earned.length / 2)] ?? 0;
  }
}

/** What is taken, within a move's window as `other` has it. */
function moved(taken: Taken, { unit, fromStep, toStep }: Move, other: Taken): Taken {
  return taken.map((steps, u) => {
    if (unit >= 0 && u !== unit) return steps;
    return steps.map((one, t) => (t >= fromStep && t < toStep ? other[u]![t]! : one));
  });
}

const covers = (change: PlanChange, unit: string, t: number): boolean =>
  change.unit === unit && t >= change.fromStep && t < change.toStep;
