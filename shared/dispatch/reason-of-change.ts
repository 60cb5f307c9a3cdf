import {
  type Change,
  type ChangeCause,
  type LimitCause,
  type StepCause,
  limitCauses,
} from './reason-codes.ts';
import { type ReasonData, limitData, rounded, worthRounded } from './reason-data.ts';
import { type StationFacts, runs, turbineFlowM3s } from './reason-facts.ts';
import { rangeEnd } from './step-cause-rooms.ts';
import { type Limited, earnings, sameWorth } from './step-cause.ts';
import { tolerances } from './tolerances.ts';
import type { WaterWorth } from './water-worth.ts';

/** A unit's flow within this share of itself is the same. */
const SAME_FLOW_SHARE = 0.003;

/** Units swap where one gives up at least this share of what the other takes, and the station stays this near. */
const SWAPPED_SHARE = 0.5;
const STAYED_SHARE = 0.25;

/** An efficiency better by this share is better. */
const BETTER_SHARE = 0.001;

/** A change of a unit's output: `fromStep` is the last step before whose order still held; −1 before the plan. */
export interface UnitChange {
  readonly unit: number;
  readonly step: number;
  readonly change: Change;
  readonly fromStep: number;
  readonly byMw: number;
}

/** A station's plan, the worth of its water, and what limits each of its steps. */
export interface Explained {
  readonly facts: StationFacts;
  readonly worth: WaterWorth;
  readonly limited: readonly Limited[];
}

/** What makes a unit change, and what its sentence needs to name it. */
export interface ChangeReason {
  readonly cause: ChangeCause;
  readonly data: ReasonData;
}

/**
 * The cause of a change: what is ordered and out of service first; then the load; then what the unit
 * does not do of itself (its head, another unit); then limits of the step; then the price against
 * the step before; then limits of the step before that no longer hold; then the worth of the water.
 */
export function changeReason(explained: Explained, it: UnitChange): ChangeReason {
  const { facts } = explained;
  const reason = ordered(facts, it) ?? ofTheUnit(facts, it);
  if (reason) return reason;
  return facts.problem.loadMw ? underLoad(explained, it) : byWorth(explained, it);
}

/** Whether the unit is to make more: a start is, even where it makes nothing. */
const isUp = ({ change, byMw }: UnitChange): boolean =>
  change === 'start' || (change === 'set' && byMw > 0);

const plain = (cause: ChangeCause): ChangeReason => ({ cause, data: {} });

function ordered(facts: StationFacts, it: UnitChange): ChangeReason | null {
  const { unit: u, step: t, change } = it;
  const { station, problem } = facts;
  const unit = station.units[u]!;
  if (!Number.isNaN(unit.fixedFlowM3s[t]!)) return plain('fixed');
  if (change === 'stop' && !unit.available[t]) return plain('outage');
  if (change === 'start' && t > 0 && !unit.available[t - 1]) return plain('back-in-service');
  if (isUp(it)) {
    const out = station.units.find(
      (other, v) => v !== u && !other.available[t] && runs(facts, v, t - 1),
    );
    if (out) return { cause: 'others-out', data: { other: out.id } };
  }
  if (!problem.loadMw) return null;
  const load = problem.loadMw[t]!;
  const rise = t > 0 ? load - problem.loadMw[t - 1]! : it.byMw;
  const isAsked = Math.abs(rise) > tolerances.loadMw && rise > 0 === isUp(it);
  return isAsked ? { cause: 'load', data: { limitMw: rounded(load, 2) } } : null;
}

/** The head moves a unit whose flow stays, or stays at the end of its range; another unit takes its place. */
function ofTheUnit(facts: StationFacts, it: UnitChange): ChangeReason | null {
  const { unit: u, step: t, change, fromStep, byMw } = it;
  const { units, plan, station } = facts;
  const { flowM3s, mw } = units[u]!;
  if (change === 'set' && fromStep >= 0) {
    const same = Math.abs(flowM3s[t]! - flowM3s[fromStep]!) <= SAME_FLOW_SHARE * flowM3s[t]!;
    if (same || staysAtEnd(facts, it)) return plain('head');
  }
  if (t === 0) return null;
  const total = plan.generationMw[t]! - plan.generationMw[t - 1]!;
  const own = mw[t]! - mw[t - 1]!;
  if (Math.abs(total) > STAYED_SHARE * Math.abs(byMw)) return null;
  const others = units.map((other, v) => (v === u ? 0 : other.mw[t]! - other.mw[t - 1]!));
  let best = -1;
  for (const [v, change] of others.entries()) {
    if (change * own >= 0 || Math.abs(change) < SWAPPED_SHARE * Math.abs(own)) continue;
    if (best < 0 || Math.abs(change) > Math.abs(others[best]!)) best = v;
  }
  if (best < 0) return null;
  if (isMoreEfficient(facts, t)) return plain('best-efficiency');
  return { cause: 'swap', data: { other: station.units[best]!.id } };
}

