import { curveAt } from '#shared/hydraulics/curve.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import type { StationProblem } from '#shared/dispatch/problem.ts';
import { UnitAtHead } from './unit-curve.ts';

/** A day's decisions of one station, whole or, from a linear relaxation, in part. */
export interface Decisions {
  /** q per unit, per step, m³/s; > 0 is on. */
  readonly flowsM3s: readonly Float64Array[];
  readonly spillM3s: Float64Array;
  readonly outflowM3s: Float64Array;
  /** V at each instant, Mm³; n + 1. */
  readonly volumeMm3: Float64Array;
}

/** What the next program is linearised at: one step of the last iteration. */
export interface StepState {
  readonly meanLevelM: number;
  /** Turbine flow of all units, m³/s. */
  readonly turbineM3s: number;
  /** Outflow other than through the turbines, m³/s. */
  readonly otherM3s: number;
  readonly tailwaterM: number;
  /** Flow of each conduit, m³/s. */
  readonly conduitM3s: readonly number[];
  /** Each unit under the head left but for its own loss. */
  readonly units: readonly UnitAtHead[];
  readonly flowsM3s: readonly number[];
  /** Σ ∂P/∂H of all units, and of those of each conduit, MW/m. */
  readonly powerPerHead: number;
  readonly conduitPowerPerHead: readonly number[];
  /** Of each unit, m³/s per m: how its flow moves with the head at an end of its band; else 0. */
  readonly endPerHead: readonly number[];
  /** Σ ∂P/∂q of the units at an end, times that, MW/m. */
  readonly endPowerPerHead: number;
}

export interface Trajectory {
  readonly decisions: Decisions;
  readonly steps: readonly StepState[];
}

/** Heads and tailwater of a day's decisions. */
export function trajectoryOf(station: StationProblem, decisions: Decisions): Trajectory {
  const { plant } = station;
  const levels = Array.from(decisions.volumeMm3, (volume) => levelM(plant, volume));
  const steps = Array.from(decisions.outflowM3s, (outflow, t): StepState => {
    const meanLevelM = (levels[t]! + levels[t + 1]!) / 2;
    const tailwaterM = curveAt(plant.tailwater, outflow);
    const flowsM3s = decisions.flowsM3s.map((flows) => flows[t]!);
    const sum = (of: readonly number[], conduit?: number): number =>
      of.reduce((all, x, u) => {
        return conduit === undefined || plant.units[u]!.conduit === conduit ? all + x : all;
      }, 0);
    const conduits = [...plant.conduitLoss.keys()];
    const conduitM3s = conduits.map((c) => sum(flowsM3s, c));
    const units = plant.units.map((unit) => {
      const together = unit.conduit < 0 ? 0 : conduitM3s[unit.conduit]!;
      const loss = unit.conduit < 0 ? 0 : plant.conduitLoss[unit.conduit]! * together ** 2;
      return new UnitAtHead(unit, meanLevelM - tailwaterM - loss);
    });
    const perHead = units.map((unit, u) => unit.powerPerHead(flowsM3s[u]!));
    const turbineM3s = sum(flowsM3s);
    const endPerHead = units.map((unit, u) => {
      return flowsM3s[u]! > 0 ? unit.endPerHead(flowsM3s[u]!) : 0;
    });
    const endPower = units.map((unit, u) => {
      return endPerHead[u] === 0 ? 0 : endPerHead[u]! * unit.powerPerFlow(flowsM3s[u]!);
    });
    return {
      meanLevelM,
      turbineM3s,
      otherM3s: outflow - turbineM3s,
      tailwaterM,
      conduitM3s,
      units,
      flowsM3s,
      powerPerHead: sum(perHead),
      conduitPowerPerHead: conduits.map((c) => sum(perHead, c)),
      endPerHead,
      endPowerPerHead: sum(endPower),
    };
  });
  return { decisions, steps };
}

/** Before anything is known: no unit runs, the level stays, and the inflow passes by. */
export function restingDay(station: StationProblem, steps: number): Decisions {
  return {
    flowsM3s: station.units.map(() => new Float64Array(steps)),
    spillM3s: new Float64Array(steps),
    outflowM3s: Float64Array.from(station.inflowM3s),
    volumeMm3: new Float64Array(steps + 1).fill(station.startVolumeMm3),
  };
}
