import { curveAt, curveSlopeAt } from '#shared/hydraulics/curve.ts';
import { levelM, spillCapacityM3s } from '#shared/hydraulics/reservoir.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { limits, operatingLimits } from '../limit-codes.ts';
import { nearestSet } from '../nearest-set.ts';
import type { StationModel } from '../station-model.ts';
import { tolerances } from '../tolerances.ts';
import type { FlowAims, FlowCourse, LimitWeights } from './flow-course.ts';
import { SmoothProgram, WINDOW } from './smooth-program.ts';

/** Leaving a band by a m³/s costs this share of what breaking a limit by as much would. */
const BAND_SHARE = 0.3;
/** Spill costs so many times what its water could earn. */
const SPILL_OUTWEIGHS = 5;

/** A limit of machines costs this many times what its breach could save of operating limits. */
const MACHINE_OUTWEIGHS = 200;
/** What value counts beside the least violation, as a share of it. */
const MONEY_SHARE = 1e-3;

/** Flow and head over which powers are differentiated: share of a set's range, and m. */
const FLOW_SHARE = 0.02;
const HEAD_STEP_M = 0.05;

/** A course is taken at its word where it is outside a table's range by no more than this share of it. */
const RANGE_ERROR = 0.02;

function around([low, high]: readonly [number, number], flow: number): [number, number] {
  const error = RANGE_ERROR * (high - low);
  return [
    flow < low && flow > low - error ? flow : low,
    flow > high && flow < high + error ? flow : high,
  ];
}

/** Positions in a row's window of a step's own and earlier variables. */
const [Q_BEFORE, V_BEFORE, Q, V] = [1, 2, 3, 4] as const;
const V_TWO_BEFORE = 0;

/**
 * The flows of least violation for given running sets: model.md made straight about a course, every
 * operating limit a cost in its own unit, those of machines and of the balance far above them. The variables
 * of step t are changes of Σ q and of the storage at its end, in m³/s of a step; spill is what is left over.
 */
export class FlowProgram {
  private readonly model: StationModel;
  private readonly base: FlowCourse;
  private readonly aims: FlowAims;
  private readonly weights: LimitWeights;
  private readonly reach: number;
  private readonly inflowM3s: Float64Array;
  private readonly program: SmoothProgram;
  private readonly sets: Int32Array;
  private readonly startM3s: Float64Array;
  /** m per m³/s of a step at each instant. */
  private readonly levelSlope: Float64Array;
  private readonly levelM: Float64Array;
  private readonly row = new Float64Array(WINDOW);

  /** @param reach how far a flow may move from the course's, share of its set's range */
  constructor(model: StationModel, base: FlowCourse, aims: FlowAims, reach: number) {
    this.aims = aims;
    this.inflowM3s = aims.inflowM3s ?? model.task.inflowM3s;
    this.model = model;
    this.base = base;
    this.weights = aims.weights;
    this.reach = reach;
    const { station, problem } = model.task;
    const { steps } = problem;
    this.program = new SmoothProgram(2 * steps);
    this.sets = Int32Array.from(base.running, (running) => nearestSet(model, running));
    this.startM3s = Float64Array.from({ length: steps }, (_, t) =>
      station.plant.units.reduce((sum, unit, u) => {
        const before = t > 0 ? base.running[t - 1]![u]! > 0 : station.units[u]!.onBefore;
        const starts = base.running[t]![u]! > 0 && !before;
        return sum + (starts ? unit.startWaterM3 / problem.seconds : 0);
      }, 0),
    );
    const { levelAtVolume } = station.plant;
    this.levelM = Float64Array.from(base.volumeMm3, (volume) => levelM(station.plant, volume));
    this.levelSlope = Float64Array.from(base.volumeMm3, (volume) => {
      const { x } = levelAtVolume;
      const inside = Math.max(x[0]!, Math.min(volume, x[x.length - 1]! * (1 - 1e-12)));
      return curveSlopeAt(levelAtVolume, inside) * model.perFlow;
    });
  }

  /** Violation of the course itself, machines' far above the rest. */
  atCourse(): number {
    this.rows();
    return this.program.penalty();
  }

  private rows(): void {
    const { steps } = this.model.task.problem;
    for (let t = 0; t < steps; t++) {
      this.machineRows(t);
      this.levelRows(t);
      this.outflowRows(t);
      this.powerRows(t);
    }
    this.endRow();
  }

