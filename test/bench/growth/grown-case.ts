import type { Day } from '#shared/station/day-schema.ts';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import { faultLine } from '#shared/station/fault.ts';
import { type Read, readDay, readSystem } from '#shared/station/read-forms.ts';
import type { System, Unit } from '#shared/station/system-schema.ts';

type Station = System['stations'][number];
type Point = [number, number];

/** A station and its day, as large as is asked; what is not asked is as the example has it. */
export interface Size {
  readonly units?: { readonly count: number; readonly alike: boolean };
  /** Whether no two units share a waterway, each with the losses that it has now when all run. */
  readonly ownPenstocks?: boolean;
  /** Quarter-hours. */
  readonly steps?: number;
  /** Volume of the reservoir, share of the example's. */
  readonly storageShare?: number;
  /** Points of the storage curve. */
  readonly storagePoints?: number;
}

export interface GrownCase {
  readonly system: System;
  readonly day: Day;
}

const [example] = exampleSystem.stations as [Station];
const exampleStationDay = exampleDay.stations[example.id]!;

/**
 * The example station Qingxi grown to a size. More or fewer units come with a reservoir, a river and a
 * grid to match, so that what grows is the number of units and not the water of each.
 */
export function grownCase(size: Size): GrownCase {
  const { units, ownPenstocks, steps, storageShare, storagePoints } = size;
  let system = exampleSystem;
  let day = exampleDay;
  if (units) ({ system, day } = withUnits(units.count, units.alike));
  if (ownPenstocks) system = { ...system, stations: system.stations.map(withoutConduits) };
  if (storagePoints !== undefined)
    system = withStorage(system, (storage) => curved(storage, storagePoints));
  if (storageShare !== undefined) {
    system = withStorage(system, (storage) =>
      storage.map(([m, mm3]): Point => [m, mm3 * storageShare]),
    );
  }
  if (steps !== undefined) day = withSteps(day, steps);
  const read = checked(readSystem(system));
  return { system: read, day: checked(readDay(day, read)) };
}

