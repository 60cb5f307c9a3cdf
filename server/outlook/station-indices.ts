import { plantOf } from '#shared/hydraulics/plant.ts';
import { dayIndices, type DayIndices } from '#shared/indices/day-indices.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { LocalDay } from '#shared/units/time-grid.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { measuredDay } from '../review/measured-day.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import { type PlannedSum, plannedSum } from './planned-slots.ts';
import { ruleCurveMwh } from './rule-curve.ts';

/** A day's indices and what the plans in force said of the same quarter-hours. */
export interface StationIndices {
  /** Share of the day's quarter-hours until now that every needed meter spoke of, %. */
  readonly coveredPercent: number;
  /** null: nothing was measured. */
  readonly indices: DayIndices | null;
  readonly planned: PlannedSum | null;
}

export interface StationIndicesParts {
  readonly system: System;
  readonly tags: readonly Tag[];
  readonly store: ReadingStore;
}

/** Ids of the station's meters of own consumption, read off the tag list; those under another are in it. */
function feedersOf(station: string, tags: readonly Tag[]): string[] {
  return tags.flatMap(({ tag, under }) => {
    const [of, service, feeder = '', last] = tag.split('/');
    const isRoot = service === 'service' && last === 'kwh' && under === undefined;
    return of === station && isRoot ? [feeder] : [];
  });
}

/** The indices of a station's local day, or of it until `now`, from the stored quarter-hours. */
export async function stationIndices(
  { system, tags, store }: StationIndicesParts,
  id: string,
  day: LocalDay,
  versions: readonly PlanVersion[],
  now: number,
): Promise<StationIndices> {
  const station = system.stations.find((one) => one.id === id)!;
  const plant = plantOf(station);
  const measured = await measuredDay(plant, feedersOf(id, tags), store, day, now);
  const { record, slots, slotsSoFar } = measured;
  const coveredPercent = slotsSoFar === 0 ? 0 : (100 * slots.length) / slotsSoFar;
  if (!record) return { coveredPercent, indices: null, planned: null };
  const planned = plannedSum(versions, id, slots, record.seconds);
  const { normalLevelM, deadLevelM, levelMaxM, levelMinM } = station.reservoir;
  const indices = dayIndices(plant, record, {
    plannedMwh: planned?.generationMwh ?? null,
    ruleMwh: ruleCurveMwh(system, id, record, slots[0]!),
    bounds: { normalM: normalLevelM ?? levelMaxM, deadM: deadLevelM ?? levelMinM },
  });
  return { coveredPercent, indices, planned };
}
