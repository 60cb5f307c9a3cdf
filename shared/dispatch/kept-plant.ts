import { type Plant, plantOf } from '#shared/hydraulics/plant.ts';
import type { Station } from '#shared/station/system-schema.ts';

/** Stations whose plants are kept, the one asked for longest ago left first. */
const MOST_PLANTS = 8;

const kept = new Map<string, Plant>();

/**
 * The plant of a station: the same one whenever the station is described alike, so that what is reckoned of
 * its machines (tables, curves) serves every plan of it.
 */
export function keptPlant(station: Station): Plant {
  const key = JSON.stringify(station);
  const plant = kept.get(key) ?? plantOf(station);
  kept.delete(key);
  kept.set(key, plant);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_PLANTS) break;
    kept.delete(oldest);
  }
  return plant;
}