  /** The flows of least violation. */
  solve(): FlowCourse {
    const { program, base, model } = this;
    const { steps } = model.task.problem;
    this.rows();
    program.solve();
    const { x } = program;
    const turbineFlowM3s = base.turbineFlowM3s.map((flow, t) => Math.max(0, flow + x[2 * t]!));
    const volumes = base.volumeMm3.map((volume, i) =>
      i === 0 ? volume : volume + x[2 * i - 1]! * model.perFlow,
    );
    const spillM3s = base.spillM3s.map((_, t) => {
      const stored = (volumes[t + 1]! - volumes[t]!) / model.perFlow;
      const left = this.inflowM3s[t]! - stored - turbineFlowM3s[t]! - this.startM3s[t]!;
      return left > 1e-3 ? left : 0;
    });
    return {
      running: base.running,
      turbineFlowM3s,
      spillM3s,
      volumeMm3: volumes,
      generationMw: new Float64Array(steps).fill(NaN),
      meetsLoad: Uint8Array.from({ length: steps }, (_, t) => (this.meetsLoad(t) ? 1 : 0)),
    };
  }

  private meetsLoad(t: number): boolean {
    const { exportMw } = this.model.task;
    if (!exportMw) return false;
    const generation = this.power(t, 1) + this.program.along(2 * t + 1, this.row);
    this.row.fill(0);
    return Math.abs(generation - this.serviceMw(t) - exportMw[t]!) <= tolerances.loadMw;
  }

  /** Service of step t with the auxiliaries of its set, MW. */
  private serviceMw(t: number): number {
    const { plant, serviceLoadMw } = this.model.task.station;
    return plant.fixedServiceMw + serviceLoadMw[t]! + this.model.auxiliaryMw(this.sets[t]!);
  }

  /** What no saving of operating limits by a m³/s can outweigh. */
  private get machineWeight(): number {
    const { steps, seconds } = this.model.task.problem;
    const steepest = Math.max(...this.levelSlope);
    const perM3s: Partial<Record<string, number>> = {
      m: steps * steepest,
      'm/h': (2 * steepest * SECONDS_PER_HOUR) / seconds,
    };
    const dearest = operatingLimits.map(
      (limit) => this.weights(limit) * (perM3s[limits[limit].unit] ?? 1),
    );
    return MACHINE_OUTWEIGHS * Math.max(1, ...dearest);
  }

  /** Adds `weight · max(0, offset + row)` of step t, and clears the row. */
  private add(t: number, offset: number, weight: number): void {
    if (Number.isFinite(offset)) this.program.addRow(2 * t + 1, this.row, offset, weight);
    this.row.fill(0);
  }

  /** Puts `share` times the outflow of step t into the row, `back` steps before its own; returns its value. */
  private outflow(t: number, share: number, back = 0): number {
    const [here, before] = back === 0 ? [V, V_BEFORE] : [V_BEFORE, V_TWO_BEFORE];
    const at = t - back;
    this.row[here]! -= share;
    if (at > 0) this.row[before]! += share;
    const { volumeMm3: volume } = this.base;
    return share * (this.inflowM3s[at]! - (volume[at + 1]! - volume[at]!) / this.model.perFlow);
  }

  /** The same of the spill of step t. */
  private spill(t: number, share: number): number {
    const outflow = this.outflow(t, share);
    this.row[Q]! -= share;
    return outflow - share * (this.base.turbineFlowM3s[t]! + this.startM3s[t]!);
  }

  /** The same of the level at instant t (`back` 1) or t + 1. */
  private level(t: number, share: number, back = 0): number {
    const i = t + 1 - back;
    if (i > 0) this.row[back === 0 ? V : V_BEFORE]! += share * this.levelSlope[i]!;
    return share * this.levelM[i]!;
  }

  /** The same of Σ P of step t. */
  private power(t: number, share: number, back = 0): number {
    const at = t - back;
    const { plant } = this.model.task.station;
    const [generation, perFlow, perHead] = this.powerOf(at);
    const ofHead = share * perHead;
    this.meanLevel(at, ofHead / 2, back);
    const outflow = this.inflowM3s[at]! - this.storedM3s(at);
    this.outflow(t, -ofHead * curveSlopeAt(plant.tailwater, outflow), back);
    this.row[back === 0 ? Q : Q_BEFORE]! += share * perFlow;
    return share * generation;
  }

  /** Puts `share` times twice the mean level of step `at` into the row. */
  private meanLevel(at: number, share: number, back: number): void {
    const [here, before] = back === 0 ? [V, V_BEFORE] : [V_BEFORE, V_TWO_BEFORE];
    this.row[here]! += share * this.levelSlope[at + 1]!;
    if (at > 0) this.row[before]! += share * this.levelSlope[at]!;
  }

