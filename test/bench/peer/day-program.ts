import type { Highs } from 'highs';
import { curveAt, curveSlopeAt } from '#shared/hydraulics/curve.ts';
import { levelM, spillCapacityM3s, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import type { Problem, StationProblem } from '#shared/dispatch/problem.ts';
import { M3_PER_MM3, MW_PER_M3S_M, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { convexParts } from './convex-parts.ts';
import { LevelTerms } from './level-terms.ts';
import { type Effort, LinearProgram, type Solved, type Terms } from './linear-program.ts';
import type { Decisions, Trajectory } from './trajectory.ts';
import { type UnitChoice, UnitColumns } from './unit-columns.ts';

/** What a program leaves free. */
export interface Freedom {
  /**
   * Share of its largest flow by which a unit may leave the last iteration, its band and commitment
   * kept; null: units are committed anew.
   */
  readonly reach: number | null;
  /** Limits may be broken, at a price far above any gain: for days on which not all can be kept. */
  readonly elastic: boolean;
}

export interface DaySolution extends Decisions {
  readonly solved: Solved;
}

/** Money is counted in thousands: the program's figures stay near one. */
export const MONEY = 1000;

/** Efficiency at which a metre of head is valued where the last iteration ran nothing. */
const USUAL_EFFICIENCY = 0.9;

/** Kept clear of the lower and upper limits of storage, m³/s of a step: above, what is over would be spilled. */
const STORAGE_MARGIN_M3S = { low: 1e-5, high: 0.02 };

/** Samples of the convex losses: coarse over the whole range, as fine within a reach. */
const LOSS_SAMPLES = 8;

/** What an export may be off its load (model.md, rank 4: 0.05 MW), less what the exact run needs. */
const PLANNED_SLACK_MW = 0.049;

/** Worth of what must not be: times the dearest worth of the water spilled, and of the energy of a limit. */
const SPILL_PRICE = 4;
/** Parts of the turbines' largest flow that spill is priced in, and by what share each is dearer. */
const SPILL_PART = 0.2;
const SPILL_RISES = [0, 0.1, 0.2];
const BROKEN_PRICE = 30;

/** What the terms of a limit count: MW, m³/s, m³/s of a step, or m. */
type LimitKind = 'power' | 'flow' | 'storage' | 'level';

/**
 * One station's day as a (mixed-integer) linear program around the last iteration. P(q) is piecewise
 * linear in each band at the last net head. What the outflow does to the tailwater, and a conduit's
 * flow to its loss, is taken off the station's power as a convex function, exact at and near the last
 * iteration; what storage does to the level counts by ∂P/∂z of the last iteration, so that water
 * kept is worth its head. Water is counted in m³/s of a step.
 */
export class DayProgram {
  private readonly problem: Problem;
  private readonly station: StationProblem;
  private readonly last: Trajectory;
  private readonly freedom: Freedom;
  private readonly program = new LinearProgram();
  private readonly units: UnitColumns;
  private readonly levels: LevelTerms;
  /** V[t] − V[0], per instant from the second on; m³/s of a step. */
  private readonly storage: number[] = [];
  private readonly outflow: number[] = [];
  private readonly spill: number[] = [];
  private readonly generation: number[] = [];
  private readonly perMm3: number;
  private readonly hours: number;
  /** Worth of 1 MW in a step at the dearest price, thousands. */
  private readonly dearestMw: number;

  constructor(
    problem: Problem,
    station: StationProblem,
    last: Trajectory,
    freedom: Freedom,
    choices: readonly (readonly UnitChoice[])[],
  ) {
    this.problem = problem;
    this.station = station;
    this.last = last;
    this.freedom = freedom;
    this.perMm3 = M3_PER_MM3 / problem.seconds;
    this.hours = problem.seconds / SECONDS_PER_HOUR;
    const prices = problem.pricePerMwh.map(Math.abs);
    this.dearestMw = (Math.max(...prices, 1) * this.hours) / MONEY;
    this.units = new UnitColumns(this.program, problem, station, choices, MONEY);
    const { storage, outflow, perMm3 } = this;
    this.levels = new LevelTerms(station, last, storage, outflow, perMm3);
    for (let t = 0; t < problem.steps; t++) this.water(t);
    for (let t = 0; t < problem.steps; t++) this.step(t);
  }

  solve(highs: Highs, effort: Effort | null): DaySolution {
    const start = effort ? this.units.start(this.last.decisions.flowsM3s) : undefined;
    const solved = this.program.solve(highs, effort, start);
    const read = (columns: readonly number[]): Float64Array =>
      Float64Array.from(columns, (column) => solved.values[column]!);
    const stored = read(this.storage);
    const volume0 = this.station.startVolumeMm3;
    const outflowM3s = read(this.outflow);
    const volume = Float64Array.of(
      volume0,
      ...stored.map((water) => volume0 + water / this.perMm3),
    );
    return {
      solved,
      flowsM3s: this.withEnds(this.units.flows(solved.values), outflowM3s, volume),
      spillM3s: read(this.spill).map((s) => Math.max(0, s)),
      outflowM3s,
      volumeMm3: volume,
    };
  }

  /** The flows of units that stood at the end of a band, moved with it to the new head. */
  private withEnds(
    flowsM3s: Float64Array[],
    outflowM3s: Float64Array,
    volume: Float64Array,
  ): Float64Array[] {
    const { plant } = this.station;
    this.last.steps.forEach(({ endPerHead, meanLevelM, tailwaterM }, t) => {
      const level = (levelM(plant, volume[t]!) + levelM(plant, volume[t + 1]!)) / 2;
      const tailwater = curveAt(plant.tailwater, outflowM3s[t]!);
      const head = level - tailwater - (meanLevelM - tailwaterM);
      flowsM3s.forEach((flows, u) => {
        if (flows[t]! > 0) flows[t] = Math.max(1e-3, flows[t]! + endPerHead[u]! * head);
      });
    });
    return flowsM3s;
  }

  /** Outflow, balance, and the limits of storage and outflow of step t. */
  private water(t: number): void {
    const { program, station, problem } = this;
    const { plant } = station;
    const worth = -(station.end.waterValuePerMm3 / this.perMm3) / MONEY;
    const outflow = program.column(0, Infinity, worth);
    const spill = this.spillColumn(t);
    this.outflow.push(outflow);
    this.spill.push(spill);
    this.storage.push(this.storedAfter(t));
    const startTerms = this.units.startWater(t).map(([v, m3]): [number, number] => {
      return [v, m3 / problem.seconds];
    });
    const ends = this.levels.headChange(t, sumOf(this.last.steps[t]!.endPerHead));
    program.row(-ends.constant, -ends.constant, [
      ...this.units.flowTerms(t),
      ...startTerms,
      ...ends.terms,
      [spill, 1],
      [outflow, -1],
    ]);
    const balance: Terms = [
      [this.storage[t]!, 1],
      [outflow, 1],
    ];
    if (t > 0) balance.push([this.storage[t - 1]!, -1]);
    program.row(station.inflowM3s[t]!, station.inflowM3s[t]!, balance);
    this.limit(plant.outflowMinM3s || -Infinity, plant.outflowMaxM3s, [[outflow, 1]], 'flow');
    this.spillRow(t);
    this.changeLimit(t, this.outflow, this.outflowBefore(), plant.outflowRampM3sPerStep, 'flow');
    this.levelRamp(t);
  }

  /**
   * Spill of step t, at a price that rises with it, or within the reach of the last iteration. The
   * tailwater rises ever less with the outflow, so that a linear program sees no harm in a gush.
   */
  private spillColumn(t: number): number {
    const { program, freedom, station } = this;
    const price = SPILL_PRICE * this.dearestWater();
    const turbines = sumOf(station.plant.units.map((unit) => Math.max(...unit.flowMax.y)));
    const last = this.last.decisions.spillM3s[t]!;
    if (freedom.reach !== null && !freedom.elastic && !station.plant.freeSpill) {
      const room = freedom.reach * turbines;
      return program.column(Math.max(0, last - room), last + room, -price);
    }
    const spill = program.column(0, Infinity, -price);
    const parts = SPILL_RISES.map((rise, i): [number, number] => {
      const isLast = i === SPILL_RISES.length - 1;
      return [program.column(0, isLast ? Infinity : SPILL_PART * turbines, -rise * price), -1];
    });
    program.row(0, 0, [[spill, 1], ...parts]);
    return spill;
  }

  private outflowBefore(): number | undefined {
    return this.station.outflowHistoryM3s.at(-1);
  }

  /** Storage at the end of step t, within the limits of that instant. */
  private storedAfter(t: number): number {
    const { program, station, problem, perMm3, freedom } = this;
    const { plant } = station;
    const curve = plant.volumeAtLevel;
    const floor = curve.y[0]!;
    const top = curve.y[curve.y.length - 1]!;
    const water = (volume: number): number => (volume - station.startVolumeMm3) * perMm3;
    const lowest = Math.max(
      station.levelMinM[t + 1]!,
      t === problem.steps - 1 ? station.end.levelM : -Infinity,
    );
    const least = water(Math.max(floor, volumeMm3(plant, lowest))) + STORAGE_MARGIN_M3S.low;
    const most =
      water(Math.min(top, volumeMm3(plant, station.levelMaxM[t + 1]!))) - STORAGE_MARGIN_M3S.high;
    if (!freedom.elastic) return program.column(least, Math.max(least, most));
    const column = program.column(water(floor), Infinity);
    this.limit(least, most, [[column, 1]], 'storage');
    return column;
  }

  private volumePerMetre(): number {
    const { x, y } = this.station.plant.volumeAtLevel;
    return (y[y.length - 1]! - y[0]!) / (x[x.length - 1]! - x[0]!);
  }

  /** Worth of 1 m³/s of a step at the dearest price, or as stored water, thousands. */
  private dearestWater(): number {
    const { station, last } = this;
    const head = Math.max(1, ...last.steps.map((s) => s.meanLevelM - s.tailwaterM));
    const stored = station.end.waterValuePerMm3 / this.perMm3 / MONEY;
    return Math.max(stored, this.dearestMw * MW_PER_M3S_M * head);
  }

  /** A gate passes at most its capacity, a free overflow spills exactly it, about the last level. */
  private spillRow(t: number): void {
    const { plant } = this.station;
    const level = this.last.steps[t]!.meanLevelM;
    const slope = curveSlopeAt(plant.spillCapacity, level);
    const { terms, constant } = this.levels.meanLevelChange(t, -slope);
    const at = spillCapacityM3s(plant, level) - constant;
    const row: Terms = [[this.spill[t]!, 1], ...terms];
    if (plant.freeSpill) this.program.row(at, Infinity, row);
    else this.program.row(-Infinity, at, row);
  }

  private levelRamp(t: number): void {
    const { up, down } = this.station.plant.levelRampMPerHour;
    if (up === Infinity && down === Infinity) return;
    const { terms, constant } = this.levels.rise(t);
    this.limit(-down * this.hours - constant, up * this.hours - constant, terms, 'level');
  }

  /** Limits of the change of a series per step, into the first from `before` where that is known. */
  private changeLimit(
    t: number,
    series: readonly number[],
    before: number | undefined,
    { up, down }: { up: number; down: number },
    kind: LimitKind,
  ): void {
    if (up === Infinity && down === Infinity) return;
    if (t > 0)
      this.limit(
        -down,
        up,
        [
          [series[t]!, 1],
          [series[t - 1]!, -1],
        ],
        kind,
      );
    else if (before !== undefined) this.limit(before - down, before + up, [[series[0]!, 1]], kind);
  }

  /** Power of step t with what is taken off it, its worth and its limits. */
  private step(t: number): void {
    const { program, problem, station } = this;
    const { plant } = station;
    const worth = problem.loadMw ? 0 : (problem.pricePerMwh[t]! * this.hours) / MONEY;
    const generation = program.column(-Infinity, Infinity, worth);
    this.generation.push(generation);
    const head = this.levels.meanLevelChange(t, this.last.steps[t]!.powerPerHead);
    const ends = this.levels.headChange(t, this.last.steps[t]!.endPowerPerHead);
    const losses = this.losses(t);
    const constant = head.constant + ends.constant - losses.constant;
    program.row(constant, constant, [
      [generation, 1],
      ...this.units.powerTerms(t).map(negative),
      ...losses.terms,
      ...head.terms.map(negative),
      ...ends.terms.map(negative),
    ]);
    const auxiliary = this.units.auxiliaryTerms(t);
    for (const [column, mw] of auxiliary) program.addWorth(column, -mw * worth);
    const service = plant.fixedServiceMw + station.serviceLoadMw[t]!;
    const exported: Terms = [[generation, 1], ...auxiliary.map(negative)];
    if (problem.loadMw) {
      const load = problem.loadMw[t]! + service;
      this.limit(load - PLANNED_SLACK_MW, load + PLANNED_SLACK_MW, exported, 'power');
    }
    this.limit(-Infinity, plant.exportLimitMw + service, exported, 'power');
    if (plant.reserveMw > 0) {
      this.limit(
        plant.reserveMw,
        Infinity,
        [...this.units.readyTerms(t), [generation, -1]],
        'power',
      );
    }
    const ramp = { up: plant.rampMwPerStep, down: plant.rampMwPerStep };
    this.changeLimit(t, this.generation, station.generationBeforeMw ?? undefined, ramp, 'power');
  }

  /**
   * What tailwater and conduits take off the power against the last iteration, MW: with K = ΔP/ΔH per
   * m³/s, K · Q · (tail(Q + other) − tail before), and K_c · Q_c · k_c · (Q_c² − Q_c² before).
   */
  private losses(t: number): { terms: Terms; constant: number } {
    const { plant } = this.station;
    const state = this.last.steps[t]!;
    const total = { terms: [] as Terms, constant: 0 };
    const perFlow = powerPerHeadAndFlow(state.powerPerHead, state.turbineM3s);
    const { otherM3s, tailwaterM } = state;
    const tail = (q: number): number =>
      perFlow * q * (curveAt(plant.tailwater, q + otherM3s) - tailwaterM);
    const bends = [...plant.tailwater.x].map((outflow) => outflow - otherM3s);
    this.convexLoss(t, total, tail, this.units.flowTerms(t), [...bends, state.turbineM3s]);
    const slope = state.powerPerHead * curveSlopeAt(plant.tailwater, state.turbineM3s + otherM3s);
    total.terms.push([this.outflow[t]!, slope]);
    for (const [column, flow] of this.units.flowTerms(t)) total.terms.push([column, -slope * flow]);
    total.constant -= slope * otherM3s;
    plant.conduitLoss.forEach((k, c) => {
      const before = state.conduitM3s[c]!;
      const each = powerPerHeadAndFlow(state.conduitPowerPerHead[c]!, before);
      const loss = (q: number): number => each * q * k * (q * q - before * before);
      this.convexLoss(t, total, loss, this.units.flowTerms(t, c), [before]);
    });
    return total;
  }

  private convexLoss(
    t: number,
    total: { terms: Terms; constant: number },
    loss: (flow: number) => number,
    flows: Terms,
    bends: readonly number[],
  ): void {
    const [least, most] = this.units.flowSpan(t, flows);
    if (most <= least) {
      total.constant += loss(least);
      return;
    }
    const curve = convexParts(loss, least, most, LOSS_SAMPLES, bends);
    const parts = curve.parts.map(({ length, slope }): [number, number] => {
      return [this.program.column(0, length), slope];
    });
    this.program.row(curve.from, curve.from, [
      ...flows,
      ...parts.map(([column]): [number, number] => [column, -1]),
    ]);
    total.terms.push(...parts);
    total.constant += curve.valueAtStart;
  }

  /** Of a unit of the limit's terms, thousands: far above what its water or its energy could earn. */
  private brokenPrice(kind: LimitKind): number {
    const water = BROKEN_PRICE * this.dearestWater();
    const prices: Record<LimitKind, number> = {
      power: BROKEN_PRICE * this.dearestMw,
      flow: water,
      storage: water,
      level: water * this.perMm3 * this.volumePerMetre(),
    };
    return prices[kind];
  }

  /** A limit of the operation; elastic, it may be broken at a price. */
  private limit(lower: number, upper: number, terms: Terms, kind: LimitKind): void {
    if (lower === -Infinity && upper === Infinity) return;
    if (!this.freedom.elastic) {
      this.program.row(lower, upper, terms);
      return;
    }
    const price = -this.brokenPrice(kind);
    const short = this.program.column(0, lower === -Infinity ? 0 : Infinity, price);
    const over = this.program.column(0, upper === Infinity ? 0 : Infinity, price);
    this.program.row(lower, upper, [...terms, [short, 1], [over, -1]]);
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0);
}

function negative([column, factor]: readonly [number, number]): [number, number] {
  return [column, -factor];
}

/** K: power that a metre of head makes per m³/s, MW/m/(m³/s), as in the last iteration. */
function powerPerHeadAndFlow(powerPerHead: number, flowM3s: number): number {
  if (flowM3s > 1e-6 && powerPerHead > 0) return powerPerHead / flowM3s;
  return MW_PER_M3S_M * USUAL_EFFICIENCY;
}
