import type { StepCause } from './reason-codes.ts';
import { type StationFacts, runs } from './reason-facts.ts';
import { type Room, flowRooms, levelLimitAt, noRoomM3s, rangeEnd } from './step-cause-rooms.ts';
import { isAtEdge, startBlockedBy, stopBlockedBy } from './step-cause-times.ts';
import { tolerances } from './tolerances.ts';
import { bestStart, earned, lostPerFlow } from './water-worth-moves.ts';
import { keepsReserve } from './water-worth-uses.ts';
import type { WaterWorth } from './water-worth.ts';

/** What a step earns counts as the worth of its water within this share: what a plan's steps leave to chance. */
const SAME_WORTH = 0.03;

/** Spill below this is rounding, m³/s. */
const NO_SPILL_M3S = 1e-6;

/** What limits a step, and which way it would go but for that; null where it would stay. */
export interface Limited {
  readonly cause: StepCause;
  readonly wants: 'more' | 'less' | null;
}

/**
 * What limits the station in step t. First what is ordered or asked for; else whether a little more
 * water through the units would earn more than it is worth, or a little less would lose less: then
 * the limit that keeps the step from it. Where neither, the price against the worth of water decides.
 * @param offLoadMw load less the export of all stations, MW; 0 where there is no load
 */
export function stepCause(
  facts: StationFacts,
  worth: WaterWorth,
  t: number,
  offLoadMw: number,
): Limited {
  const { problem, station, units } = facts;
  if (station.units.some((unit) => !Number.isNaN(unit.fixedFlowM3s[t]!))) return free('fixed');
  if (problem.loadMw) {
    const isFollowed = Math.abs(offLoadMw) <= tolerances.loadMw + tolerances.operating;
    const isShort = offLoadMw > 0;
    const cause = isFollowed
      ? null
      : blockedBy(facts, t, isShort, isShort ? -Infinity : Infinity, 0);
    return cause === null ? free('load') : { cause, wants: isShort ? 'more' : 'less' };
  }
  const below = worth.below[t]!;
  const { more, less, start } = earnings(facts, worth, t);
  const held = worth.pastLimit[t]!;
  const margin = sameWorth(worth, t);
  if (!units.some(({ on }) => on[t] === 1)) {
    if (facts.plan.spillM3s[t]! > NO_SPILL_M3S && hasNoRoom(facts, t, 'outflow-min')) {
      return free('outflow-min');
    }
    const cause = start > held + margin ? blockedBy(facts, t, true, held + margin, below) : null;
    return cause === null ? free('price-low') : { cause, wants: 'more' };
  }
  if (more > held + margin) {
    const cause = blockedBy(facts, t, true, held + margin, below);
    if (cause !== null) return { cause, wants: 'more' };
  } else if (less < held - margin) {
    const cause = blockedBy(facts, t, false, held - margin, below);
    if (cause !== null) return { cause, wants: 'less' };
  }
  if (avoidsSpill(facts, worth, t, less)) return free('spill-avoided');
  const isKink = more < held - margin && less > held + margin;
  return free(isKink ? 'best-efficiency' : 'price');
}

const free = (cause: StepCause): Limited => ({ cause, wants: null });

/** Differences of worth that say nothing in step t, money per Mm³. */
export const sameWorth = ({ perMm3, pastLimit }: WaterWorth, t: number): number =>
  SAME_WORTH * Math.max(Math.abs(perMm3[t]!), Math.abs(pastLimit[t]!), 1);

/** Whether the step runs for less than the water is worth once the reservoir was full. */
function avoidsSpill(
  facts: StationFacts,
  worth: WaterWorth,
  t: number,
  earnsPerMm3: number,
): boolean {
  const ends = worth.endsAt[t]!;
  if (levelLimitAt(facts, ends) !== 'level-max') return false;
  const after = worth.pastLimit[ends - 1]!;
  const margin = SAME_WORTH * Math.max(1, Math.abs(after));
  return worth.perMm3[ends - 1]! < after - margin && earnsPerMm3 < after - margin;
}

/** What a Mm³ earns in a step, money: a little more, a little less, and by the best unit that rests. */
export interface Earnings {
  readonly more: number;
  readonly less: number;
  readonly start: number;
}

