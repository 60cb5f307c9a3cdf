import { curveAt } from '#shared/hydraulics/curve.ts';
import { netHeadsInto } from '#shared/hydraulics/net-head.ts';
import { type Plant, plantOf } from '#shared/hydraulics/plant.ts';
import { levelM, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import type { Day, StationDay } from '#shared/station/day-schema.ts';
import type { Plan, StationPlan } from '#shared/station/plan-schema.ts';
import type { Station, System } from '#shared/station/system-schema.ts';
import { M3_PER_MM3 } from '#shared/units/physics.ts';

/** What a station's flows and spill really come to. n steps, n + 1 instants; units in the plant's order. */
export interface Recomputed {
  readonly station: Station;
  readonly day: StationDay;
  readonly stated: StationPlan;
  readonly plant: Plant;
  readonly steps: number;
  /** Δ, h. */
  readonly hours: number;
  /** As the plan states them, m³/s. */
  readonly flowsM3s: readonly (readonly number[])[];
  readonly outflowM3s: readonly number[];
  readonly volumeMm3: readonly number[];
  readonly levelM: readonly number[];
  readonly tailwaterM: readonly number[];
  readonly netHeadM: readonly (readonly number[])[];
  readonly powerMw: readonly (readonly number[])[];
  readonly generationMw: readonly number[];
  readonly serviceMw: readonly number[];
  readonly exportMw: readonly number[];
}

/**
 * Recomputes a plan from its flows and spill alone, one series after the other over the whole
 * horizon: outflows of all stations need nothing but the plan, volumes need the outflows, tailwater
 * the levels of all. So it shares no order of computing with the step-by-step simulator it checks.
 * @throws where the plan lacks a station, a unit or a step (station/ refuses such a plan beforehand)
 */
export function recompute(system: System, day: Day, plan: Plan): Recomputed[] {
  const seconds = day.stepMinutes * 60;
  const waters = system.stations.map((station) => releasedWater(station, day, plan, seconds));
  const levels = system.stations.map((station, s) => {
    const arrivals = arrivingM3s(system, day, station, waters);
    return storedWater(waters[s]!, arrivals, seconds);
  });
  return system.stations.map((station, s) => {
    const { downstream } = station;
    const below = downstream?.backwater
      ? system.stations.findIndex((other) => other.id === downstream.station)
      : -1;
    return powersOf(waters[s]!, levels[s]!, below < 0 ? null : levels[below]!.levelM, day);
  });
}

type Released = Pick<
  Recomputed,
  'station' | 'day' | 'stated' | 'plant' | 'steps' | 'hours' | 'flowsM3s' | 'outflowM3s'
>;

/** O = Σ q + s + start water / Δ. */
function releasedWater(station: Station, day: Day, plan: Plan, seconds: number): Released {
  const stationDay = day.stations[station.id];
  if (!stationDay) throw new Error(`stations.${station.id}: the day says nothing of this station`);
  const stated = wholePlan(station, plan, day.steps);
  const flowsM3s = station.units.map(({ id }) => stated.units[id]!.flowM3s);
  const outflowM3s = stated.spillM3s.map((spill, t) => {
    let outflow = spill;
    station.units.forEach(({ id, startWaterM3 }, u) => {
      const flow = flowsM3s[u]![t]!;
      const ranBefore = t === 0 ? stationDay.units[id]?.on === true : flowsM3s[u]![t - 1]! > 0;
      outflow += flow + (flow > 0 && !ranBefore ? startWaterM3 / seconds : 0);
    });
    return outflow;
  });
  return {
    station,
    day: stationDay,
    stated,
    plant: plantOf(station),
    steps: day.steps,
    hours: day.stepMinutes / 60,
    flowsM3s,
    outflowM3s,
  };
}

/** The station's plan, once every series of it has its n (levels n + 1) values. */
function wholePlan(station: Station, plan: Plan, steps: number): StationPlan {
  const stated = plan.stations[station.id];
  if (!stated) throw new Error(`stations.${station.id}: the plan lacks this station`);
  const { levelM: levels, units, ...perStep } = stated;
  const lengths: [string, number, number][] = [['levelM', levels.length, steps + 1]];
  for (const [name, series] of Object.entries(perStep)) lengths.push([name, series.length, steps]);
  for (const { id } of station.units) {
    const unit = units[id];
    if (!unit) throw new Error(`stations.${station.id}.units.${id}: the plan lacks this unit`);
    for (const [name, series] of Object.entries(unit)) {
      lengths.push([`units.${id}.${name}`, series.length, steps]);
    }
  }
  for (const [name, found, wanted] of lengths) {
    if (found !== wanted) {
      throw new Error(`stations.${station.id}.${name}: has ${found} values; needs ${wanted}`);
    }
  }
  return stated;
}

/** Sum of what the stations above let go `round(travel / step)` steps earlier, m³/s. */
function arrivingM3s(
  system: System,
  day: Day,
  station: Station,
  waters: readonly Released[],
): number[] {
  const sum = new Array<number>(day.steps).fill(0);
  system.stations.forEach(({ downstream }, a) => {
    if (downstream?.station !== station.id) return;
    const lag = Math.round(downstream.travelMinutes / day.stepMinutes);
    const past = waters[a]!.day.outflowHistoryM3s;
    // The steps before the horizon put in front: oldest repeated, then the history, then the plan.
    const missing = new Array<number>(Math.max(0, lag - past.length)).fill(past[0] ?? 0);
    const known = lag === 0 ? [] : past.slice(-lag);
    const delayed = [...missing, ...known, ...waters[a]!.outflowM3s];
    for (let t = 0; t < day.steps; t++) sum[t]! += delayed[t]!;
  });
  return sum;
}

type Stored = Pick<Recomputed, 'volumeMm3' | 'levelM'>;

function storedWater(water: Released, arrivalsM3s: readonly number[], seconds: number): Stored {
  const { plant, day } = water;
  const volumes = [volumeMm3(plant, day.levelM)];
  arrivalsM3s.forEach((arrival, t) => {
    const netM3s = day.inflowM3s[t]! + arrival - water.outflowM3s[t]!;
    volumes.push(volumes[t]! + (netM3s * seconds) / M3_PER_MM3);
  });
  return { volumeMm3: volumes, levelM: volumes.map((volume) => levelM(plant, volume)) };
}

function powersOf(
  water: Released,
  stored: Stored,
  levelBelowM: readonly number[] | null,
  day: Day,
): Recomputed {
  const { plant, flowsM3s, outflowM3s } = water;
  const tailwaterM = outflowM3s.map((outflow, t) =>
    Math.max(curveAt(plant.tailwater, outflow), levelBelowM?.[t] ?? -Infinity),
  );
  const netHeadM: number[][] = plant.units.map(() => []);
  const heads = new Float64Array(plant.units.length);
  for (let t = 0; t < day.steps; t++) {
    const grossM = meanLevelM(stored, t) - tailwaterM[t]!;
    const flows = flowsM3s.map((series) => series[t]!);
    netHeadsInto(plant, grossM, flows, heads);
    netHeadM.forEach((series, u) => series.push(heads[u]!));
  }
  const powerMw = plant.units.map((unit, u) =>
    flowsM3s[u]!.map((flow, t) => (flow > 0 ? unitPowerMw(unit, netHeadM[u]![t]!, flow) : 0)),
  );
  const generationMw = outflowM3s.map((_, t) => powerMw.reduce((sum, mw) => sum + mw[t]!, 0));
  const serviceMw = outflowM3s.map((_, t) =>
    plant.units.reduce(
      (sum, unit, u) => sum + (flowsM3s[u]![t]! > 0 ? unit.auxiliaryMw : 0),
      plant.fixedServiceMw + (water.day.serviceLoadsMw?.[t] ?? 0),
    ),
  );
  const exportMw = generationMw.map((mw, t) => mw - serviceMw[t]!);
  return {
    ...water,
    ...stored,
    tailwaterM,
    netHeadM,
    powerMw,
    generationMw,
    serviceMw,
    exportMw,
  };
}

/** z̄ of step t, m. */
export function meanLevelM({ levelM: level }: Pick<Recomputed, 'levelM'>, t: number): number {
  return (level[t]! + level[t + 1]!) / 2;
}
