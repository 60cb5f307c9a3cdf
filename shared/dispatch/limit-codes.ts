import type { System } from '#shared/station/system-schema.ts';

/** A limit of model.md: its rank, the unit its breach is measured in, and its breach in words. */
export interface Limit {
  /** 1: machines and structures, never broken. 2: operating limits, relaxed only where no plan keeps them. */
  readonly rank: 1 | 2;
  readonly unit: string;
  readonly words: string;
}

/** Every limit there is. Planner, checker and translations use these codes and no others. */
export const limits = {
  'unit-flow': { rank: 1, unit: 'm³/s', words: 'flow outside the range of the net head' },
  'unit-power': { rank: 1, unit: 'MW', words: 'output outside the unit’s range' },
  'forbidden-zone': { rank: 1, unit: 'MW', words: 'output inside a forbidden zone' },
  outage: { rank: 1, unit: 'm³/s', words: 'runs while out of service' },
  'min-up': { rank: 1, unit: 'min', words: 'stopped before its shortest run' },
  'min-down': { rank: 1, unit: 'min', words: 'started before its shortest rest' },
  starts: { rank: 1, unit: '1', words: 'more starts than allowed in a day' },
  gate: { rank: 1, unit: 'm³/s', words: 'spill above the gates’ capacity' },
  spill: { rank: 1, unit: 'm³/s', words: 'spill below zero, or not what a free overflow spills' },
  balance: { rank: 1, unit: 'Mm³', words: 'water stored beyond the ends of the storage curve' },
  fixed: { rank: 1, unit: 'm³/s', words: 'flow differs from what is already ordered' },
  disagreement: { rank: 1, unit: '', words: 'differs from what its flows and spill give' },
  'level-min': { rank: 2, unit: 'm', words: 'level below its lower limit' },
  'level-max': { rank: 2, unit: 'm', words: 'level above its upper limit' },
  'level-rise': { rank: 2, unit: 'm/h', words: 'level rises too fast' },
  'level-fall': { rank: 2, unit: 'm/h', words: 'level falls too fast' },
  'outflow-min': { rank: 2, unit: 'm³/s', words: 'outflow below its lower limit' },
  'outflow-max': { rank: 2, unit: 'm³/s', words: 'outflow above its upper limit' },
  'outflow-rise': { rank: 2, unit: 'm³/s', words: 'outflow rises too much in a step' },
  'outflow-fall': { rank: 2, unit: 'm³/s', words: 'outflow falls too much in a step' },
  'generation-ramp': { rank: 2, unit: 'MW', words: 'generation changes too much in a step' },
  'export-limit': { rank: 2, unit: 'MW', words: 'export above its limit' },
  reserve: { rank: 2, unit: 'MW', words: 'spinning reserve short' },
  load: { rank: 2, unit: 'MW', words: 'export off the load' },
  'end-level': { rank: 2, unit: 'm', words: 'ends below the level asked for' },
} as const satisfies Record<string, Limit>;

export type LimitCode = keyof typeof limits;

/** Rank 2: limits that may give way where no plan keeps them all. */
export const operatingLimits = (Object.keys(limits) as LimitCode[]).filter(
  (code) => limits[code].rank === 2,
);

/**
 * Whose a limit of the whole system is (the load, the value): the station's where there is but one,
 * else `system`.
 */
export function systemScope(system: System): string {
  return system.stations.length === 1 ? system.stations[0]!.id : 'system';
}
