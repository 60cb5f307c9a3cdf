import type { Feeder } from '#shared/station/site-schema.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';

/** What drives the station's own consumption within a short step. */
export interface FeederDrivers {
  /** All consumers together at full load, kW: what the meters are scaled to. */
  readonly scaleKw: number;
  /** Running share of the installed power, and load share of it, 0..1. */
  readonly runningShare: number;
  readonly loadShare: number;
  readonly starts: number;
  readonly airC: number;
  readonly hour: number;
  readonly gatesMove: boolean;
  /** Shaft seals and galleries leak more under a high tailwater, 0..1. */
  readonly seepage: number;
  readonly seconds: number;
}

/** What the cycling consumers remember. */
export interface FeederState {
  /** Filling of the drainage sump, 0..1, and whether its pump runs. */
  readonly sump: number;
  readonly pumping: boolean;
  /** Oil that starts have drawn and the pressure pumps still have to give back, kWh. */
  readonly oilDebtKwh: number;
  /** Counters by feeder, kWh or the unit of the meter. */
  readonly kwh: Readonly<Record<string, number>>;
}

const SUMP_FILL_S = 2400;
const SUMP_EMPTY_S = 540;
const OIL_PER_START_KWH = 2;

const isBetween = (hour: number, from: number, to: number): boolean => hour >= from && hour < to;

/** Power of the known consumers as shares of the scale; each by what drives it in a real station. */
const MODELS: Readonly<Record<string, (drivers: FeederDrivers, state: FeederState) => number>> = {
  excitation: (d) => 0.06 * d.runningShare + 0.08 * d.loadShare,
  cooling: (d) => 0.2 * d.runningShare * (1 + 0.015 * (d.airC - 15)),
  drainage: (_d, state) => (state.pumping ? 0.3 : 0.004),
  'oil-pressure': (_d, state) => 0.02 + (state.oilDebtKwh > 0 ? 0.06 : 0),
  ventilation: (d) => 0.04 + 0.05 * Math.min(1, Math.max(0, (d.airC - 10) / 20)),
  lighting: (d) => (isBetween(d.hour, 7, 18) ? 0.03 : 0.05),
  gates: (d) => (d.gatesMove ? 0.08 : 0.002),
  offices: (d) => (isBetween(d.hour, 8, 18) ? 0.05 : 0.015) * (1 + Math.abs(d.airC - 20) / 25),
  'off-take': (d) => 0.06 + (isBetween(d.hour, 17, 23) ? 0.04 : 0),
};
const OTHER_SHARE = 0.02;

/** Share of a group's meter that no meter below it counts: cables, sockets. */
export const UNMETERED_SHARE = 0.008;

/** Water that seals take, m³/h of a running station. */
const SEAL_WATER_M3_PER_HOUR = 14;

/** What a feeder that feeds no other draws, kW; of another medium its unit per hour. */
function ownDraw({ id, unit }: Feeder, drivers: FeederDrivers, state: FeederState): number {
  if (unit !== 'kWh') return SEAL_WATER_M3_PER_HOUR * drivers.runningShare;
  const share = MODELS[id]?.(drivers, state) ?? OTHER_SHARE;
  return Math.max(0, share) * drivers.scaleKw;
}

/** What each feeder draws, kW (of another medium its unit per hour): a group what it feeds, and a little more. */
export function feederDraws(
  feeders: readonly Feeder[],
  drivers: FeederDrivers,
  state: FeederState,
): ReadonlyMap<string, number> {
  const draws = new Map<string, number>();
  const drawOf = (feeder: Feeder): number => {
    const children = feeders.filter((one) => one.parent === feeder.id);
    const draw =
      children.length === 0
        ? ownDraw(feeder, drivers, state)
        : (1 + UNMETERED_SHARE) * children.reduce((sum, child) => sum + drawOf(child), 0);
    draws.set(feeder.id, draw);
    return draw;
  };
  for (const feeder of feeders) if (feeder.parent === undefined) drawOf(feeder);
  return draws;
}

/** What a station draws with all its feeders, kW. */
export function stationDrawKw(
  feeders: readonly Feeder[],
  drivers: FeederDrivers,
  state: FeederState,
): number {
  const draws = feederDraws(feeders, drivers, state);
  return feeders
    .filter((feeder) => feeder.parent === undefined && feeder.unit === 'kWh')
    .reduce((sum, feeder) => sum + draws.get(feeder.id)!, 0);
}

/** Meters and cycling consumers `drivers.seconds` later. */
export function advanceFeeders(
  feeders: readonly Feeder[],
  state: FeederState,
  drivers: FeederDrivers,
): FeederState {
  const { seconds } = drivers;
  const hours = seconds / SECONDS_PER_HOUR;
  const kwh: Record<string, number> = {};
  for (const [id, draw] of feederDraws(feeders, drivers, state))
    kwh[id] = (state.kwh[id] ?? 0) + draw * hours;
  const inflow = ((0.6 + 0.8 * drivers.seepage) * seconds) / SUMP_FILL_S;
  const outflow = state.pumping ? seconds / SUMP_EMPTY_S : 0;
  const sump = Math.min(1, Math.max(0, state.sump + inflow - outflow));
  const repaidKwh = 0.06 * drivers.scaleKw * hours;
  return {
    kwh,
    sump,
    pumping: state.pumping ? sump > 0.15 : sump > 0.85,
    oilDebtKwh: Math.max(0, state.oilDebtKwh - repaidKwh) + OIL_PER_START_KWH * drivers.starts,
  };
}
