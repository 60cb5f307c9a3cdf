import { plantOf } from '#shared/hydraulics/plant.ts';
import type { Station, System } from '#shared/station/system-schema.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Quality } from '#shared/wire/quality.ts';
import type { Forecast, Reading } from '#shared/wire/reading.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { type GlenCanyonMonth, readGlenCanyonMonth } from './glen-canyon-files.ts';
import type { PlayableRecord } from './record.ts';
import { RecordError } from './record-error.ts';
import { releaseModel, type ReleaseModel } from './release-model.ts';

/** How readings of a replay are signed. */
const SOURCE = 'replay';
const STEP_MS = 15 * MS_PER_MINUTE;
const DAY_MS = 24 * MS_PER_HOUR;
const STEPS_PER_DAY = 96;

/**
 * From the dam to the gauge (USGS 09380000 at Lees Ferry, 25 km below) a change of the release travels
 * nearly four hours: the release of a step is what passed the gauge this many steps later.
 */
export const GAUGE_LAG_STEPS = 15;

/** The release at the dam; the month's last steps, whose water passed after its end, hold the last flow. */
export function releaseOf(month: GlenCanyonMonth): number[] {
  const last = month.gaugeM3s.length - 1;
  return month.gaugeM3s.map((_, step) => month.gaugeM3s[Math.min(last, step + GAUGE_LAG_STEPS)]!);
}

/** The month as the station must have run it. */
export function modelOf(month: GlenCanyonMonth, station: Station): ReleaseModel {
  return releaseModel(plantOf(station), {
    stepSeconds: STEP_MS / 1000,
    startVolumeMm3: month.startVolumeMm3,
    outflowM3s: releaseOf(month),
    netInflowM3s: month.gaugeM3s.map((_, step) => inflowAt(month, step) - month.evaporationM3s),
  });
}

const inflowAt = (month: GlenCanyonMonth, step: number): number =>
  month.inflowM3s[Math.min(month.days - 1, Math.floor(step / STEPS_PER_DAY))]!;

export interface GlenCanyonOptions {
  readonly folder: string;
  readonly system: System;
  /** First and last instant to play, ms; null: the month's own. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Time between readings of a tag, ms; a step's fraction. */
  readonly everyMs: number;
}

/**
 * The Glen Canyon record as readings: release and inflow as recorded, levels from the water balance,
 * unit powers by the station's physics, and the record's own daily energy beside them.
 * @throws RecordError
 */
export async function glenCanyonRecord(options: GlenCanyonOptions): Promise<PlayableRecord> {
  const { system, everyMs } = options;
  const [station] = system.stations;
  if (!station || system.stations.length > 1)
    throw new RecordError('system', `${system.stations.length} stations`, 'this record is of one');
  const month = await readGlenCanyonMonth(options.folder, options.fromMs);
  const model = modelOf(month, station);
  const startMs = Math.max(options.fromMs ?? month.startMs, month.startMs);
  const endMs = Math.min(options.toMs ?? Infinity, month.startMs + month.days * DAY_MS);
  if (endMs <= startMs)
    throw new RecordError(options.folder, 'no time between from and to', 'a later "to" is needed');
  const meters = unitMeters(station);
  let givenMs = startMs - everyMs;

  return {
    startMs,
    about: `${month.days} days from ${new Date(month.startMs).toISOString()}`,
    async next(toMs) {
      if (givenMs + everyMs >= endMs) return null;
      const readings: Reading[] = [];
      for (let at = givenMs + everyMs; at <= toMs && at < endMs; at += everyMs) {
        readings.push(
          ...readingsAt(station, month, model, at, startMs),
          ...meters(model, month, at, everyMs),
        );
        givenMs = at;
      }
      return readings;
    },
    lacks: [stationTag(station.id, 'airTemperature')],
    extraTags: [
      {
        tag: energyTag(station),
        name: { zh: '实录日发电量', en: 'Recorded energy of the day' },
        unit: 'MWh',
        periodMs: DAY_MS,
      },
    ],
    hourlyPricePerMwh: month.hourlyPricePerMwh,
    forecasts: forecastsOf(station, month),
    endAt(id, atMs) {
      const level = model.levelM[Math.round((atMs - month.startMs) / STEP_MS)];
      return id === station.id && level !== undefined ? { levelM: level } : undefined;
    },
    close: () => Promise.resolve(),
  };
}