  private storedM3s(t: number): number {
    const { volumeMm3: volume } = this.base;
    return (volume[t + 1]! - volume[t]!) / this.model.perFlow;
  }

  /** Σ P of step t at the course, MW, and what it gains by flow, MW per m³/s, and by head, MW/m. */
  private powerOf(t: number): readonly [number, number, number] {
    const { model, base } = this;
    const { plant } = model.task.station;
    const set = this.sets[t]!;
    const flow = base.turbineFlowM3s[t]!;
    const outflow = this.inflowM3s[t]! - this.storedM3s(t);
    const tail = Math.max(curveAt(plant.tailwater, outflow), model.task.levelBelowM[t]!);
    const head = (this.levelM[t]! + this.levelM[t + 1]!) / 2 - tail;
    const [low, high] = this.flowSpan(t);
    const power = (q: number, h: number): number => {
      const found = model.table.powerMw(set, q, h);
      return found === -Infinity ? NaN : found;
    };
    const from = Math.max(low, flow - FLOW_SHARE * (high - low));
    const to = Math.min(high, flow + FLOW_SHARE * (high - low));
    const mean = high > 0 ? power(high, head) / high : 0;
    const slope = to > from ? (power(to, head) - power(from, head)) / (to - from) : 0;
    const known = base.generationMw[t]!;
    const looked = power(Math.min(high, Math.max(low, flow)), head);
    const byHead = (power(flow, head + HEAD_STEP_M) - looked) / HEAD_STEP_M;
    return [
      Number.isNaN(known) ? looked || mean * flow || 0 : known,
      (Number.isNaN(slope) ? mean : slope) || 0,
      byHead || 0,
    ];
  }

  /** Least and most Σ q of the step's set, m³/s. */
  private flowSpan(t: number): readonly [number, number] {
    const level = (this.levelM[t]! + this.levelM[t + 1]!) / 2;
    const [low, high] = this.model.flowSpan(this.sets[t]!, level);
    return Number.isNaN(low) || Number.isNaN(high) ? [0, 0] : [low, high];
  }

  /** Flows within the set's range, no spill below zero or above the gates, no water that is not there. */
  private machineRows(t: number): void {
    const { model, base, row } = this;
    const { station } = model.task;
    const { plant } = station;
    const hard = this.machineWeight;
    const ordered = station.units.some((unit) => !Number.isNaN(unit.fixedFlowM3s[t]!));
    const flow = base.turbineFlowM3s[t]!;
    const [low, high] = ordered ? [flow, flow] : around(this.flowSpan(t), flow);
    const reach = this.reach * (high - low);
    const within = Math.min(high, Math.max(low, flow));
    row[Q] = 1;
    this.add(t, flow - Math.min(high, within + reach), hard);
    row[Q] = -1;
    this.add(t, Math.max(low, within - reach) - flow, hard);
    this.add(t, this.spill(t, -1), hard);
    if (this.aims.bands) {
      const { low: least, high: most } = this.aims.bands;
      row[Q] = 1;
      this.add(t, flow - most[t]!, (BAND_SHARE * this.machineWeight) / MACHINE_OUTWEIGHS);
      row[Q] = -1;
      this.add(t, least[t]! - flow, (BAND_SHARE * this.machineWeight) / MACHINE_OUTWEIGHS);
    }
    const mean = (this.levelM[t]! + this.levelM[t + 1]!) / 2;
    const gates = spillCapacityM3s(plant, mean);
    const gateSlope = curveSlopeAt(plant.spillCapacity, mean);
    const over = this.spill(t, 1) - gates;
    this.meanLevel(t, -gateSlope / 2, 0);
    this.add(t, over, hard);
    if (plant.freeSpill) {
      const under = this.spill(t, -1) + gates;
      this.meanLevel(t, gateSlope / 2, 0);
      this.add(t, under, hard);
    }
    row[V] = -1;
    this.add(t, (plant.volumeAtLevel.y[0]! - base.volumeMm3[t + 1]!) / model.perFlow, hard);
  }

