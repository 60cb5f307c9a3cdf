import { type StationFacts, runs } from './reason-facts.ts';
import { flowRooms, noRoomM3s, rangeEnd, spareMw } from './step-cause-rooms.ts';
import { isAtEdge, startBlockedBy, stopBlockedBy } from './step-cause-times.ts';
import { addedPerFlow, earned, lostPerFlow } from './water-worth-moves.ts';

/**
 * What a step of a good plan says of the worth of water at its end, money per Mm³: it is worth no less
 * than a little more of it would earn here, and no more than a little less of it would lose.
 */
export interface UseRange {
  /** −Infinity where the step cannot take more. */
  readonly least: number;
  /** Infinity where it cannot do with less. */
  readonly most: number;
}

/**
 * By what the step's running units make of a little more and a little less, as far as limits leave
 * them, and by starting a unit one step sooner or stopping it one step later, and the reverse.
 * @param below what a Mm³ let go in the step earns below, money
 */
export function useRange(facts: StationFacts, t: number, below: number): UseRange {
  const none = noRoomM3s(facts);
  const rooms = flowRooms(facts, t, true);
  const roomUp = leastOf(rooms.map(({ flowM3s }) => flowM3s));
  const roomToStart = leastOf(
    rooms.filter(({ limit }) => limit !== 'reserve').map(({ flowM3s }) => flowM3s),
  );
  const roomDown = leastOf(flowRooms(facts, t, false).map(({ flowM3s }) => flowM3s));
  let least = -Infinity;
  let most = Infinity;
  facts.units.forEach((_, u) => {
    const running = runs(facts, u, t);
    if (running && Number.isNaN(facts.station.units[u]!.fixedFlowM3s[t]!)) {
      const { more, less } = facts.slopes[t]!;
      if (roomUp > none && rangeEnd(facts, t, u, true) === null)
        least = Math.max(least, earned(facts, t, more[u]!, below));
      if (roomDown > none && rangeEnd(facts, t, u, false) === null)
        most = Math.min(most, earned(facts, t, less[u]!, below));
    }
    if (running) most = Math.min(most, byStop(facts, t, u, roomDown, below));
    else least = Math.max(least, byStart(facts, t, u, roomToStart, below));
  });
  return { least, most };
}

const leastOf = (values: readonly number[]): number =>
  values.reduce((a, b) => (b < a ? b : a), Infinity);

/** What a Mm³ earns where a unit's run begins a step sooner or ends a step later; −Infinity where it cannot. */
function byStart(facts: StationFacts, t: number, u: number, room: number, below: number): number {
  const { problem, station, units, times } = facts;
  const series = units[u]!;
  if (!isAtEdge(station.units[u]!, series, t)) return -Infinity;
  const edge = t > 0 && runs(facts, u, t - 1) ? t - 1 : t + 1;
  const flow = series.flowM3s[edge];
  if (!(flow !== undefined && flow > 0 && flow <= room)) return -Infinity;
  const unit = station.plant.units[u]!;
  if (startBlockedBy(problem, station.units[u]!, unit, times[u]!, series, t)) return -Infinity;
  const perFlow = addedPerFlow(facts, t, u, flow);
  return Number.isNaN(perFlow) ? -Infinity : earned(facts, t, perFlow, below);
}

/** What a Mm³ loses where a unit's run begins a step later or ends a step sooner; Infinity where it cannot. */
function byStop(facts: StationFacts, t: number, u: number, room: number, below: number): number {
  const { problem, station, units, times } = facts;
  const series = units[u]!;
  if (!isAtEdge(station.units[u]!, series, t) || series.flowM3s[t]! > room) return Infinity;
  const unit = station.plant.units[u]!;
  if (stopBlockedBy(problem, station.units[u]!, unit, times[u]!, series, t)) return Infinity;
  if (!keepsReserve(facts, t, u)) return Infinity;
  return earned(facts, t, lostPerFlow(facts, t, u), below);
}

/** Whether the reserve holds without the unit. */
export function keepsReserve(facts: StationFacts, t: number, u: number): boolean {
  const { reserveMw, units } = facts.station.plant;
  return (
    reserveMw <= 0 || spareMw(facts, t) - units[u]!.mwMax + facts.units[u]!.mw[t]! >= reserveMw
  );
}

/**
 * The prices at which the steps' ranges are missed by least in all: the sum of what they are missed by
 * falls as long as more ranges lie above the price than below it.
 * @returns lowest and highest such price; infinite where nothing holds it
 */
export function priceBetween(uses: readonly UseRange[]): readonly [number, number] {
  const least = uses.map((use) => use.least).filter(Number.isFinite);
  const most = uses.map((use) => use.most).filter(Number.isFinite);
  const ends = [...least, ...most].sort((a, b) => a - b);
  return [ends[least.length - 1] ?? -Infinity, ends[least.length] ?? Infinity];
}
