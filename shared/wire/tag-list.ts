import type { Feeder, Site } from '#shared/station/site-schema.ts';
import type { LocalName, Station, System, Unit } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { withSiteTag } from './site-tag.ts';
import { feederTag, stationTag, unitTag, type StationTag, type UnitTag } from './tag-path.ts';
import { ANALOG_PERIOD_MS, MARK_ALL, SLOW_PERIOD_MS, type Tag, type TagUnit } from './tag.ts';

type Details = Partial<Omit<Tag, 'tag' | 'station' | 'name' | 'unit'>>;

/** Water gauges may read this far beyond the storage curve's ends, m. */
const LEVEL_MARGIN_M = 2;

/** No reservoir's surface rises or falls as fast; a wave's crest at the gauge does not last a period. */
const LEVEL_RATE_M_PER_S = 0.05;

/**
 * No machine loads faster than this share of its full output or flow per second. One that trips falls at
 * once: its fall is doubtful until it has stood for as long as this.
 */
const MACHINE_RATE_PER_S = 0.05;

/** A gauge that has not moved in its last digit for a whole day is looked at. */
const FROZEN_AFTER_MS = 24 * 3_600_000;

/** A generator's meter may show motoring and overload, as shares of `mwMax`. */
const OVERLOAD_SHARE = 1.15;

function tagOf(
  station: string,
  tag: string,
  name: LocalName,
  unit: TagUnit,
  details: Details = {},
): Tag {
  return {
    tag,
    station,
    name,
    unit,
    origin: 'measured',
    periodMs: ANALOG_PERIOD_MS,
    onFault: MARK_ALL,
    ...details,
  };
}

const ends = (points: readonly (readonly [number, ...number[]])[]): [number, number] => [
  points[0]![0],
  points.at(-1)![0],
];

/** The station's own measured tags. */
function measuredOf(station: Station): Tag[] {
  const [lowM, highM] = ends(station.reservoir.storage);
  const tailwaterM = station.tailwater.map(([, levelM]) => levelM);
  const [, spillTopM3s] = station.reservoir.spillway.capacity.at(-1)!;
  const generationMaxMw = station.units.reduce((sum, unit) => sum + unit.mwMax, 0);
  const make = (key: StationTag, zh: string, en: string, unit: TagUnit, details?: Details): Tag =>
    tagOf(station.id, stationTag(station.id, key), { zh, en }, unit, details);
  return [
    make('forebayLevel', '上游水位', 'Forebay level', 'm', {
      range: [lowM - LEVEL_MARGIN_M, highM + LEVEL_MARGIN_M],
      ratePerS: LEVEL_RATE_M_PER_S,
      frozenAfterMs: FROZEN_AFTER_MS,
    }),
    make('tailraceLevel', '下游水位', 'Tailrace level', 'm', {
      range: [Math.min(...tailwaterM) - LEVEL_MARGIN_M, Math.max(...tailwaterM) + LEVEL_MARGIN_M],
    }),
    make('observedInflow', '入库流量', 'Observed inflow', 'm³/s'),
    make('totalOutflow', '出库流量', 'Total outflow', 'm³/s'),
    make('spillFlow', '弃水流量', 'Spill', 'm³/s', {
      range: [-1, 1 + spillTopM3s * OVERLOAD_SHARE],
    }),
    make('airTemperature', '气温', 'Air temperature', '°C', {
      range: [-60, 60],
      periodMs: SLOW_PERIOD_MS,
    }),
    make('export', '上网出力', 'Export', 'MW', {
      range: [-OVERLOAD_SHARE * generationMaxMw, OVERLOAD_SHARE * generationMaxMw],
      ratePerS: MACHINE_RATE_PER_S * generationMaxMw,
    }),
  ];
}

const unitName = (unit: Unit): LocalName => unit.name ?? { zh: unit.id, en: unit.id };

