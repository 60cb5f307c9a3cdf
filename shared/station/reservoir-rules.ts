import { belowRule, risingRule } from './list-rules.ts';
import { at, numberAt, type Place, soundAt, type Tell } from './place.ts';
import { storageSchema } from './system-schema.ts';

/** First and last level of the storage curve, m; undefined where the curve is not sound. */
export function storageSpan(reservoir: Place): readonly [number, number] | undefined {
  const storage = soundAt(at(reservoir, 'storage'), storageSchema);
  const low = storage?.[0]?.[0];
  const high = storage?.at(-1)?.[0];
  return low === undefined || high === undefined || low >= high ? undefined : [low, high];
}

/** A level must lie on the storage curve: beyond it there is no volume to reckon with. */
export function onCurveRule(tell: Tell, level: Place, reservoir: Place): void {
  const value = numberAt(level);
  const span = storageSpan(reservoir);
  if (value === undefined || span === undefined || (value >= span[0] && value <= span[1])) return;
  tell(
    level,
    `is ${value}, outside the storage curve`,
    `a level from ${span[0]} to ${span[1]} m is needed, or a longer storage curve`,
  );
}

const LEVELS = ['levelMinM', 'levelMaxM', 'deadLevelM', 'normalLevelM'] as const;

/** Storage, levels, spillway and outflow limits must agree with themselves and with each other. */
export function reservoirRules(tell: Tell, reservoir: Place): void {
  risingRule(tell, at(reservoir, 'storage'), 0, 'level', 'strictly');
  risingRule(tell, at(reservoir, 'storage'), 1, 'volume', 'strictly');
  const capacity = at(at(reservoir, 'spillway'), 'capacity');
  risingRule(tell, capacity, 0, 'level', 'strictly');
  risingRule(tell, capacity, 1, 'capacity', 'never');
  for (const key of LEVELS) onCurveRule(tell, at(reservoir, key), reservoir);
  belowRule(tell, at(reservoir, 'levelMinM'), at(reservoir, 'levelMaxM'), {
    low: 'levelMinM',
    high: 'levelMaxM',
    equal: false,
  });
  belowRule(tell, at(reservoir, 'deadLevelM'), at(reservoir, 'normalLevelM'), {
    low: 'deadLevelM',
    high: 'normalLevelM',
    equal: true,
  });
  belowRule(tell, at(reservoir, 'outflowMinM3s'), at(reservoir, 'outflowMaxM3s'), {
    low: 'outflowMinM3s',
    high: 'outflowMaxM3s',
    equal: true,
  });
}

/** Water must be able to fall: the highest level allowed lies above the lowest tailwater. */
export function fallRule(tell: Tell, station: Place): void {
  const highest = at(at(station, 'reservoir'), 'levelMaxM');
  const level = numberAt(highest);
  const tailwater = numberAt(at(at(at(station, 'tailwater'), 0), 1));
  if (level === undefined || tailwater === undefined || level > tailwater) return;
  tell(
    highest,
    `is ${level}, not above the tailwater, which begins at ${tailwater}`,
    'levels above the tailwater are needed, both above the same datum',
  );
}
