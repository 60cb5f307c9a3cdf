import { stationNamesRule } from './day-rules.ts';
import { itemOf } from './list-rules.ts';
import { at, entriesOf, numberAt, type Place, type Tell } from './place.ts';
import { onCurveRule } from './reservoir-rules.ts';

/** Alarms whose limit is a level; each pair must lie the right way round. */
const LEVELS = ['level.high', 'level.high-early', 'level.low', 'level.low-early'] as const;
const ORDER = [
  ['level.low', 'level.low-early'],
  ['level.low-early', 'level.high-early'],
  ['level.high-early', 'level.high'],
  ['level.low', 'level.high'],
] as const;

/** What must hold within the settings of a site's alarms, and between them and the system. */
export function alarmRules(tell: Tell, alarms: Place, stations: Place): void {
  stationNamesRule(tell, at(alarms, 'rackTag'), stations);
  const settings = at(alarms, 'stations');
  stationNamesRule(tell, settings, stations);
  for (const [id, ofStation] of entriesOf(settings)) {
    const station = itemOf(stations, id);
    const limitOf = (code: string): Place => at(at(ofStation, code), 'limit');
    if (station)
      for (const code of LEVELS) onCurveRule(tell, limitOf(code), at(station, 'reservoir'));
    for (const [low, high] of ORDER) {
      const [lowM, highM] = [numberAt(limitOf(low)), numberAt(limitOf(high))];
      if (lowM === undefined || highM === undefined || lowM < highM) continue;
      const right = `a level below ${highM}, the limit of ${high}, is needed`;
      tell(limitOf(low), `is ${lowM}`, right);
    }
  }
}
