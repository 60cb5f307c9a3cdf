import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Station } from '#shared/station/system-schema.ts';
import { stationTag, type StationTag } from '#shared/wire/tag-path.ts';
import { drawable, type Measured, usable } from '#client/format/measured.ts';
import { digitsFor } from '#client/format/numbers.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { figureOf, outlookStanding } from './outlook-view.ts';
import {
  headBand,
  levelBounds,
  liveStorageMm3,
  SPILL_ALERT_H,
  SPILL_AXIS_H,
  SPILL_MOST_H,
  turbineCapacityM3s,
} from './reservoir-view.ts';
import { useStationValues } from './use-station-values.ts';
import type { WallLine } from './wall-line.ts';

/** Chance of spill by the members of the newest forecast, and whether it calls for a look. */
export function useSpillChance() {
  const live = useStationStore();
  const link = useLinkStore();
  const spill = computed(() => live.outlook?.spill ?? null);
  const chance = computed((): Measured => {
    const percent = spill.value ? (100 * spill.value.spilling) / spill.value.members : null;
    return figureOf(percent, outlookStanding(live.outlook, link));
  });
  return { spill, chance };
}

/** Where the chance of spill is no longer as it should be, %. */
export const CHANCE_ALERT_PERCENT = 20;

type Read = (name: StationTag) => Measured;
type Words = (key: string) => string;

/** A value on its axis. */
const barOf = (measured: Measured, min: number, max: number, band?: readonly [number, number]) => ({
  value: drawable(measured),
  standing: measured.standing,
  min,
  max,
  ...(band ? { band } : {}),
});

function levelLine({ reservoir }: Station, read: Read, t: Words): WallLine {
  const { deadM, floodLimitM } = levelBounds(reservoir);
  const level = read('forebayLevel');
  const levelM = usable(level);
  return {
    id: 'level',
    label: t('wall.lines.level'),
    number: { measured: level, unit: 'm', digits: 2 },
    bar: {
      ...barOf(level, deadM - 1, floodLimitM + 1, [deadM, floodLimitM]),
      abnormal: levelM !== null && (levelM < deadM || levelM > floodLimitM),
    },
  };
}

function spillLine(read: Read, t: Words): WallLine {
  const hours = read('hoursToSpill');
  const rises = hours.value !== null || ['bad', 'missing'].includes(hours.standing);
  return {
    id: 'to-spill',
    label: t('reservoir.toSpill'),
    ...(rises
      ? { number: { measured: hours, unit: 'h', digits: 0, most: SPILL_MOST_H } }
      : { words: t('reservoir.noSpill') }),
    bar: {
      ...barOf(hours, 0, SPILL_AXIS_H, [SPILL_ALERT_H, SPILL_AXIS_H]),
      ...(rises ? {} : { value: SPILL_AXIS_H }),
      abnormal: (drawable(hours) ?? Infinity) < SPILL_ALERT_H,
    },
  };
}

function waterLines(station: Station, read: Read, t: Words): WallLine[] {
  const [headLow, headHigh] = headBand(station);
  const capacity = turbineCapacityM3s(station);
  const storage = liveStorageMm3(station);
  const free = read('freeStorage');
  const inflow = read('observedInflow');
  const head = read('grossHead');
  return [
    {
      id: 'free',
      label: t('reservoir.free'),
      number: { measured: free, unit: 'Mm³', digits: digitsFor(storage, 3) },
      bar: barOf(free, 0, storage),
    },
    {
      id: 'inflow',
      label: t('reservoir.inflow'),
      number: { measured: inflow, unit: 'm³/s', digits: digitsFor(inflow.value ?? 0, 3) },
      bar: barOf(inflow, 0, 2 * capacity, [0, capacity]),
    },
    {
      id: 'head',
      label: t('reservoir.head'),
      number: { measured: head, unit: 'm', digits: 1 },
      bar: barOf(head, headLow, headHigh),
    },
  ];
}

/** What the reservoir tells, line by line. */
export function useReservoirLines(station: () => Station): ComputedRef<WallLine[]> {
  const { t } = useI18n();
  const { read } = useStationValues();
  const { spill, chance } = useSpillChance();
  return computed(() => {
    const own = station();
    const value: Read = (name) => read(stationTag(own.id, name));
    const chanceLine: WallLine = {
      id: 'chance',
      label: t('wall.spill.chance'),
      number: { measured: chance.value, unit: '%', digits: 0 },
      bar: {
        ...barOf(chance.value, 0, 100, [0, CHANCE_ALERT_PERCENT]),
        abnormal: (chance.value.value ?? 0) >= CHANCE_ALERT_PERCENT,
      },
    };
    return [
      levelLine(own, value, t),
      spillLine(value, t),
      ...(spill.value ? [chanceLine] : []),
      ...waterLines(own, value, t),
    ];
  });
}
