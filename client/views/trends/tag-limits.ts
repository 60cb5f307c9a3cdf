import type { Station } from '#shared/station/system-schema.ts';
import type { AlarmSheet } from '#shared/wire/alarms.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { NamedLimit } from '#client/charts/trend/course-chart.ts';

/** What a limit is, as the texts name it. */
export type LimitKind =
  | 'dead'
  | 'normal'
  | 'flood'
  | 'alarm'
  | 'warning'
  | 'forbidden'
  | 'unitMin'
  | 'unitMax'
  | 'exportLimit'
  | 'outflowMin'
  | 'outflowMax'
  | 'rangeLow'
  | 'rangeHigh';

export interface TagLimit {
  readonly kind: LimitKind;
  readonly value: number;
  readonly upTo?: number;
}

/** Alarms whose limit is in the tag's own unit. */
const LEVEL_ALARMS: Readonly<Record<string, LimitKind>> = {
  'level.high': 'alarm',
  'level.high-early': 'warning',
  'level.low': 'alarm',
  'level.low-early': 'warning',
};
const SPILL_ALARMS: Readonly<Record<string, LimitKind>> = { 'spill.running': 'alarm' };

/** `null` and undefined values are limits that are none. */
const limitsFrom = (
  given: readonly (readonly [LimitKind, number | null | undefined])[],
): TagLimit[] => given.flatMap(([kind, value]) => (value == null ? [] : [{ kind, value }]));

function alarmLimits(
  sheet: AlarmSheet | null,
  kinds: Readonly<Record<string, LimitKind>>,
): TagLimit[] {
  return limitsFrom(
    (sheet?.alarms ?? []).map(({ code, limit }) => [
      kinds[code] ?? 'alarm',
      code in kinds ? limit : null,
    ]),
  );
}

function unitLimits(station: Station, tag: string): TagLimit[] {
  const unit = station.units.find(({ id }) => unitTag(station.id, id, 'mw') === tag);
  if (!unit) return [];
  const zones = unit.forbidden.map(({ mw: [value, upTo] }): TagLimit => ({
    kind: 'forbidden',
    value,
    upTo,
  }));
  return [
    ...zones,
    ...limitsFrom([
      ['unitMin', unit.mwMin],
      ['unitMax', unit.mwMax],
    ]),
  ];
}

function stationLimits(station: Station, tag: string, sheet: AlarmSheet | null): TagLimit[] {
  const { reservoir } = station;
  switch (tag) {
    case stationTag(station.id, 'forebayLevel'):
      return [
        ...limitsFrom([
          ['flood', reservoir.levelMaxM],
          ['normal', reservoir.normalLevelM],
          ['dead', reservoir.deadLevelM ?? reservoir.levelMinM],
        ]),
        ...alarmLimits(sheet, LEVEL_ALARMS),
      ];
    case stationTag(station.id, 'spillFlow'):
      return alarmLimits(sheet, SPILL_ALARMS);
    case stationTag(station.id, 'totalOutflow'):
      return limitsFrom([
        // None is written as 0 too.
        ['outflowMin', reservoir.outflowMinM3s === 0 ? null : reservoir.outflowMinM3s],
        ['outflowMax', reservoir.outflowMaxM3s],
      ]);
    case stationTag(station.id, 'export'):
      return limitsFrom([['exportLimit', station.exportLimitMw]]);
    default:
      return unitLimits(station, tag);
  }
}

/** Every limit that is known of a tag: of its machine or reservoir, of its alarms, and what it can believably read. */
export function tagLimits(station: Station, tag: Tag, sheet: AlarmSheet | null): TagLimit[] {
  // A counter is shown as its use per hour: what its register may read is no limit of that.
  const range = tag.counter === undefined ? tag.range : undefined;
  return [
    ...stationLimits(station, tag.tag, sheet),
    ...limitsFrom([
      ['rangeLow', range?.[0]],
      ['rangeHigh', range?.[1]],
    ]),
  ];
}

/** Limits with their names; those at one value are one line with all of their names. */
export function namedLimits(
  limits: readonly TagLimit[],
  nameOf: (kind: LimitKind) => string,
): NamedLimit[] {
  const named = new Map<string, Omit<NamedLimit, 'name'> & { names: string[] }>();
  for (const { kind, value, upTo } of limits) {
    const key = `${value}/${upTo}`;
    const isPlain = kind === 'rangeLow' || kind === 'rangeHigh';
    const end = upTo === undefined ? {} : { upTo };
    const one = named.get(key) ?? { value, ...end, isPlain, names: [] };
    if (!one.names.includes(nameOf(kind))) one.names.push(nameOf(kind));
    named.set(key, one);
  }
  return [...named.values()].map(({ names, ...rest }) => ({ ...rest, name: names.join(' · ') }));
}
