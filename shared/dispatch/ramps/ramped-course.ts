import { isRamped } from '../label-search.ts';
import type { PolishedCourse } from '../polish-course.ts';
import type { StationModel } from '../station-model.ts';
import type { ChainAnswer } from './chain-program.ts';
import { RampCells } from './ramp-cells.ts';
import { RampRuns, type RampedRun } from './ramp-runs.ts';
import { RunFlows, type SettledRun } from './run-flows.ts';
import { StepEarnings } from './step-earnings.ts';
import { WorthAhead } from './worth-ahead.ts';

/** How far from the last flow a step may go, in cells, while runs are compared and when the best is settled. */
const FIRST_REACHES = [8, 2];
const LAST_REACHES = [1, 0.3];
/** How well the best is settled, share of what it can earn. */
const EXACTLY = 1e-8;
/** Rounds of sets at new prices, and halvings of the price between too much and too little water. */
const ROUNDS = 3;
const HALVINGS = 5;
/** Prices tried where the price of water is known, shares on top of it: cells are coarse, and flows are not. */
const NEAR_PRICES = [0, 0.004, -0.004, 0.015, -0.015];
/** How far the price is looked about at first, share of it. */
const REACH_OF_PRICE = 0.02;

/**
 * A course for a day with ramps: prices of water from a program that may mix sets, at them the best sets
 * by an exact program over what is ramped (ramp-cells.ts), on these the best flows with all limits of
 * storage and ramps and their prices (chain-program.ts), and again.
 * @returns null where the station spills freely or follows a load, or storage cannot keep its limits: then
 *   this knows nothing
 */
export function rampedCourse(model: StationModel, inTime: () => boolean): PolishedCourse | null {
  if (!isRamped(model) || model.task.exportMw || model.task.station.plant.freeSpill) return null;
  return new RampedDay(model).search(inTime);
}

class RampedDay {
  private readonly model: StationModel;
  private readonly earnings: StepEarnings;
  private readonly cells: RampCells;
  private readonly ahead: WorthAhead;
  private readonly runs: RampRuns;
  private readonly flows: RunFlows;
  private readonly steps: number;

  constructor(model: StationModel) {
    this.model = model;
    this.earnings = new StepEarnings(model);
    this.cells = new RampCells(model, this.earnings);
    this.ahead = new WorthAhead(this.cells);
    this.runs = new RampRuns(this.cells, this.ahead);
    this.flows = new RunFlows(model, this.earnings, this.cells);
    this.steps = model.task.problem.steps;
  }

  search(inTime: () => boolean): PolishedCourse | null {
    this.earnings.follow(this.straightPath());
    this.cells.reckon();
    const mixed = this.flows.mixed(null);
    if (this.breachOf(mixed) > this.flows.clearMm3) return null;
    this.earnings.follow(this.flows.volumes(mixed.store));
    let prices = mixed.storePrice.subarray(0, this.steps);
    const used = mixed.flow.reduce((sum, flow) => sum + flow, 0);
    const known = new Set<string>();
    let best: SettledRun | null = null;
    for (let round = 0; round < ROUNDS && inTime(); round++) {
      this.cells.reckon();
      let found: SettledRun | null = best;
      for (const run of this.runsAbout(prices, used, round)) {
        const key = run.sets.join();
        if (known.has(key)) continue;
        known.add(key);
        const settled = this.flows.settled(run, FIRST_REACHES);
        if (!found || settled.worth > found.worth) found = settled;
      }
      if (!found || found === best) break;
      this.earnings.follow(found.volumeMm3);
      const run = { ...found.run, flowM3s: found.flowM3s };
      best = this.flows.settled(run, LAST_REACHES, EXACTLY);
      prices = best.answer.storePrice.subarray(0, this.steps);
    }
    if (!best) return null;
    this.earnings.follow(best.volumeMm3);
    this.cells.reckon();
    return this.courseOf(best, this.flows.mixed(best));
  }

  /** How far stores are outside their limits, Mm³. */
  private breachOf({ store }: ChainAnswer): number {
    const { model } = this;
    let most = 0;
    for (let t = 1; t <= this.steps; t++) {
      const [low, high] = model.limitsMm3(t);
      const volume = store[t]! * model.perFlow;
      most = Math.max(most, low - volume, volume - high);
    }
    return most;
  }