  private levelRows(t: number): void {
    const { station, problem } = this.model.task;
    const { plant } = station;
    const { up, down } = plant.levelRampMPerHour;
    const hours = problem.seconds / SECONDS_PER_HOUR;
    this.add(t, station.levelMinM[t + 1]! + this.level(t, -1), this.weights('level-min'));
    this.add(t, this.level(t, 1) - station.levelMaxM[t + 1]!, this.weights('level-max'));
    const rise = this.level(t, 1 / hours) + this.level(t, -1 / hours, 1);
    this.add(t, rise - up, this.weights('level-rise'));
    const fall = this.level(t, -1 / hours) + this.level(t, 1 / hours, 1);
    this.add(t, fall - down, this.weights('level-fall'));
  }

  private outflowRows(t: number): void {
    const { station } = this.model.task;
    const { plant } = station;
    const { up, down } = plant.outflowRampM3sPerStep;
    const before = t > 0 ? 0 : (station.outflowHistoryM3s.at(-1) ?? NaN);
    this.add(t, plant.outflowMinM3s + this.outflow(t, -1), this.weights('outflow-min'));
    this.add(t, this.outflow(t, 1) - plant.outflowMaxM3s, this.weights('outflow-max'));
    const rise = this.outflow(t, 1) + (t > 0 ? this.outflow(t, -1, 1) : -before);
    this.add(t, rise - up, this.weights('outflow-rise'));
    const fall = this.outflow(t, -1) + (t > 0 ? this.outflow(t, 1, 1) : before);
    this.add(t, fall - down, this.weights('outflow-fall'));
    this.cost(t, this.spill.bind(this), SPILL_OUTWEIGHS * this.money);
  }

  private powerRows(t: number): void {
    const { station, exportMw, problem } = this.model.task;
    const { plant } = station;
    const running = this.model.sets[this.sets[t]!]!.units;
    const service = this.serviceMw(t);
    if (Number.isFinite(plant.exportLimitMw)) {
      const limit = plant.exportLimitMw + service;
      this.add(t, this.power(t, 1) - limit, this.weights('export-limit'));
    }
    if (plant.reserveMw > 0) {
      const ready = running.reduce((sum, u) => sum + plant.units[u]!.mwMax, 0);
      this.add(t, plant.reserveMw - ready + this.power(t, 1), this.weights('reserve'));
    }
    if (Number.isFinite(plant.rampMwPerStep)) {
      const before = t > 0 ? 0 : (station.generationBeforeMw ?? NaN);
      const weight = this.weights('generation-ramp');
      const up = this.power(t, 1) + (t > 0 ? this.power(t, -1, 1) : -before);
      this.add(t, up - plant.rampMwPerStep, weight);
      const down = this.power(t, -1) + (t > 0 ? this.power(t, 1, 1) : before);
      this.add(t, down - plant.rampMwPerStep, weight);
    }
    if (exportMw) {
      const asked = exportMw[t]! + service;
      this.add(t, this.power(t, 1) - asked, this.weights('load'));
      this.add(t, asked + this.power(t, -1), this.weights('load'));
    } else {
      const hours = problem.seconds / SECONDS_PER_HOUR;
      const worth = this.valueWeight * problem.pricePerMwh[t]! * hours;
      this.cost(t, this.power.bind(this), -worth);
    }
  }

  private endRow(): void {
    const { station, problem } = this.model.task;
    const last = problem.steps - 1;
    const { levelM: wanted, waterValuePerMm3 } = station.end;
    this.add(last, wanted + this.level(last, -1), this.weights('end-level'));
    const worth = this.valueWeight * waterValuePerMm3 * this.model.perFlow;
    this.program.addCost(2 * last + 1, -worth);
  }

  /** Counts a quantity of a step at `weight` each, without a limit. */
  private cost(t: number, of: (t: number, share: number) => number, weight: number): void {
    of(t, weight);
    this.row.forEach((coefficient, i) => {
      if (coefficient !== 0) this.program.addCost(2 * t + 1 - WINDOW + 1 + i, coefficient);
    });
    this.row.fill(0);
  }

  /** The least that a m³/s of a step can change of a violation. */
  private get leastWeight(): number {
    return Math.min(1, ...this.levelSlope.filter((slope) => slope > 0));
  }

  /** What the dearest m³/s counts. */
  private get money(): number {
    return this.aims.money ?? MONEY_SHARE * this.leastWeight;
  }

  /** What a unit of money counts. */
  private get valueWeight(): number {
    const { problem, station } = this.model.task;
    const dearest = problem.pricePerMwh.reduce((most, p) => Math.max(most, Math.abs(p)), 1);
    const perM3s = (dearest * problem.seconds) / SECONDS_PER_HOUR / this.model.flowPerMw;
    return this.money / Math.max(perM3s, station.end.waterValuePerMm3 * this.model.perFlow);
  }
}
