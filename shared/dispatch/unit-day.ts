import { curveAt } from '#shared/hydraulics/curve.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import { M3_PER_MM3, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import type { StationTask } from './station-task.ts';
import { type ScheduleWorth, scheduleWorth } from './unit-schedule.ts';
import { type UnitCurve, type UnitUse, bestUse, unitCurve } from './unit-worth.ts';

/** What a station asks of its units together in one step: an amount that a price moved from `before` brings about. */
export interface Asked {
  readonly of: 'flow' | 'power';
  /** Σ q in m³/s, or Σ P less auxiliaries in MW. */
  readonly amount: number;
  /** The price as it was and as it is now, money per m³/s or per MW of a step. */
  readonly before: number;
  readonly now: number;
}

/** One step's prices for units that each do their own best, money per MW and per m³/s of it. */
export interface StepPrice {
  readonly perMw: number;
  readonly perM3s: number;
  /** null where units that heed nothing but prices keep all that is asked. */
  readonly asked: Asked | null;
}

/** Heads nearer than this share of themselves are one. */
const HEAD_SHARE = 0.005;

const BISECTIONS = 24;

/** Moved prices are looked for up to this many times those told. */
const DEAREST = 10;

const noUse = (): UnitUse => ({ worth: 0, flowM3s: 0, netMw: 0 });

/** A day's units each for itself, at prices of power and water, under the heads that a course of storages leaves. */
export class UnitDay {
  readonly task: StationTask;
  /** Per step, for each unit. */
  private readonly curves: (readonly (UnitCurve | null)[])[];

  /** @param volumeMm3 storage at each instant; n + 1 */
  constructor(task: StationTask, volumeMm3: Float64Array) {
    this.task = task;
    const { plant } = task.station;
    const largestM3s = plant.units.reduce((sum, unit) => sum + Math.max(...unit.flowMax.y), 0);
    const tailM = curveAt(plant.tailwater, largestM3s / 2);
    const made = new Map<number, readonly (UnitCurve | null)[]>();
    this.curves = Array.from({ length: task.problem.steps }, (_, t) => {
      const middle = (levelM(plant, volumeMm3[t]!) + levelM(plant, volumeMm3[t + 1]!)) / 2;
      const headM = Math.max(1, middle - Math.max(tailM, task.levelBelowM[t]!));
      const rung = Math.round(Math.log(headM) / HEAD_SHARE);
      const known = made.get(rung);
      if (known) return known;
      const curves = plant.units.map((_, u) => unitCurve(plant, u, Math.exp(rung * HEAD_SHARE)));
      made.set(rung, curves);
      return curves;
    });
  }

  /**
   * The prices of each step at which units that each do their own best keep together what is asked of the
   * station: its load or its export limit, its least and most outflow.
   * @param perMm3 price of the water that each step lets go, money; n
   */
  prices(perMm3: Float64Array): StepPrice[] {
    const perFlow = this.task.problem.seconds / M3_PER_MM3;
    return Array.from(perMm3, (price, t) => this.priceOf(t, Math.max(0, price * perFlow)));
  }

  private priceOf(t: number, perM3s: number): StepPrice {
    const { problem, station, exportMw } = this.task;
    const { plant } = station;
    const service = plant.fixedServiceMw + station.serviceLoadMw[t]!;
    const perMw = (problem.pricePerMwh[t]! * problem.seconds) / SECONDS_PER_HOUR;
    const powerAt = (price: number): number => this.together(t, price, perM3s).netMw;
    const flowAt = (price: number): number => this.together(t, perMw, price).flowM3s;
    const asked = (of: Asked['of'], amount: number, before: number, now: number): StepPrice => ({
      perMw: of === 'power' ? now : perMw,
      perM3s: of === 'flow' ? now : perM3s,
      asked: { of, amount, before, now },
    });
    if (exportMw) {
      const wanted = exportMw[t]! + service;
      const dearest = DEAREST * Math.max(perMw, perM3s);
      return asked(
        'power',
        wanted,
        0,
        crossing(0, dearest, (p) => powerAt(p) >= wanted),
      );
    }
    const most = plant.exportLimitMw + service;
    if (powerAt(perMw) > most) {
      return asked(
        'power',
        most,
        perMw,
        crossing(0, perMw, (p) => powerAt(p) >= most),
      );
    }
    const { outflowMinM3s, outflowMaxM3s } = plant;
    const flow = flowAt(perM3s);
    if (flow < outflowMinM3s) {
      const now = crossing(perM3s, 0, (p) => flowAt(p) >= outflowMinM3s);
      return asked('flow', outflowMinM3s, perM3s, now);
    }
    if (flow > outflowMaxM3s) {
      const now = crossing(DEAREST * perM3s, perM3s, (p) => flowAt(p) >= outflowMaxM3s);
      return asked('flow', outflowMaxM3s, perM3s, now);
    }
    return { perMw, perM3s, asked: null };
  }

  /** Σ flow and Σ power less auxiliaries of the units in service that earn by themselves, m³/s and MW. */
  together(t: number, perMw: number, perM3s: number): { flowM3s: number; netMw: number } {
    const use = noUse();
    const sum = { flowM3s: 0, netMw: 0 };
    this.curves[t]!.forEach((curve, u) => {
      if (!curve || !this.task.station.units[u]!.available[t]) return;
      bestUse(curve, perMw, perM3s, use);
      if (use.worth <= 0) return;
      sum.flowM3s += use.flowM3s;
      sum.netMw += use.netMw;
    });
    return sum;
  }

  /** What each unit earns by itself when it runs in a step, money; −Infinity where its head forbids it. */
  running(t: number, perMw: number, perM3s: number): Float64Array {
    const use = noUse();
    return Float64Array.from(this.curves[t]!, (curve) => {
      if (!curve) return -Infinity;
      bestUse(curve, perMw, perM3s, use);
      return use.worth;
    });
  }

  /** The worth of each unit's best schedules at the prices of the day. */
  schedules(prices: readonly StepPrice[]): ScheduleWorth[] {
    const { problem, station } = this.task;
    const earned = prices.map(({ perMw, perM3s }, t) => this.running(t, perMw, perM3s));
    return station.plant.units.map(({ startCost, startWaterM3 }, u) => {
      const running = Float64Array.from(earned, (each) => each[u]!);
      const starting = Float64Array.from(
        prices,
        ({ perM3s }) => startCost + (startWaterM3 / problem.seconds) * perM3s,
      );
      return scheduleWorth(problem, station, u, running, starting);
    });
  }
}

/** Where `enough` begins to hold on the way from one price to another; the other where it never does. */
export function crossing(from: number, to: number, enough: (price: number) => boolean): number {
  let [without, withIt] = [from, to];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (without + withIt) / 2;
    if (enough(middle)) withIt = middle;
    else without = middle;
  }
  return withIt;
}
