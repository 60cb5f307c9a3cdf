import { gatedSpillM3s, outflowRoom } from '#shared/dispatch/outflow-room.ts';
import type { Problem } from '#shared/dispatch/problem.ts';
import {
  type StationTrack,
  type StepSurroundings,
  startWaterM3,
} from '#shared/dispatch/station-track.ts';
import { curveAt } from '#shared/hydraulics/curve.ts';
import { netHeadsInto } from '#shared/hydraulics/net-head.ts';
import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import { MW_PER_M3S_M } from '#shared/units/physics.ts';
import { freeSpillM3s, levelM, volumeAfterMm3 } from '#shared/hydraulics/reservoir.ts';
import { largestFlowM3s, smallestFlowM3s, unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import type { ShortCell, StationRows } from './what-if-messages.ts';

/** Flows and heads of a step are settled when no flow moves by more, m³/s. */
const SETTLED_M3S = 1e-9;
const MOST_ROUNDS = 60;

/** No gate opens for less: what is short of a limit by rounding, m³/s. */
const SHUT_M3S = 1e-6;

/** A power this near to the one asked for is it, MW. */
const SAME_MW = 1e-9;
const MOST_HALVINGS = 80;

/** A set point missed by no more than this is made, MW (model.md: the load is followed to 0.05 MW). */
const TOLD_SHORT_MW = 0.05;

/** One step of one station: flows whose heads give the powers asked for. */
export class SetPointStep {
  private readonly targetMw: Float64Array;
  private readonly fixed: Uint8Array;
  private readonly netHeadM: Float64Array;
  private readonly atLeastM3s: number;

  constructor(
    private readonly problem: Problem,
    private readonly track: StationTrack,
    private readonly around: StepSurroundings,
    private readonly rows: StationRows,
  ) {
    const { station } = track;
    const { t, inflowM3s } = around;
    this.fixed = Uint8Array.from(station.units, ({ id }) => (isFixed(rows, id, t) ? 1 : 0));
    this.targetMw = Float64Array.from(station.units, ({ id }) => mwOf(rows, id, t));
    this.netHeadM = new Float64Array(station.units.length);
    const room = outflowRoom(
      problem,
      station,
      t,
      track.volumeMm3,
      track.levelM,
      inflowM3s,
      track.outflowM3s,
    );
    this.atLeastM3s = room.atLeastM3s;
  }

  /** Powers are made at heads that the flows themselves move: settled in turn, each by little. */
  flows(): Float64Array {
    const { units } = this.track.station.plant;
    const grossM = this.track.levelM - curveAt(this.track.station.plant.tailwater, 0);
    const flows = this.targetMw.map((mw) => Math.max(0, mw) / (MW_PER_M3S_M * Math.max(1, grossM)));
    for (let round = 0; round < MOST_ROUNDS; round++) {
      this.headsAt(flows);
      let moved = 0;
      for (let u = 0; u < units.length; u++) {
        const flow = this.flowOf(units[u]!, u);
        moved = Math.max(moved, Math.abs(flow - flows[u]!));
        flows[u] = flow;
      }
      if (moved <= SETTLED_M3S) break;
    }
    return flows;
  }

  /** The flow that makes unit u's power at the head found last, m³/s. */
  private flowOf(unit: PlantUnit, u: number): number {
    const mw = this.targetMw[u]!;
    if (mw <= 0) return 0;
    const head = this.netHeadM[u]!;
    const most = largestFlowM3s(unit, head);
    const flow = flowFor(unit, head, mw, most);
    return this.fixed[u] ? flow : Math.max(flow, Math.min(most, smallestFlowM3s(unit, head)));
  }

  private headsAt(flows: Float64Array): void {
    const { track, around, problem } = this;
    const { plant } = track.station;
    const outflow = this.releaseOf(flows) + this.spillFor(flows);
    const { inflowM3s } = around;
    const after = volumeAfterMm3(track.volumeMm3, inflowM3s, outflow, problem.seconds);
    const mean = (track.levelM + levelM(plant, after)) / 2;
    const tailwater = Math.max(curveAt(plant.tailwater, outflow), around.downstreamLevelM);
    netHeadsInto(plant, mean - tailwater, flows, this.netHeadM);
  }

  private releaseOf(flows: Float64Array): number {
    const started = startWaterM3(this.track, flows) / this.problem.seconds;
    return flows.reduce((sum, flow) => sum + flow, started);
  }

  spillFor(flows: Float64Array): number {
    const { track, around, problem, rows } = this;
    const { station, volumeMm3, levelM: level } = track;
    const { inflowM3s, t } = around;
    const release = this.releaseOf(flows);
    if (station.plant.freeSpill) {
      return freeSpillM3s(station.plant, volumeMm3, inflowM3s, release, problem.seconds);
    }
    const meant = rows.spillM3s[t] ?? 0;
    const wanted =
      meant > 0 ? Math.max(this.atLeastM3s, this.meantRelease(meant)) : this.atLeastM3s;
    if (wanted - release <= SHUT_M3S) return 0;
    return gatedSpillM3s(problem, station, volumeMm3, level, inflowM3s, release, wanted);
  }

  /** About the outflow of a step in which the base spills: what turbines take more, gates pass less, m³/s. */
  private meantRelease(spillM3s: number): number {
    const { track, rows, around } = this;
    const { units } = track.station.plant;
    const turbines = units.reduce((sum, unit, u) => {
      const mw = rows.baseMw[unit.id]?.[around.t] ?? 0;
      const head = this.netHeadM[u]!;
      return mw > 0 ? sum + flowFor(unit, head, mw, largestFlowM3s(unit, head)) : sum;
    }, 0);
    return turbines + spillM3s;
  }

  /** Fixed cells that were not made. */
  short(madeMw: ArrayLike<number>): ShortCell[] {
    const { station } = this.track;
    return station.units.flatMap(({ id }, u) => {
      const askedMw = this.targetMw[u]!;
      if (!this.fixed[u] || askedMw - madeMw[u]! <= TOLD_SHORT_MW) return [];
      return [{ station: station.id, unit: id, step: this.around.t, askedMw, madeMw: madeMw[u]! }];
    });
  }
}

function isFixed(rows: StationRows, unit: string, t: number): boolean {
  return (rows.fixedMw[unit]?.[t] ?? null) !== null;
}

function mwOf(rows: StationRows, unit: string, t: number): number {
  return rows.fixedMw[unit]?.[t] ?? rows.baseMw[unit]?.[t] ?? 0;
}

/** The least flow that makes a power at a head, at most `mostM3s`: false position, its stale end halved. */
function flowFor(unit: PlantUnit, headM: number, mw: number, mostM3s: number): number {
  let low = 0;
  let high = mostM3s;
  let under = -mw;
  let over = unitPowerMw(unit, headM, high) - mw;
  if (over <= 0) return high;
  for (let i = 0; i < MOST_HALVINGS; i++) {
    const flow = (low * over - high * under) / (over - under);
    const off = unitPowerMw(unit, headM, flow) - mw;
    if (Math.abs(off) <= SAME_MW || flow === low || flow === high) return flow;
    if (off < 0) [low, under, over] = [flow, off, over / 2];
    else [high, over, under] = [flow, off, under / 2];
  }
  return high;
}