const energyTag = (station: Station): string => `${station.id}/record/energy-day`;

function readingsAt(
  station: Station,
  month: GlenCanyonMonth,
  model: ReleaseModel,
  at: number,
  startMs: number,
): Reading[] {
  const through = (at - month.startMs) / STEP_MS;
  const index = Math.floor(through);
  const step = model.step(index);
  const beyond = index + GAUGE_LAG_STEPS >= month.gaugeM3s.length;
  const quality: Quality = beyond ? 'substituted' : 'good';
  const reading = (tag: string, value: number, of = quality): Reading => ({
    tag,
    at,
    value,
    quality: of,
    source: SOURCE,
  });
  const own = (name: Parameters<typeof stationTag>[1], value: number, of = quality): Reading =>
    reading(stationTag(station.id, name), value, of);
  const low = model.levelM[index]!;
  const level = low + (through - index) * (model.levelM[index + 1]! - low);
  const outflow = step.flowsM3s.reduce((sum, flow) => sum + flow, step.spillM3s);
  const day = Math.floor((at - month.startMs) / DAY_MS);
  const isDayStart = at === startMs || at === month.startMs + day * DAY_MS;
  return [
    own('forebayLevel', level),
    own('tailraceLevel', step.tailwaterM),
    own('observedInflow', inflowAt(month, index), 'good'),
    own('totalOutflow', outflow),
    own('spillFlow', step.spillM3s),
    own('export', step.exportMw),
    ...station.units.flatMap(({ id }, u) => [
      reading(unitTag(station.id, id, 'mw'), step.powerMw[u]!),
      reading(unitTag(station.id, id, 'flow'), step.flowsM3s[u]!),
      reading(unitTag(station.id, id, 'on'), step.flowsM3s[u]! > 0 ? 1 : 0),
    ]),
    ...(isDayStart ? [reading(energyTag(station), month.energyMwh[day]!, 'good')] : []),
  ];
}

/** Running hours and starts of the units, counted from the replay's start. */
function unitMeters(
  station: Station,
): (model: ReleaseModel, month: GlenCanyonMonth, at: number, everyMs: number) => Reading[] {
  const hours = station.units.map(() => 0);
  const starts = station.units.map(() => 0);
  let running: readonly boolean[] | null = null;
  return (model, month, at, everyMs) => {
    const { flowsM3s } = model.step(Math.floor((at - month.startMs) / STEP_MS));
    const now = flowsM3s.map((flow) => flow > 0);
    const readings = station.units.flatMap(({ id }, u) => {
      if (running?.[u]) hours[u]! += everyMs / MS_PER_HOUR;
      if (running && now[u] && !running[u]) starts[u]! += 1;
      return [
        meterReading(unitTag(station.id, id, 'hours'), at, hours[u]!),
        meterReading(unitTag(station.id, id, 'starts'), at, starts[u]!),
      ];
    });
    running = now;
    return readings;
  };
}

function meterReading(tag: string, at: number, value: number): Reading {
  return { tag, at, value, quality: 'good', source: SOURCE };
}

/** The recorded inflows as a forecast of every morning: a replay plans with what came. */
function forecastsOf(station: Station, month: GlenCanyonMonth): Forecast[] {
  return month.inflowM3s.map((_, day) => ({
    station: station.id,
    issuedAt: month.startMs + day * DAY_MS,
    startsAt: month.startMs + day * DAY_MS,
    stepMinutes: DAY_MS / MS_PER_MINUTE,
    inflowM3s: month.inflowM3s
      .slice(day, day + 3)
      .map((inflow) => Math.max(0, inflow - month.evaporationM3s)),
    origin: 'forecast',
  }));
}