function staysAtEnd(facts: StationFacts, { unit, step, fromStep }: UnitChange): boolean {
  return [true, false].some((up) => {
    const end = rangeEnd(facts, step, unit, up);
    return end === 'unit-flow' && rangeEnd(facts, fromStep, unit, up) === end;
  });
}

function underLoad({ facts, worth, limited }: Explained, { step: t }: UnitChange): ChangeReason {
  const { cause } = limited[t]!;
  const named = cause !== 'load' && isStationLimit(cause) ? cause : 'load';
  if (named === 'load' && isMoreEfficient(facts, t)) return plain('best-efficiency');
  return { cause: named, data: limitData(facts, worth, t, named) };
}

function byWorth(explained: Explained, it: UnitChange): ChangeReason {
  const { facts, worth, limited } = explained;
  const { pricePerMwh } = facts.problem;
  const { step: t } = it;
  const up = isUp(it);
  const now = limited[t]!;
  if (now.wants === (up ? 'less' : 'more') && isStationLimit(now.cause)) {
    return { cause: now.cause, data: limitData(facts, worth, t, now.cause) };
  }
  const price = pricePerMwh[t]!;
  const priceBefore = t > 0 ? pricePerMwh[t - 1]! : price;
  if (up && price > priceBefore) return { cause: 'price-rise', data: { priceBefore } };
  if (!up && price < priceBefore) return { cause: 'price-fall', data: { priceBefore } };
  const before = t > 0 ? limited[t - 1]! : null;
  if (before?.wants === (up ? 'more' : 'less') && isOverInTime(before.cause)) {
    return { cause: before.cause, data: limitData(facts, worth, t - 1, before.cause) };
  }
  if (up && now.cause === 'spill-avoided') {
    return { cause: 'spill-avoided', data: limitData(facts, worth, t, 'spill-avoided') };
  }
  return byWater(explained, it);
}

/** At an unchanged price: the worth of the water itself, how far off it the price is, or the efficiency. */
function byWater({ facts, worth }: Explained, it: UnitChange): ChangeReason {
  const { step: t } = it;
  const up = isUp(it);
  const margin = sameWorth(worth, t);
  const waterBefore = t > 0 ? worth.perMm3[t - 1]! : worth.perMm3[t]!;
  const change = worth.perMm3[t]! - waterBefore;
  const data = { waterBefore: worthRounded(waterBefore) };
  if (up && change < -margin) return { cause: 'water-falls', data };
  if (!up && change > margin) return { cause: 'water-rises', data };
  const { more, less, start } = earnings(facts, worth, t);
  const held = worth.pastLimit[t]!;
  if (up && more > held + margin) return plain('price-high');
  if (!up && (less < held - margin || (less === Infinity && start < held)))
    return plain('price-low');
  return isMoreEfficient(facts, t) ? plain('best-efficiency') : plain('price');
}

/** Whether the station makes more of its water and head in step t than in the one before. */
function isMoreEfficient(facts: StationFacts, t: number): boolean {
  if (t === 0) return false;
  const { plan } = facts;
  const efficiency = (s: number): number => {
    const head = (plan.levelM[s]! + plan.levelM[s + 1]!) / 2 - plan.tailwaterM[s]!;
    return plan.generationMw[s]! / (turbineFlowM3s(facts, s) * head);
  };
  return efficiency(t) > efficiency(t - 1) * (1 + BETTER_SHARE);
}

/** Limits that hold a change back for a while: it comes when they let it. */
const OVER_IN_TIME = [
  'min-up',
  'min-down',
  'starts',
  'level-rise',
  'level-fall',
  'outflow-rise',
  'outflow-fall',
  'generation-ramp',
] as const satisfies readonly LimitCause[];

type OverInTime = (typeof OVER_IN_TIME)[number];

const isOverInTime = (cause: StepCause): cause is OverInTime =>
  (OVER_IN_TIME as readonly string[]).includes(cause);

/** Limits of single units: no other unit's change serves them. */
const OF_UNITS: readonly StepCause[] = ['min-up', 'min-down', 'starts', 'outage'];

const isStationLimit = (cause: StepCause): cause is LimitCause =>
  (limitCauses as readonly string[]).includes(cause) && !OF_UNITS.includes(cause);
