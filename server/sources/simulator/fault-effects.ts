import type { Reading } from '#shared/wire/reading.ts';
import { unitTag } from '#shared/wire/tag-path.ts';
import type { PlantFault } from './fault-list.ts';

/** What faults do to the plant and to what its instruments say. */
export interface FaultEffects {
  /** Inflow of floods on top of the year's, m³/s. */
  floodM3s(atMs: number): number;
  /** Whether a unit has tripped and stands, whatever is ordered of it. */
  isTripped(station: string, unit: string, atMs: number): boolean;
  /** The readings as the faulty instruments give them. */
  apply(readings: readonly Reading[]): Reading[];
}

/** Peak of a flood on request, in full discharges of the plant. */
const FLOOD_PEAK = 2.5;
/** A spike shows this many times the value, and this much more, so that zero spikes too. */
const SPIKE_FACTOR = 3;
const SPIKE_OFFSET = 50;

const isWithin = (fault: PlantFault, sinceStartMs: number): boolean =>
  sinceStartMs >= fault.afterMs && sinceStartMs < fault.afterMs + fault.spanMs;

/**
 * @param startMs when the simulator started: the faults' times count from it
 * @param fullM3s the plant's full discharge
 */
export function faultEffects(
  faults: readonly PlantFault[],
  startMs: number,
  fullM3s: number,
): FaultEffects {
  const held = new Map<PlantFault, number | null>();

  /** The value that a fault's instrument had when the fault began. */
  const heldValue = (fault: PlantFault, reading: Reading): number | null => {
    if (!held.has(fault)) held.set(fault, reading.value);
    return held.get(fault)!;
  };

  const effect = (fault: PlantFault, reading: Reading): Reading | null => {
    const sinceMs = reading.at - startMs;
    if (fault.kind === 'meter-reset') {
      if (sinceMs < fault.afterMs || reading.value === null) return reading;
      const before = heldValue(fault, reading) ?? 0;
      return { ...reading, value: Number((reading.value - before).toFixed(3)) };
    }
    // What trips is the unit; its instruments show it.
    if (fault.kind === 'trip' || !isWithin(fault, sinceMs)) return reading;
    if (fault.kind === 'gap') return null;
    if (fault.kind === 'stuck') return { ...reading, value: heldValue(fault, reading) };
    if (fault.kind !== 'spike' || reading.value === null) return reading;
    return { ...reading, value: reading.value * SPIKE_FACTOR + SPIKE_OFFSET };
  };

  return {
    floodM3s(atMs) {
      return faults.reduce((sum, fault) => {
        if (fault.kind !== 'flood' || !isWithin(fault, atMs - startMs)) return sum;
        const through = (atMs - startMs - fault.afterMs) / fault.spanMs;
        return sum + FLOOD_PEAK * fullM3s * Math.sin(Math.PI * through) ** 2;
      }, 0);
    },
    isTripped(station, unit, atMs) {
      const tag = unitTag(station, unit, 'on');
      return faults.some(
        (fault) => fault.kind === 'trip' && fault.tag === tag && isWithin(fault, atMs - startMs),
      );
    },
    apply(readings) {
      return readings.flatMap((reading) => {
        let faulty: Reading | null = reading;
        for (const fault of faults) {
          if (faulty && fault.tag === reading.tag) faulty = effect(fault, faulty);
        }
        return faulty ? [faulty] : [];
      });
    },
  };
}
