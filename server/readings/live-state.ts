import type { UnitChange } from '#shared/wire/protocol.ts';
import type { Quality } from '#shared/wire/quality.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { unitTag } from '#shared/wire/tag-path.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { listeners } from '../listeners.ts';

/** The newest durable value of a tag. */
export interface LiveValue {
  readonly value: number | null;
  /** Instant of the measurement, ms. */
  readonly at: number;
  readonly quality: Quality;
  readonly receivedAt: number;
  readonly source: string;
}

/** What is known now, of durable readings only. */
export interface LiveState {
  value(tag: string): LiveValue | undefined;
  /** Takes durable readings in; one older than what is there changes nothing. */
  apply(readings: readonly JudgedReading[]): void;
  /** Calls back with every reading that became the newest of its tag, in the order they came. */
  onNewest(listener: (reading: JudgedReading) => void): () => void;
  /** Calls back at once when a unit's `on` changes. */
  onUnitChange(listener: (change: UnitChange) => void): () => void;
}

/** Which unit a tag tells the running state of. */
function runningTags(tags: readonly Tag[]): Map<string, { station: string; unit: string }> {
  const running = new Map<string, { station: string; unit: string }>();
  for (const { station, unitId } of tags) {
    if (unitId) running.set(unitTag(station, unitId, 'on'), { station, unit: unitId });
  }
  return running;
}

export function createLiveState(tags: readonly Tag[]): LiveState {
  const values = new Map<string, LiveValue>();
  const unitOf = runningTags(tags);
  const newest = listeners<JudgedReading>();
  const unitChanges = listeners<UnitChange>();

  const tellUnitChange = (reading: JudgedReading, before: LiveValue | undefined): void => {
    const owner = unitOf.get(reading.tag);
    if (!owner || reading.value === null || before?.value == null) return;
    const on = reading.value > 0;
    if (on !== before.value > 0) unitChanges.tell({ ...owner, at: reading.at, on });
  };

  return {
    value: (tag) => values.get(tag),
    apply(readings) {
      for (const reading of readings) {
        const before = values.get(reading.tag);
        if (before && reading.at < before.at) continue;
        values.set(reading.tag, reading);
        newest.tell(reading);
        tellUnitChange(reading, before);
      }
    },
    onNewest: newest.add,
    onUnitChange: unitChanges.add,
  };
}
