import type { ForbiddenZone, Station, Unit } from '#shared/station/system-schema.ts';
import { type Curve, curveOf, inverseOf } from './curve.ts';
import type { HillChart } from './hill-chart.ts';

/** A unit made ready for computing: curves as arrays, absent values filled. */
export interface PlantUnit {
  readonly id: string;
  /** Index into `Plant.conduitLoss`; −1 where the unit has its own waterway. */
  readonly conduit: number;
  /** k_u, s²/m⁵. */
  readonly lossS2PerM5: number;
  readonly hill: HillChart;
  /** Smallest and largest flow over net head, m³/s over m. */
  readonly flowMin: Curve;
  readonly flowMax: Curve;
  /** Net heads the flow range covers, m: outside them the unit cannot run. A range of one point covers all. */
  readonly headMinM: number;
  readonly headMaxM: number;
  /** η_g over mechanical power, MW. */
  readonly generator: Curve;
  readonly mwMin: number;
  readonly mwMax: number;
  readonly forbidden: readonly ForbiddenZone[];
  readonly startCost: number;
  readonly startWaterM3: number;
  readonly minUpMinutes: number;
  readonly minDownMinutes: number;
  /** Infinity: no limit. */
  readonly startsPerDay: number;
  readonly auxiliaryMw: number;
}

/** A station made ready for computing. Limits that are absent are infinite. */
export interface Plant {
  readonly id: string;
  /** Storage Mm³ over level m, and its inverse. */
  readonly volumeAtLevel: Curve;
  readonly levelAtVolume: Curve;
  /** Tailwater level m over outflow m³/s. */
  readonly tailwater: Curve;
  /** Spill capacity m³/s over level m. */
  readonly spillCapacity: Curve;
  readonly freeSpill: boolean;
  readonly levelMinM: number;
  readonly levelMaxM: number;
  readonly outflowMinM3s: number;
  readonly outflowMaxM3s: number;
  readonly levelRampMPerHour: Band;
  readonly outflowRampM3sPerStep: Band;
  readonly rampMwPerStep: number;
  readonly reserveMw: number;
  readonly exportLimitMw: number;
  readonly fixedServiceMw: number;
  /** k_c of each conduit, s²/m⁵. */
  readonly conduitLoss: Float64Array;
  readonly units: readonly PlantUnit[];
}

/** Largest change upwards and downwards, both ≥ 0; Infinity is no limit. */
export interface Band {
  readonly up: number;
  readonly down: number;
}

function headsCovered(flowRange: Unit['flowRange']): Pick<PlantUnit, 'headMinM' | 'headMaxM'> {
  if (flowRange.length === 1) return { headMinM: -Infinity, headMaxM: Infinity };
  return { headMinM: flowRange[0]![0], headMaxM: flowRange[flowRange.length - 1]![0] };
}

const orInfinity = (value: number | null | undefined): number => value ?? Infinity;

function unitOf(unit: Unit, conduits: readonly string[]): PlantUnit {
  return {
    id: unit.id,
    conduit: unit.conduit == null ? -1 : conduits.indexOf(unit.conduit),
    lossS2PerM5: unit.lossS2PerM5,
    hill: {
      headsM: Float64Array.from(unit.hill.headsM),
      flowsM3s: Float64Array.from(unit.hill.flowsM3s),
      efficiency: Float64Array.from(unit.hill.efficiency.flat()),
    },
    flowMin: curveOf(unit.flowRange.map(([headM, low]) => [headM, low] as const)),
    flowMax: curveOf(unit.flowRange.map(([headM, , high]) => [headM, high] as const)),
    ...headsCovered(unit.flowRange),
    generator: curveOf(unit.generator),
    mwMin: unit.mwMin,
    mwMax: unit.mwMax,
    forbidden: unit.forbidden,
    startCost: unit.startCost,
    startWaterM3: unit.startWaterM3,
    minUpMinutes: unit.minUpMinutes,
    minDownMinutes: unit.minDownMinutes,
    startsPerDay: orInfinity(unit.startsPerDay),
    auxiliaryMw: unit.auxiliaryMw,
  };
}

/** Turns a checked station (station/) into the arrays that the equations work on. */
export function plantOf(station: Station): Plant {
  const { reservoir } = station;
  const volumeAtLevel = curveOf(reservoir.storage);
  const conduits = station.conduits.map((conduit) => conduit.id);
  return {
    id: station.id,
    volumeAtLevel,
    levelAtVolume: inverseOf(volumeAtLevel),
    tailwater: curveOf(station.tailwater),
    spillCapacity: curveOf(reservoir.spillway.capacity),
    freeSpill: reservoir.spillway.mode === 'free',
    levelMinM: reservoir.levelMinM,
    levelMaxM: reservoir.levelMaxM,
    outflowMinM3s: reservoir.outflowMinM3s ?? 0,
    outflowMaxM3s: orInfinity(reservoir.outflowMaxM3s),
    levelRampMPerHour: bandOf(reservoir.levelRampMPerHour),
    outflowRampM3sPerStep: bandOf(reservoir.outflowRampM3sPerStep),
    rampMwPerStep: orInfinity(station.rampMwPerStep),
    reserveMw: station.reserveMw,
    exportLimitMw: orInfinity(station.exportLimitMw),
    fixedServiceMw: station.service.fixedMw,
    conduitLoss: Float64Array.from(station.conduits, (conduit) => conduit.lossS2PerM5),
    units: station.units.map((unit) => unitOf(unit, conduits)),
  };
}

function bandOf(ramp: Station['reservoir']['levelRampMPerHour']): Band {
  return { up: orInfinity(ramp?.up), down: orInfinity(ramp?.down) };
}
