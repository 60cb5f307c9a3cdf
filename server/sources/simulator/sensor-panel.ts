import type { Reading } from '#shared/wire/reading.ts';
import type { Feeder } from '#shared/station/site-schema.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { type Instrument, instrumentsOf, readingOf } from './instruments.ts';
import type { Random } from './random.ts';
import type { SimulatedStation } from './simulated-station.ts';

/** The sensors of all stations, each with its own beat. */
export interface SensorPanel {
  /**
   * Readings of the sensors that are due at `atMs`, and of the states that have changed.
   * @param atLeastMs no sensor speaks more often than this
   */
  speak(atMs: number, atLeastMs: number): Reading[];
}

interface Sensor {
  readonly at: SimulatedStation;
  readonly instrument: Instrument;
  readonly periodMs: number;
  /** States speak when they change, too. */
  readonly isState: boolean;
  /** Number of the period in which it last spoke. */
  spokeIn: number;
  lastValue: number | null;
}

export function sensorPanel(
  stations: readonly SimulatedStation[],
  feeders: readonly Feeder[],
  tags: readonly Tag[],
  random: Random,
): SensorPanel {
  const sensors = sensorsOf(stations, feeders, tags);
  return {
    speak(atMs, atLeastMs) {
      const said: Reading[] = [];
      for (const sensor of sensors) {
        const { instrument, at } = sensor;
        const period = Math.floor(atMs / Math.max(sensor.periodMs, atLeastMs));
        const changed = sensor.isState && instrument.look(at.state) !== sensor.lastValue;
        if (period === sensor.spokeIn && !changed) continue;
        const reading = readingOf(instrument, at.state, random);
        sensor.spokeIn = period;
        sensor.lastValue = reading.value;
        said.push(reading);
      }
      return said;
    },
  };
}

/** The instruments of which the tag list knows. */
function sensorsOf(
  stations: readonly SimulatedStation[],
  feeders: readonly Feeder[],
  tags: readonly Tag[],
): Sensor[] {
  const periods = new Map(tags.map((tag) => [tag.tag, tag.periodMs]));
  return stations.flatMap((at) =>
    instrumentsOf(at.station, feeders).flatMap((instrument) => {
      const periodMs = periods.get(instrument.tag);
      if (periodMs === undefined) return [];
      const isState = instrument.tag.endsWith('/on');
      return [{ at, instrument, periodMs, isState, spokeIn: -1, lastValue: null }];
    }),
  );
}
