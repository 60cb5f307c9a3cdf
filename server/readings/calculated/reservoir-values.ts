import type { Plant } from '#shared/hydraulics/plant.ts';
import { volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { M3_PER_MM3, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { stationTag } from '#shared/wire/tag-path.ts';
import { combine, type CalculatedValue, type ReadLive } from './combine.ts';

/** Level at which water begins to be lost: a gated reservoir's limit, a free overflow's crest. */
export function spillLevelM(plant: Plant): number {
  if (!plant.freeSpill) return plant.levelMaxM;
  const { x, y } = plant.spillCapacity;
  const firstOver = y.findIndex((capacityM3s) => capacityM3s > 0);
  if (firstOver < 0) return plant.levelMaxM;
  return x[Math.max(0, firstOver - 1)]!;
}

/**
 * Hours until spill at the present net inflow: free volume / (I − O).
 * @returns null where the reservoir does not rise
 */
export function hoursToSpill(freeMm3: number, netInflowM3s: number): number | null {
  if (freeMm3 <= 0) return 0;
  if (netInflowM3s <= 0) return null;
  return (freeMm3 * M3_PER_MM3) / netInflowM3s / SECONDS_PER_HOUR;
}

/** Storage, free storage to the upper limit, hours until spill and gross head of a station. */
export function reservoirValues(plant: Plant, read: ReadLive): CalculatedValue[] {
  const tag = (name: Parameters<typeof stationTag>[1]): string => stationTag(plant.id, name);
  const level = combine(read, [tag('forebayLevel')]);
  const head = combine(read, [tag('forebayLevel'), tag('tailraceLevel')]);
  const balance = combine(read, [tag('forebayLevel'), tag('observedInflow'), tag('totalOutflow')]);

  const levelM = level.values?.[0];
  const storageMm3 = levelM === undefined ? null : volumeMm3(plant, levelM);
  const freeTo = (limitM: number): number =>
    Math.max(0, volumeMm3(plant, limitM) - (storageMm3 ?? 0));
  const [forebayM, tailraceM] = head.values ?? [];
  const [, inflowM3s, outflowM3s] = balance.values ?? [];
  return [
    { ...level, tag: tag('storage'), value: storageMm3 },
    {
      ...level,
      tag: tag('freeStorage'),
      value: storageMm3 === null ? null : freeTo(plant.levelMaxM),
    },
    {
      ...balance,
      tag: tag('hoursToSpill'),
      value:
        inflowM3s === undefined || outflowM3s === undefined
          ? null
          : hoursToSpill(freeTo(spillLevelM(plant)), inflowM3s - outflowM3s),
    },
    {
      ...head,
      tag: tag('grossHead'),
      value: forebayM === undefined || tailraceM === undefined ? null : forebayM - tailraceM,
    },
  ];
}