function checked<T>(read: Read<T>): T {
  if (read.ok) return read.value;
  throw new Error(`the grown station is at fault: ${read.faults.map(faultLine).join('; ')}`);
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const largestFlowM3s = (units: readonly Unit[]): number =>
  sum(units.map((unit) => Math.max(...unit.flowRange.map(([, , most]) => most))));
const largestMw = (units: readonly Unit[]): number => sum(units.map(({ mwMax }) => mwMax));

/** Sizes of distinct units: evenly from this to 2 less this, so that their sum is that of as many alike. */
const SMALLEST = 0.6;

/** Units like the example's first, all on one headrace tunnel, every other of them running. */
function withUnits(count: number, alike: boolean): GrownCase {
  const [first] = example.units as [Unit];
  const units = Array.from({ length: count }, (_, i) => {
    const share = alike || count < 2 ? 1 : SMALLEST + ((2 - 2 * SMALLEST) * i) / (count - 1);
    return scaledUnit(first, `u${i + 1}`, share);
  });
  const flowShare = largestFlowM3s(units) / largestFlowM3s(example.units);
  const tunnel = example.units.filter(({ conduit }) => conduit === first.conduit);
  const tunnelShare = largestFlowM3s(units) / largestFlowM3s(tunnel);
  const powerShare = largestMw(units) / largestMw(example.units);
  const station: Station = {
    ...scaledWater(example, flowShare),
    conduits: example.conduits.map((one) => {
      return { ...one, lossS2PerM5: one.lossS2PerM5 / tunnelShare ** 2 };
    }),
    units,
    service: { fixedMw: example.service.fixedMw * powerShare },
    exportLimitMw: times(example.exportLimitMw, powerShare),
    rampMwPerStep: times(example.rampMwPerStep, powerShare),
  };
  const states = units.map(({ id, mwMax }, i) => {
    const on = i % 2 === 1;
    return [id, { on, forMinutes: 480, mw: on ? 0.85 * mwMax : 0 }] as const;
  });
  const stationDay = {
    ...exampleStationDay,
    units: Object.fromEntries(states),
    inflowM3s: exampleStationDay.inflowM3s.map((m3s) => m3s * flowShare),
    outflowHistoryM3s: exampleStationDay.outflowHistoryM3s.map((m3s) => m3s * flowShare),
  };
  return {
    system: { ...exampleSystem, stations: [station] },
    day: { ...exampleDay, stations: { [station.id]: stationDay } },
  };
}

/** Losses on a shared waterway, k_c · (Σ q)², become each unit's own k_u · q² of the same at full flow. */
function withoutConduits(station: Station): Station {
  const { conduits, units } = station;
  const own = units.map(({ conduit: id, ...unit }): Unit => {
    const shared = conduits.find((one) => one.id === id);
    if (!shared) return unit;
    const sharing = largestFlowM3s(units.filter(({ conduit }) => conduit === id));
    const share = sharing / largestFlowM3s([unit]);
    return { ...unit, lossS2PerM5: unit.lossS2PerM5 + shared.lossS2PerM5 * share ** 2 };
  });
  return { ...station, conduits: [], units: own };
}

/** The same machine in another size: the same efficiencies, heads and losses at `share` of the flow. */
function scaledUnit(unit: Unit, id: string, share: number): Unit {
  return {
    ...unit,
    id,
    lossS2PerM5: unit.lossS2PerM5 / share ** 2,
    hill: { ...unit.hill, flowsM3s: unit.hill.flowsM3s.map((m3s) => m3s * share) },
    flowRange: unit.flowRange.map(([head, least, most]) => [head, least * share, most * share]),
    generator: unit.generator.map(([mw, efficiency]) => [mw * share, efficiency]),
    mwMin: unit.mwMin * share,
    mwMax: unit.mwMax * share,
    forbidden: unit.forbidden.map((zone) => {
      return { ...zone, mw: [zone.mw[0] * share, zone.mw[1] * share] };
    }),
    startCost: unit.startCost * share,
    startWaterM3: unit.startWaterM3 * share,
    auxiliaryMw: unit.auxiliaryMw * share,
  };
}

/** What is absent, a limit that is none, stays so. */
const times = (value: number | null | undefined, share: number): number | null =>
  value == null ? null : value * share;

/** All of a station's water but its units at `share` of the flow, at the same levels. */
function scaledWater(station: Station, share: number): Station {
  const { reservoir } = station;
  const { spillway, outflowRampM3sPerStep: ramp } = reservoir;
  return {
    ...station,
    reservoir: {
      ...reservoir,
      storage: reservoir.storage.map(([m, mm3]): Point => [m, mm3 * share]),
      spillway: {
        ...spillway,
        capacity: spillway.capacity.map(([m, m3s]): Point => [m, m3s * share]),
      },
      outflowMinM3s: times(reservoir.outflowMinM3s, share),
      outflowMaxM3s: times(reservoir.outflowMaxM3s, share),
      outflowRampM3sPerStep: { up: times(ramp?.up, share), down: times(ramp?.down, share) },
    },
    tailwater: station.tailwater.map(([m3s, m]): Point => [m3s * share, m]),
  };
}

function withStorage(system: System, change: (storage: Point[]) => Point[]): System {
  const stations = system.stations.map((station) => {
    const storage = change(station.reservoir.storage);
    return { ...station, reservoir: { ...station.reservoir, storage } };
  });
  return { ...system, stations };
}

/** A power law through the first, the middle and the last point, at so many levels: no two pieces in line. */
function curved(storage: readonly Point[], points: number): Point[] {
  const [[m0, v0], [m1, v1], [m2, v2]] = [0, 0.5, 1].map((share) => {
    return storage[Math.round(share * (storage.length - 1))]!;
  }) as [Point, Point, Point];
  const power = Math.log((v2 - v0) / (v1 - v0)) / Math.log((m2 - m0) / (m1 - m0));
  return Array.from({ length: points }, (_, i) => {
    const share = i / (points - 1);
    return [m0 + (m2 - m0) * share, v0 + (v2 - v0) * share ** power];
  });
}

/** A window of less than a day begins at six, before the prices rise. */
const SHORT_FROM_STEP = 24;

/** Prices of the days that follow the first, so that no day is the same as another. */
const DAY_PRICES = [1, 1.06, 0.95];

/** The example's day, the part of it after six or several in a row. */
function withSteps(day: Day, steps: number): Day {
  const from = steps < day.steps ? Math.min(SHORT_FROM_STEP, day.steps - steps) : 0;
  const series = (values: readonly number[]): number[] =>
    Array.from({ length: steps }, (_, t) => values[(from + t) % day.steps]!);
  const pricePerMwh = series(day.pricePerMwh).map((price, t) => {
    return price * DAY_PRICES[Math.floor((from + t) / day.steps) % DAY_PRICES.length]!;
  });
  const stations = Object.entries(day.stations).map(([id, one]) => {
    return [id, { ...one, inflowM3s: series(one.inflowM3s) }] as const;
  });
  const hour = String((from * day.stepMinutes) / 60).padStart(2, '0');
  return {
    ...day,
    start: day.start.replace(/T\d\d/, `T${hour}`),
    steps,
    pricePerMwh,
    stations: Object.fromEntries(stations),
  };
}