/** A unit's tags, measured and calculated. */
function tagsOfUnit(station: Station, unit: Unit): Tag[] {
  const name = unitName(unit);
  const flowMaxM3s = Math.max(...unit.flowRange.map(([, , high]) => high));
  const make = (key: UnitTag, zh: string, en: string, of: TagUnit, details?: Details): Tag =>
    tagOf(
      station.id,
      unitTag(station.id, unit.id, key),
      { zh: `${name.zh}${zh}`, en: `${name.en} ${en}` },
      of,
      { unitId: unit.id, ...details },
    );
  const counter: Details = { periodMs: SLOW_PERIOD_MS, counter: {} };
  return [
    make('mw', '有功功率', 'power', 'MW', {
      range: [-1, OVERLOAD_SHARE * unit.mwMax],
      ratePerS: MACHINE_RATE_PER_S * unit.mwMax,
    }),
    make('flow', '流量', 'flow', 'm³/s', {
      range: [-1, OVERLOAD_SHARE * flowMaxM3s],
      ratePerS: MACHINE_RATE_PER_S * flowMaxM3s,
    }),
    make('on', '运行状态', 'running', '1', { range: [0, 1] }),
    make('hours', '运行小时', 'running hours', 'h', counter),
    make('starts', '开机次数', 'starts', '1', counter),
    make('efficiency', '实测效率', 'efficiency', '1', { origin: 'calculated' }),
    make('efficiency-expected', '预期效率', 'expected efficiency', '1', { origin: 'calculated' }),
    make('running-for', '连续运行', 'running for', 'h', { origin: 'calculated' }),
  ];
}

/** The station's own calculated tags. */
function calculatedOf(station: Station): Tag[] {
  const make = (key: StationTag, zh: string, en: string, unit: TagUnit): Tag =>
    tagOf(station.id, stationTag(station.id, key), { zh, en }, unit, { origin: 'calculated' });
  return [
    make('storage', '蓄水量', 'Storage', 'Mm³'),
    make('freeStorage', '剩余库容', 'Free storage', 'Mm³'),
    make('hoursToSpill', '距弃水时间', 'Hours until spill', 'h'),
    make('grossHead', '毛水头', 'Gross head', 'm'),
    make('generation', '总出力', 'Generation', 'MW'),
    make('energyToday', '今日发电量', 'Energy today', 'MWh'),
    make('energyYesterday', '昨日发电量', 'Energy yesterday', 'MWh'),
  ];
}

function underOf(station: Station, feeders: readonly Feeder[], { parent }: Feeder): Details {
  const above = feeders.find((one) => one.id === parent);
  return above ? { under: feederTag(station.id, above.id, above.unit) } : {};
}

function tagsOfFeeders(station: Station, site: Pick<Site, 'feeders'>): Tag[] {
  return site.feeders.map((feeder) =>
    tagOf(station.id, feederTag(station.id, feeder.id, feeder.unit), feeder.name, feeder.unit, {
      ...(feeder.intervalMinutes === undefined
        ? { periodMs: SLOW_PERIOD_MS, counter: {} }
        : { periodMs: feeder.intervalMinutes * MS_PER_MINUTE }),
      ...underOf(station, site.feeders, feeder),
    }),
  );
}

/**
 * Every tag of the system: by station, first its own measured ones, then its units', its feeders'
 * and the calculated ones; the site's additions last. The order is that of the images.
 */
export function tagList(system: System, site: Pick<Site, 'feeders' | 'tags'>): Tag[] {
  const tags = new Map<string, Tag>();
  for (const station of system.stations) {
    const ofStation = [
      ...measuredOf(station),
      ...station.units.flatMap((unit) => tagsOfUnit(station, unit)),
      ...tagsOfFeeders(station, site),
      ...calculatedOf(station),
    ];
    for (const tag of ofStation) tags.set(tag.tag, tag);
  }
  for (const override of site.tags) {
    tags.set(override.tag, withSiteTag(tags.get(override.tag), override));
  }
  return [...tags.values()];
}
