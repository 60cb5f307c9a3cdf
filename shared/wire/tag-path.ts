/** The parts of a station's paths that stand after its id, measured. */
export const STATION_PATHS = {
  forebayLevel: 'forebay/level',
  tailraceLevel: 'tailrace/level',
  observedInflow: 'inflow/observed',
  totalOutflow: 'outflow/total',
  spillFlow: 'spill/flow',
  airTemperature: 'weather/temperature',
  export: 'station/export',
} as const;

/** Those that are calculated with the image. */
export const CALCULATED_PATHS = {
  storage: 'reservoir/storage',
  freeStorage: 'reservoir/free-storage',
  hoursToSpill: 'reservoir/hours-to-spill',
  grossHead: 'head/gross',
  generation: 'station/generation',
  energyToday: 'station/energy-today',
  energyYesterday: 'station/energy-yesterday',
} as const;

/** Last parts of a unit's paths, measured. */
export const UNIT_PATHS = ['mw', 'flow', 'on', 'hours', 'starts'] as const;

/** Last parts of a unit's paths that are calculated with the image. */
export const CALCULATED_UNIT_PATHS = ['efficiency', 'efficiency-expected', 'running-for'] as const;

export type StationTag = keyof typeof STATION_PATHS | keyof typeof CALCULATED_PATHS;
export type UnitTag = (typeof UNIT_PATHS)[number] | (typeof CALCULATED_UNIT_PATHS)[number];

const stationPaths: Readonly<Record<StationTag, string>> = {
  ...STATION_PATHS,
  ...CALCULATED_PATHS,
};

/** Path of a station's own tag: `stationTag('s1', 'forebayLevel')` is `s1/forebay/level`. */
export function stationTag(station: string, name: StationTag): string {
  return `${station}/${stationPaths[name]}`;
}

/** Path of a unit's tag: `unitTag('s1', 'u2', 'mw')` is `s1/u2/mw`. */
export function unitTag(station: string, unit: string, name: UnitTag): string {
  return `${station}/${unit}/${name}`;
}

/** Last part of a feeder's path by the unit of its meter. */
const METER_PATHS = { kWh: 'kwh', 'm³': 'm3', L: 'l', GJ: 'gj' } as const;

/** Path of a feeder's meter: `feederTag('s1', 'drainage')` is `s1/service/drainage/kwh`. */
export function feederTag(
  station: string,
  feeder: string,
  unit: keyof typeof METER_PATHS = 'kWh',
): string {
  return `${station}/service/${feeder}/${METER_PATHS[unit]}`;
}
