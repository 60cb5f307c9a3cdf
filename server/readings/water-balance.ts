import { plantOf, type Plant } from '#shared/hydraulics/plant.ts';
import { levelM, volumeAfterMm3, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import type { System } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import { stationTag } from '#shared/wire/tag-path.ts';

/** What is believed of a measured flow: it is off by this share of itself at most. */
const FLOW_DOUBT = 0.1;

/** A flow that was not heard again is believed for this long, ms. */
const LONGEST_HOLD_MS = 30 * MS_PER_MINUTE;

/** A gauge may hide this: waves, the step at which it sends again, m. */
const LEAST_MOVE_M = 0.02;

/** And this many of its own last digits. */
const HIDDEN_DIGITS = 3;

/** What the water that came and went says of a gauge that does not move (docs/decisions/0006). */
export interface WaterBalance {
  /** Takes note of a believed level, inflow or outflow; any other reading changes nothing. */
  observe(reading: JudgedReading): void;
  /**
   * How far a level must have moved at least since it came to rest, m; null where that is less than
   * its gauge may hide, where the flows are not known, and for every other tag.
   */
  mustHaveMovedM(tag: string): number | null;
}

interface Flow {
  at: number;
  m3s: number;
}

/** One reservoir's water since its level came to rest. */
interface Balance {
  readonly plant: Plant;
  inflow: Flow | null;
  outflow: Flow | null;
  /** Up to where the water is reckoned, ms. */
  reckonedMs: number;
  restingAtM: number | null;
  /** Newest level of all, ms. */
  levelMs: number;
  /** Digits behind the point that the gauge has shown. */
  digits: number;
  /** ∫ (I − O) dt, and what the flows' own error may make of it, m³. */
  netM3: number;
  doubtM3: number;
}

type Role = 'level' | 'inflow' | 'outflow';

function emptyBalance(plant: Plant): Balance {
  return {
    plant,
    inflow: null,
    outflow: null,
    reckonedMs: -Infinity,
    restingAtM: null,
    levelMs: -Infinity,
    digits: 0,
    netM3: 0,
    doubtM3: 0,
  };
}

const digitsOf = (value: number): number => String(value).split('.')[1]?.length ?? 0;

/** Reckons the water up to `at` by the flows heard last; a time without both of them adds nothing. */
function reckonTo(balance: Balance, at: number): void {
  const { inflow, outflow } = balance;
  if (at <= balance.reckonedMs) return;
  if (inflow && outflow) {
    const believedTo = Math.min(at, inflow.at + LONGEST_HOLD_MS, outflow.at + LONGEST_HOLD_MS);
    const from = Math.max(balance.reckonedMs, inflow.at, outflow.at);
    const seconds = Math.max(0, believedTo - from) / 1000;
    balance.netM3 += (inflow.m3s - outflow.m3s) * seconds;
    balance.doubtM3 += FLOW_DOUBT * (inflow.m3s + outflow.m3s) * seconds;
  }
  balance.reckonedMs = at;
}

function noteLevel(balance: Balance, at: number, value: number): void {
  if (at < balance.levelMs) return;
  balance.levelMs = at;
  balance.digits = Math.max(balance.digits, digitsOf(value));
  if (value === balance.restingAtM) return;
  balance.restingAtM = value;
  balance.netM3 = 0;
  balance.doubtM3 = 0;
}

function leastMoveM({ plant, restingAtM, netM3, doubtM3 }: Balance): number {
  const leastM3 = Math.max(0, Math.abs(netM3) - doubtM3) * Math.sign(netM3);
  if (restingAtM === null || leastM3 === 0) return 0;
  const volume = volumeAfterMm3(volumeMm3(plant, restingAtM), leastM3, 0, 1);
  return Math.abs(levelM(plant, volume) - restingAtM);
}

export function createWaterBalance(system: System): WaterBalance {
  const places = new Map<string, { readonly balance: Balance; readonly role: Role }>();
  for (const station of system.stations) {
    const balance = emptyBalance(plantOf(station));
    places.set(stationTag(station.id, 'forebayLevel'), { balance, role: 'level' });
    places.set(stationTag(station.id, 'observedInflow'), { balance, role: 'inflow' });
    places.set(stationTag(station.id, 'totalOutflow'), { balance, role: 'outflow' });
  }
  return {
    observe({ tag, at, value, quality, mark }) {
      const place = places.get(tag);
      if (!place || value === null || quality === 'bad' || mark === 'too-fast') return;
      const { balance, role } = place;
      reckonTo(balance, at);
      if (role === 'level') noteLevel(balance, at, value);
      else if (at >= (balance[role]?.at ?? -Infinity)) balance[role] = { at, m3s: value };
    },
    mustHaveMovedM(tag) {
      const place = places.get(tag);
      if (place?.role !== 'level') return null;
      const movedM = leastMoveM(place.balance);
      const hiddenM = Math.max(LEAST_MOVE_M, HIDDEN_DIGITS * 10 ** -place.balance.digits);
      return movedM > hiddenM ? movedM : null;
    },
  };
}