export function earnings(facts: StationFacts, worth: WaterWorth, t: number): Earnings {
  const slopes = facts.slopes[t]!;
  const below = worth.below[t]!;
  let more = -Infinity;
  let less = Infinity;
  let start = -Infinity;
  facts.units.forEach((_, u) => {
    if (runs(facts, u, t)) {
      // Past the end of a chart its efficiency stays what it was: there the slope below the flow counts.
      const up = Math.min(slopes.more[u]!, slopes.less[u]!);
      const isFree = rangeEnd(facts, t, u, true) === null;
      more = Math.max(more, earned(facts, t, isFree ? slopes.more[u]! : up, below));
      less = Math.min(less, earned(facts, t, slopes.less[u]!, below));
    }
  });
  if (more === -Infinity) {
    facts.units.forEach((_, u) => {
      if (!facts.station.units[u]!.available[t]) return;
      start = Math.max(start, earned(facts, t, bestStart(facts, t, u).perFlow, below));
    });
  }
  return { more, less, start };
}

const hasNoRoom = (facts: StationFacts, t: number, limit: Room['limit']): boolean =>
  flowRooms(facts, t, false).some(
    (room) => room.limit === limit && room.flowM3s <= noRoomM3s(facts),
  );

/**
 * What keeps step t from more, or less, turbine flow; null where nothing does: limits of the station
 * first, then those of the units that run, then why none that rests is started, or none that runs
 * is stopped.
 * @param price money per Mm³ that a start must earn, or a stop may lose
 */
function blockedBy(
  facts: StationFacts,
  t: number,
  up: boolean,
  price: number,
  below: number,
): StepCause | null {
  const rooms = flowRooms(facts, t, up);
  const none = noRoomM3s(facts);
  const level = levelLimitAt(facts, t + 1);
  if (level !== null && up !== (level === 'level-max')) return level;
  const running = facts.units.flatMap((_, u) => (runs(facts, u, t) ? [u] : []));
  const ends = running.map((u) => rangeEnd(facts, t, u, up));
  const closed = rooms.find(({ limit, flowM3s }) => flowM3s <= none && limit !== 'reserve');
  if (closed) return closed.limit;
  if (ends.includes(null)) {
    return rooms.some(({ flowM3s }) => flowM3s <= none) ? 'reserve' : null;
  }
  const zone = ends.includes('forbidden-zone') ? 'forbidden-zone' : null;
  const other = up ? notStarted(facts, t, rooms, price, below) : notStopped(facts, t, price, below);
  return zone ?? other ?? ends[0] ?? null;
}

/** Why no resting unit is started though it would earn its water; null where none would. */
function notStarted(
  facts: StationFacts,
  t: number,
  rooms: readonly Room[],
  price: number,
  below: number,
): StepCause | null {
  const { problem, station, units, times } = facts;
  let found: StepCause | null = null;
  for (let u = 0; u < units.length; u++) {
    if (runs(facts, u, t)) continue;
    const unit = station.units[u]!;
    const best = bestStart(facts, t, u);
    if (!(best.perFlow > -Infinity) || earned(facts, t, best.perFlow, below) <= price) continue;
    const machine = station.plant.units[u]!;
    const byTime = startBlockedBy(problem, unit, machine, times[u]!, units[u]!, t);
    if (byTime !== null) {
      found ??= byTime;
      continue;
    }
    const room = rooms.find(({ limit, flowM3s }) => limit !== 'reserve' && flowM3s < best.flowM3s);
    if (room) return room.limit;
    // A run begun a step sooner or ended a step later costs no start: then the price alone decides.
    if (!isAtEdge(unit, units[u]!, t)) found ??= 'start-cost';
  }
  return found;
}

/** Why no running unit is stopped though its water is worth more than it makes; null where all are. */
function notStopped(
  facts: StationFacts,
  t: number,
  price: number,
  below: number,
): StepCause | null {
  const { problem, station, units, times } = facts;
  for (let u = 0; u < units.length; u++) {
    if (!runs(facts, u, t)) continue;
    if (earned(facts, t, lostPerFlow(facts, t, u), below) >= price) continue;
    const machine = station.plant.units[u]!;
    const byTime = stopBlockedBy(problem, station.units[u]!, machine, times[u]!, units[u]!, t);
    if (byTime !== null) return byTime;
    if (!keepsReserve(facts, t, u)) return 'reserve';
    if (!isAtEdge(station.units[u]!, units[u]!, t)) return 'start-cost';
  }
  return null;
}
