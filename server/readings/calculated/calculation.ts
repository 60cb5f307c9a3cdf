import { plantOf, type Plant } from '#shared/hydraulics/plant.ts';
import type { Station, System } from '#shared/station/system-schema.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { ANALOG_PERIOD_MS } from '#shared/wire/tag.ts';
import type { ReadingStore } from '../../store/reading-store.ts';
import { createEnergyMeter, type EnergyMeter } from './energy-meter.ts';
import { combine, type CalculatedValue, type ReadLive } from './combine.ts';
import { reservoirValues } from './reservoir-values.ts';
import { createRunningSince, type RunningSince } from './running-since.ts';
import { unitValues } from './unit-values.ts';

/** Values that come with the image: all of one cycle, each as good as the worst it was made of. */
export interface Calculation {
  /** Takes note of a newest reading, for what follows the plant as it goes. */
  observe(reading: JudgedReading): void;
  /** Takes note of any durable reading, late and corrected ones too, for what builds up over time. */
  count(reading: JudgedReading): void;
  /** The calculated tags of a station from one reading of the live state. */
  valuesOf(station: string, read: ReadLive, at: number): readonly CalculatedValue[];
  /** Picks up from the store what had built up before the server started. */
  warmUp(store: ReadingStore, now: number): Promise<void>;
}

interface StationCalculation {
  readonly plant: Plant;
  readonly energy: EnergyMeter;
  readonly running: RunningSince;
}

function energyValues(
  { plant, energy }: StationCalculation,
  read: ReadLive,
  at: number,
): CalculatedValue[] {
  const { id, units } = plant;
  const power = combine(
    read,
    units.map((unit) => unitTag(id, unit.id, 'mw')),
  );
  const sum = power.values?.reduce((total, mw) => total + mw, 0) ?? null;
  const { today, yesterday } = energy.days(at);
  // A day that is over ages no more, whichever unit is silent now; said anew once a period.
  const saidAt = yesterday.value === null ? power.at : at - (at % ANALOG_PERIOD_MS);
  return [
    { ...power, tag: stationTag(id, 'generation'), value: sum },
    { ...today, tag: stationTag(id, 'energyToday'), at: power.at },
    { ...yesterday, tag: stationTag(id, 'energyYesterday'), at: saidAt },
  ];
}

function stationCalculation(station: Station, zone: string): StationCalculation {
  const units = station.units.map((unit) => unit.id);
  return {
    plant: plantOf(station),
    energy: createEnergyMeter(
      units.map((unit) => unitTag(station.id, unit, 'mw')),
      zone,
    ),
    running: createRunningSince(station.id, units),
  };
}

export function createCalculation(system: System): Calculation {
  const stations = new Map(
    system.stations.map((station) => [station.id, stationCalculation(station, system.timeZone)]),
  );
  return {
    observe(reading) {
      for (const { running } of stations.values()) running.observe(reading);
    },
    count(reading) {
      for (const { energy } of stations.values()) energy.observe(reading);
    },
    valuesOf(id, read, at) {
      const station = stations.get(id);
      if (!station) return [];
      return [
        ...reservoirValues(station.plant, read),
        ...energyValues(station, read, at),
        ...unitValues(station.plant, read),
        ...station.running.values(read, at),
      ];
    },
    async warmUp(store, now) {
      for (const { energy, running } of stations.values()) {
        await energy.warmUp(store, now);
        await running.warmUp(store, now);
      }
    },
  };
}
