import type { Station } from '#shared/station/system-schema.ts';
import type { Alarm } from '#shared/wire/protocol.ts';
import { stationTag } from '#shared/wire/tag-path.ts';
import type { LimitRule } from './limit-alarm.ts';

/** A limit alarm of a station: what it watches and how it is named. */
export interface AlarmRule extends LimitRule {
  readonly code: string;
  readonly priority: Alarm['priority'];
  readonly tag: string;
}

/** Waves at the gauge are of this size, m, and do not outlast these delays, ms. */
const LEVEL = { deadband: 0.02, onDelayMs: 5000, offDelayMs: 30_000 };

/** Less than this, m³/s, is a gate's leakage or the meter's noise. Spill rings at once. */
const SPILL = { limit: 1, deadband: 0.5, onDelayMs: 0, offDelayMs: 5000 };

export function rulesOf(station: Station): readonly AlarmRule[] {
  const { id, reservoir } = station;
  const level = stationTag(id, 'forebayLevel');
  return [
    {
      ...LEVEL,
      code: 'level.high',
      priority: 1,
      tag: level,
      side: 'above',
      limit: reservoir.levelMaxM,
    },
    {
      ...LEVEL,
      code: 'level.low',
      priority: 2,
      tag: level,
      side: 'below',
      limit: reservoir.levelMinM,
    },
    {
      ...SPILL,
      code: 'spill.running',
      priority: 2,
      tag: stationTag(id, 'spillFlow'),
      side: 'above',
    },
  ];
}
