import { belowRule, risingRule } from './list-rules.ts';
import { at, itemsOf, numberAt, type Place, type Tell } from './place.ts';

const silent: Tell = () => undefined;

/** One number of each point of a curve; undefined where it is not sound. */
const columnOf = (curve: Place, column: number): (number | undefined)[] =>
  itemsOf(curve).map((point) => numberAt(at(point, column)));

const smaller = (a: number, b: number): number => Math.min(a, b);
const larger = (a: number, b: number): number => Math.max(a, b);

/**
 * Lowest and highest level of the storage curve, m; undefined where an end of it is not sound. Of a
 * curve out of order these are the outermost points: a level beyond them is off whatever was meant.
 */
function storageSpan(reservoir: Place): readonly [number, number] | undefined {
  const points = columnOf(at(reservoir, 'storage'), 0);
  const levels = points.filter((level) => level !== undefined);
  if (points[0] === undefined || points.at(-1) === undefined) return undefined;
  const span = [levels.reduce(smaller), levels.reduce(larger)] as const;
  return span[0] < span[1] ? span : undefined;
}

/**
 * A level must lie on the storage curve: beyond it there is no volume to reckon with.
 * @returns whether nothing speaks against it
 */
export function onCurveRule(tell: Tell, level: Place, reservoir: Place): boolean {
  const value = numberAt(level);
  const span = storageSpan(reservoir);
  if (value === undefined || span === undefined) return true;
  if (value >= span[0] && value <= span[1]) return true;
  tell(
    level,
    `is ${value}, outside the storage curve`,
    `a level from ${span[0]} to ${span[1]} m is needed, or a longer storage curve`,
  );
  return false;
}

/** Storage, levels, spillway and outflow limits must agree with themselves and with each other. */
export function reservoirRules(tell: Tell, reservoir: Place): void {
  risingRule(tell, at(reservoir, 'storage'), 0, 'level', 'strictly');
  risingRule(tell, at(reservoir, 'storage'), 1, 'volume', 'strictly');
  const capacity = at(at(reservoir, 'spillway'), 'capacity');
  risingRule(tell, capacity, 0, 'level', 'strictly');
  risingRule(tell, capacity, 1, 'capacity', 'never');
  levelOrderRule(tell, reservoir, { low: 'levelMinM', high: 'levelMaxM', equal: false });
  levelOrderRule(tell, reservoir, { low: 'deadLevelM', high: 'normalLevelM', equal: true });
  belowRule(tell, at(reservoir, 'outflowMinM3s'), at(reservoir, 'outflowMaxM3s'), {
    low: 'outflowMinM3s',
    high: 'outflowMaxM3s',
    equal: true,
  });
}

/** Two levels on the storage curve must be in order; of one off it, no order is asked. */
function levelOrderRule(
  tell: Tell,
  reservoir: Place,
  names: { readonly low: string; readonly high: string; readonly equal: boolean },
): void {
  const low = at(reservoir, names.low);
  const high = at(reservoir, names.high);
  const onCurve = [low, high].map((level) => onCurveRule(tell, level, reservoir));
  if (onCurve.every(Boolean)) belowRule(tell, low, high, names);
}

/** Water must be able to fall: the highest level allowed lies above the lowest tailwater. */
export function fallRule(tell: Tell, station: Place): void {
  const reservoir = at(station, 'reservoir');
  const highest = at(reservoir, 'levelMaxM');
  const level = numberAt(highest);
  const points = columnOf(at(station, 'tailwater'), 1);
  if (level === undefined || points[0] === undefined) return;
  // A curve out of order is told already; the lowest of its points is below whatever was meant.
  const tailwater = points.filter((tail) => tail !== undefined).reduce(smaller);
  if (level > tailwater || !onCurveRule(silent, highest, reservoir)) return;
  tell(
    highest,
    `is ${level}, not above the tailwater, which begins at ${tailwater}`,
    'levels above the tailwater are needed, both above the same datum',
  );
}
