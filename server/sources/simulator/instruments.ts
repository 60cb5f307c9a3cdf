import type { Reading } from '#shared/wire/reading.ts';
import type { Feeder } from '#shared/station/site-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { feederTag, stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { PlantState } from './plant-model.ts';
import { normalDeviate, type Random } from './random.ts';

/** How readings of the simulator are signed. */
export const SIMULATOR_SOURCE = 'simulator';

/** A sensor: what it looks at, how much it trembles, how finely it shows. */
export interface Instrument {
  readonly tag: string;
  readonly look: (state: PlantState) => number;
  /** Standard deviation: absolute, and as a share of the value. */
  readonly noise: number;
  readonly noiseShare: number;
  /** Last digit shown, as digits behind the point. */
  readonly digits: number;
}

const instrument = (
  tag: string,
  look: Instrument['look'],
  digits: number,
  noise = 0,
  noiseShare = 0,
): Instrument => ({ tag, look, digits, noise, noiseShare });

/** Every sensor and meter of a simulated station. */
export function instrumentsOf(station: Station, feeders: readonly Feeder[]): Instrument[] {
  const at = (name: Parameters<typeof stationTag>[1]): string => stationTag(station.id, name);
  const ofUnits = station.units.flatMap(({ id }, u) => {
    const tag = (name: Parameters<typeof unitTag>[2]): string => unitTag(station.id, id, name);
    return [
      instrument(tag('mw'), (state) => state.last.powerMw[u]!, 3, 0, 0.0015),
      instrument(tag('flow'), (state) => state.units[u]!.flowM3s, 3, 0, 0.004),
      instrument(tag('on'), (state) => (state.units[u]!.phase === 'running' ? 1 : 0), 0),
      instrument(tag('hours'), (state) => state.units[u]!.hours, 2),
      instrument(tag('starts'), (state) => state.units[u]!.starts, 0),
    ];
  });
  return [
    instrument(at('forebayLevel'), (state) => state.last.levelM, 3, 0.002),
    instrument(at('tailraceLevel'), (state) => state.last.tailwaterM, 3, 0.003),
    instrument(at('observedInflow'), (state) => state.last.inflowM3s, 2, 0, 0.015),
    instrument(at('totalOutflow'), (state) => state.last.outflowM3s, 2, 0, 0.003),
    instrument(at('spillFlow'), (state) => state.last.spillM3s, 2, 0, 0.004),
    instrument(at('airTemperature'), (state) => state.last.airC, 1, 0.05),
    instrument(
      at('export'),
      (state) => state.last.generationMw - state.last.consumptionMw,
      3,
      0.002,
      0.001,
    ),
    ...ofUnits,
    ...feeders.map(({ id, unit }) =>
      instrument(feederTag(station.id, id, unit), (state) => state.feeders.kwh[id] ?? 0, 1),
    ),
  ];
}

/** What an instrument shows: the truth, its noise, its last digit. A value of 0 is shown as 0 where noise is a share. */
export function readingOf(sensor: Instrument, state: PlantState, random: Random): Reading {
  const truth = sensor.look(state);
  const noise = sensor.noise + sensor.noiseShare * Math.abs(truth);
  const shown = noise > 0 ? truth + noise * normalDeviate(random) : truth;
  return {
    tag: sensor.tag,
    at: state.atMs,
    value: Number(shown.toFixed(sensor.digits)),
    quality: 'good',
    source: SIMULATOR_SOURCE,
  };
}