  /** From the start to the end asked for, evenly. */
  private straightPath(): Float64Array {
    const { model, steps } = this;
    const from = model.task.station.startVolumeMm3;
    const { low, high } = model.corridor;
    const to = Math.max(low[steps]!, Math.min(high[steps]!, from));
    return Float64Array.from({ length: steps + 1 }, (_, t) => {
      const even = from + ((to - from) * t) / steps;
      return t === 0 ? from : Math.max(low[t]!, Math.min(high[t]!, even));
    });
  }

  /** The best runs at a price that has about this much water used, from either side of it. */
  private runsAbout(prices: Float64Array, used: number, round: number): RampedRun[] {
    const { ahead, runs } = this;
    const useAt = (share: number): number => {
      ahead.price(prices.map((price) => price * (1 + share)));
      return runs.used();
    };
    if (!this.isWaterScarce(prices)) {
      return NEAR_PRICES.map((share) => {
        useAt(share);
        return runs.run();
      });
    }
    // Outwards until the water's use is on the other side, then inwards.
    const tooMuch = useAt(0) > used;
    let [near, far] = [0, (tooMuch ? REACH_OF_PRICE : -REACH_OF_PRICE) / 4 ** round];
    while (Math.abs(far) < 1 && useAt(far) > used === tooMuch) [near, far] = [far, 4 * far];
    let [low, high] = [Math.min(near, far), Math.max(near, far)];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (useAt(middle) > used) low = middle;
      else high = middle;
    }
    const [more, less] = [low, high].map((share) => {
      useAt(share);
      return runs.run();
    }) as [RampedRun, RampedRun];
    return [more, less, ...this.splices(more, less, used)];
  }

  /** One run first and then the other, changed over where the water used comes nearest to this much. */
  private splices(more: RampedRun, less: RampedRun, used: number): RampedRun[] {
    const surplus = more.flowM3s.map((flow, t) => flow - less.flowM3s[t]!);
    const short = used - less.flowM3s.reduce((sum, flow) => sum + flow, 0);
    const all = surplus.reduce((sum, flow) => sum + flow, 0);
    return [true, false].flatMap((moreFirst) => {
      let sum = moreFirst ? 0 : all;
      let best = -1;
      let off = Infinity;
      for (let t = 0; t < this.steps; t++) {
        if (Math.abs(sum - short) < off) [off, best] = [Math.abs(sum - short), t];
        sum += moreFirst ? surplus[t]! : -surplus[t]!;
      }
      if (best <= 0) return [];
      return (
        (moreFirst ? this.runs.spliced(more, less, best) : this.runs.spliced(less, more, best)) ??
        []
      );
    });
  }

  /** Whether something else than the water value alone prices the water. */
  private isWaterScarce(prices: Float64Array): boolean {
    const { end } = this.model.task.station;
    const last = prices[this.steps - 1]!;
    return Math.abs(last - end.waterValuePerMm3 * this.model.perFlow) > 1e-3 * Math.abs(last);
  }

  /**
   * The course with prices that prove it best: those of a day that may mix its sets. Prices of the run's own
   * flows know nothing of what another set would make of a change.
   */
  private courseOf(best: SettledRun, mixed: ChainAnswer): PolishedCourse {
    const { steps } = this;
    const { run, flowM3s, volumeMm3, worth } = best;
    const perMm3 = mixed.storePrice.subarray(0, steps).map((price) => price / this.model.perFlow);
    const at = (t: number): number => perMm3[Math.max(0, Math.min(steps - 1, t))]!;
    const [changePerM3s, changePerMw] = mixed.rampPrice;
    return {
      running: run.running,
      turbineFlowM3s: flowM3s,
      volumeMm3,
      worth,
      perMm3,
      storedPerMm3: Float64Array.from({ length: steps + 1 }, (_, t) => (at(t - 1) + at(t)) / 2),
      changePerM3s: changePerM3s!,
      ...(changePerMw ? { changePerMw } : {}),
    };
  }
}
