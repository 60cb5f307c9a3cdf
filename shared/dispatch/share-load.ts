import { netHeadsInto } from '#shared/hydraulics/net-head.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { MW_PER_M3S_M } from '#shared/units/physics.ts';
import { alikeBefore, firstAlike } from './alike-units.ts';
import { curvesOfChoices } from './band-choices.ts';
import { evenFlows } from './even-flows.ts';
import { HEAD_SETTLED_M, HeadSearch } from './head-search.ts';
import {
  type SharedCurve,
  flowForPower,
  flowSpan,
  shareOfEach,
  sharedPowerMw,
} from './band-sharing.ts';
import { mostFlowsWithin } from './most-flow.ts';
import { fullFlows } from './top-flow.ts';
import { type FlowBand, unitAllows, unitBands } from './unit-bands.ts';
import { lossS2PerM5Of } from './waterway-loss.ts';

/** A unit that takes part: it must run, or may rest as well. */
export interface Candidate {
  /** Index into `Plant.units`. */
  readonly unit: number;
  readonly mayRest: boolean;
}

/**
 * What the units are to make together: a turbine flow, m³/s, or an output less auxiliaries, MW; or as much
 * flow as goes with no more than an output.
 */
export type LoadTarget =
  { readonly flowM3s: number } | { readonly powerMw: number } | { readonly atMostMw: number };

/** Flows of one step, in the plant's order. */
export interface Loading {
  readonly flowsM3s: Float64Array;
  /** Σ q, m³/s. */
  readonly turbineFlowM3s: number;
  /** Σ P less the auxiliaries of the running units, MW. */
  readonly powerMw: number;
  /** Whether every running unit is inside its limits. */
  readonly allowed: boolean;
  /** Whether the target was reached, and all is allowed. */
  readonly met: boolean;
}

const MOST_ROUNDS = 48;
/** A conduit's share settled to this. */
const SHARE_SETTLED = 1e-9;
/** Of turbine and generator. */
const USUAL_EFFICIENCY = 0.9;
const FLOW_REACHED_M3S = 1e-7;
const POWER_REACHED_MW = 1e-6;

const RESTING: FlowBand = { flowM3s: [0], powerMw: [0] };

/**
 * The best loading of units in one step: most power from a flow, or least flow for a power, every
 * running unit in an allowed band; the nearest reachable where the target is not. Heads answer to
 * the flows (tailwater, shared conduits), so loading and heads are settled in turn.
 * @param grossHeadAt gross head, m, at a turbine flow, m³/s
 * @param besidesM3s flows of units that take no part, in the plant's order: they load shared conduits
 * @returns null where a unit that must run cannot run at this head
 */
export function shareLoad(
  plant: Plant,
  candidates: readonly Candidate[],
  grossHeadAt: (turbineFlowM3s: number) => number,
  target: LoadTarget,
  besidesM3s?: ArrayLike<number>,
): Loading | null {
  const sharing: Sharing = {
    plant,
    candidates,
    running: candidates.map((candidate) => candidate.unit),
    besidesM3s: besidesM3s ?? new Float64Array(plant.units.length),
    grossHeadAt,
  };
  const loading = settledLoad(sharing, target);
  if (loading === null || loading.allowed) return loading;
  for (const share of NEARBY) {
    const near = settledLoad(sharing, scaled(target, share));
    if (near?.allowed) return { ...near, met: false };
  }
  return loading;
}

/**
 * Where heads and bands chase each other (a zone that only holds at some heads, a shared conduit), the
 * targets nearby that are tried instead.
 */
const NEARBY = [1, 2, 4, 8, 16, 32].flatMap((n) => [1 - 0.01 * n, 1 + 0.01 * n]);

function scaled(target: LoadTarget, share: number): LoadTarget {
  if ('flowM3s' in target) return { flowM3s: target.flowM3s * share };
  if ('powerMw' in target) return { powerMw: target.powerMw * share };
  return { atMostMw: target.atMostMw * Math.min(1, share) };
}

/** What a try goes by. */
interface Sharing {
  readonly plant: Plant;
  readonly candidates: readonly Candidate[];
  /** Units of the candidates. */
  readonly running: readonly number[];
  readonly besidesM3s: ArrayLike<number>;
  readonly grossHeadAt: (turbineFlowM3s: number) => number;
}

/** One try: loading and heads in turn until they agree, or the rounds are over. */
function settledLoad(sharing: Sharing, target: LoadTarget): Loading | null {
  const { plant, candidates, running, grossHeadAt } = sharing;
  const alike = alikeBefore(plant, running);
  const most = grossHeadAt(0);
  const search = new HeadSearch(grossHeadAt(aboutFlowM3s(target, most)));
  let before: Round | null = null;
  let shares = firstShares(sharing);
  let flows: number[] = running.map(() => 0);
  let isFull = false;
  for (let round = 0; round < MOST_ROUNDS && !search.closed; round++) {
    const gross = search.headM;
    const full =
      'flowM3s' in target ? fullFlows(plant, running, gross, shares, target.flowM3s) : null;
    const bands = full ? [] : bandsOfCandidates(plant, candidates, gross, shares);
    if (bands.some((list) => list.length === 0)) {
      if (gross >= most) return null;
      search.tooLow(most);
      continue;
    }
    const power = (q: readonly number[]): number => powerAt(plant, running, gross, shares, q);
    const reached = 'flowM3s' in target ? target.flowM3s : NaN;
    isFull = full !== null;
    if (full) flows = full;
    else if ('atMostMw' in target) flows = mostFlowsWithin(bands, target.atMostMw, power);
    else flows = bestFlows(curvesOfChoices(bands, alike, reached), target, power);
    const newGross = grossHeadAt(total(flows));
    const newShares = sharesOf(sharing, flows, shares);
    const sharesSettled = newShares.every(
      (share, i) => Math.abs(share - shares[i]!) < SHARE_SETTLED,
    );
    shares = newShares;
    if (sharesSettled && Math.abs(newGross - gross) < HEAD_SETTLED_M) break;
    search.leadsTo(newGross);
    const now: Round = { headM: gross, flows };
    const further =
      before && sharesSettled && straightOn(sharing, target, before, now, search.headM);
    if (further) return isFull ? further : finished(sharing, further, target);
    before = now;
  }
  const loading = judged(sharing, flows, target);
  return isFull ? loading : finished(sharing, loading, target);
}

/** What a round found at a head. */
interface Round {
  readonly headM: number;
  readonly flows: readonly number[];
}

/**
 * The flows straight on through those of two rounds to a head, where that head leads to itself and all holds:
 * heads this near move the ends of bands by straight lines but for rounding. Else null.
 */
function straightOn(
  sharing: Sharing,
  target: LoadTarget,
  before: Round,
  now: Round,
  headM: number,
): Loading | null {
  const share = (headM - now.headM) / (now.headM - before.headM);
  if (!(Math.abs(share) < STRAIGHT_SHARE)) return null;
  const flows = now.flows.map((flow, i) => flow + share * (flow - before.flows[i]!));
  if (flows.some((flow) => flow < 0)) return null;
  if (Math.abs(sharing.grossHeadAt(total(flows)) - headM) > HEAD_SETTLED_M) return null;
  const loading = judged(sharing, flows, target);
  const isOff = !('flowM3s' in target) && !loading.met;
  return loading.allowed && !isOff ? loading : null;
}

/** Of the way between two rounds' heads, how far beyond the last one flows may go on straight. */
const STRAIGHT_SHARE = 0.1;

/** What is not the most of each unit may be shared out more evenly. */
function finished(sharing: Sharing, loading: Loading, target: LoadTarget): Loading {
  return loading.allowed && 'flowM3s' in target ? evened(sharing, loading, target) : loading;
}

/** About what makes a target: the head it leaves is a good one to begin with. */
function aboutFlowM3s(target: LoadTarget, headM: number): number {
  if ('flowM3s' in target) return target.flowM3s;
  const powerMw = 'powerMw' in target ? target.powerMw : target.atMostMw;
  return Math.max(0, powerMw) / (MW_PER_M3S_M * USUAL_EFFICIENCY * Math.max(1, headM));
}

/** The same flow shared out evenly, where that makes more and is allowed as well. */
function evened(sharing: Sharing, loading: Loading, target: LoadTarget): Loading {
  const { plant, running } = sharing;
  const before = running.map((u) => loading.flowsM3s[u]!);
  const gross = sharing.grossHeadAt(loading.turbineFlowM3s);
  const even = evenFlows(plant, running, gross, withBesides(sharing, before));
  const besides = sharing.besidesM3s;
  const other = judged(
    sharing,
    running.map((u) => even[u]! - besides[u]!),
    target,
  );
  return other.allowed && other.powerMw > loading.powerMw ? other : loading;
}

const total = (flows: readonly number[]): number => flows.reduce((sum, q) => sum + q, 0);

/** Σ of the conduit's flow over the unit's own, had every running unit its largest flow. */
function firstShares(sharing: Sharing): number[] {
  const { plant, running } = sharing;
  return sharesOf(
    sharing,
    running.map((u) => Math.max(...plant.units[u]!.flowMax.y)),
    running.map(() => 1),
  );
}

/** Σ of the conduit's flow over the unit's own; as before where the unit rests. */
function sharesOf(sharing: Sharing, flows: readonly number[], before: readonly number[]): number[] {
  const { units } = sharing.plant;
  const whole = withBesides(sharing, flows);
  return sharing.running.map((u, i) => {
    const { conduit } = units[u]!;
    if (conduit < 0 || flows[i]! <= 0) return before[i]!;
    const together = whole.reduce(
      (sum, q, v) => (units[v]!.conduit === conduit ? sum + q : sum),
      0,
    );
    return together / flows[i]!;
  });
}

/** The candidates' flows and those beside them, in the plant's order. */
function withBesides({ running, besidesM3s }: Sharing, flows: readonly number[]): Float64Array {
  const whole = Float64Array.from(besidesM3s);
  running.forEach((u, i) => (whole[u]! += flows[i]!));
  return whole;
}

function bandsOfCandidates(
  plant: Plant,
  candidates: readonly Candidate[],
  gross: number,
  shares: readonly number[],
): FlowBand[][] {
  const first = firstAlike(plant);
  const known: { unit: number; loss: number; bands: FlowBand[] }[] = [];
  return candidates.map(({ unit, mayRest }, i) => {
    const machine = plant.units[unit]!;
    const loss = lossS2PerM5Of(plant, unit, shares[i]!);
    let alike = known.find((one) => first[one.unit] === first[unit] && one.loss === loss);
    if (!alike) {
      const bands = unitBands(machine, gross, loss).map((band) => ({
        flowM3s: band.flowM3s,
        powerMw: band.powerMw.map((power) => power - machine.auxiliaryMw),
      }));
      known.push((alike = { unit, loss, bands }));
    }
    return mayRest ? [RESTING, ...alike.bands] : alike.bands;
  });
}

function powerAt(
  plant: Plant,
  running: readonly number[],
  gross: number,
  shares: readonly number[],
  flows: readonly number[],
): number {
  return running.reduce((sum, u, i) => {
    const flow = flows[i]!;
    if (flow <= 0) return sum;
    const unit = plant.units[u]!;
    const head = gross - lossS2PerM5Of(plant, u, shares[i]!) * flow * flow;
    return sum + unitPowerMw(unit, head, flow) - unit.auxiliaryMw;
  }, 0);
}

function bestFlows(
  curves: readonly SharedCurve[],
  target: Exclude<LoadTarget, { readonly atMostMw: number }>,
  power: (flows: readonly number[]) => number,
): number[] {
  return 'flowM3s' in target
    ? mostPowerOf(curves, target.flowM3s)
    : leastFlowFor(curves, target.powerMw, power);
}

/** Flows of the curve that makes most of `flow`, or comes nearest to it. */
function mostPowerOf(curves: readonly SharedCurve[], flow: number): number[] {
  let best = { missed: Infinity, power: -Infinity, curve: curves[0]!, flow };
  for (const curve of curves) {
    const [low, high] = flowSpan(curve);
    const at = Math.min(high, Math.max(low, flow));
    const missed = Math.abs(at - flow) < FLOW_REACHED_M3S ? 0 : Math.abs(at - flow);
    const power = sharedPowerMw(curve, at);
    if (missed < best.missed || (missed === best.missed && power > best.power)) {
      best = { missed, power, curve, flow: at };
    }
  }
  return shareOfEach(best.curve, best.flow);
}

/** Flows of the curve that makes `powerMw` with the least flow, or comes nearest to it. */
function leastFlowFor(
  curves: readonly SharedCurve[],
  powerMw: number,
  power: (flows: readonly number[]) => number,
): number[] {
  let best: { missed: number; flow: number; flows: number[] } | null = null;
  for (const curve of curves) {
    const hullFlow = flowForPower(curve, powerMw);
    // The hull flatters a curve by less than a hundredth: what it cannot do cheaper is not tried.
    if (best?.missed === 0 && hullFlow > best.flow * 1.001) continue;
    const flows = exactPower(curve, powerMw, power);
    const short = Math.abs(power(flows) - powerMw);
    const missed = short < POWER_REACHED_MW ? 0 : short;
    const flow = total(flows);
    if (!best || missed < best.missed || (missed === best.missed && flow < best.flow)) {
      best = { missed, flow, flows };
    }
  }
  return best!.flows;
}

const HALVINGS = 60;

/** Flows along a curve whose exact power is `powerMw`; the nearest end where it is out of reach. */
function exactPower(
  curve: SharedCurve,
  powerMw: number,
  power: (flows: readonly number[]) => number,
): number[] {
  const top = curve.powerMw.indexOf(Math.max(...curve.powerMw));
  let low = curve.flowM3s[0]!;
  let high = curve.flowM3s[top]!;
  let excessLow = power(shareOfEach(curve, low)) - powerMw;
  let excessHigh = power(shareOfEach(curve, high)) - powerMw;
  if (excessLow >= 0) return shareOfEach(curve, low);
  if (excessHigh <= 0) return shareOfEach(curve, high);
  // False position, its stale end halved so that neither end stays for ever.
  for (let i = 0; i < HALVINGS && high - low > 1e-12 * high; i++) {
    const at = (low * excessHigh - high * excessLow) / (excessHigh - excessLow);
    const excess = power(shareOfEach(curve, at)) - powerMw;
    if (Math.abs(excess) < POWER_REACHED_MW / 100) return shareOfEach(curve, at);
    if (excess < 0) {
      [low, excessLow, excessHigh] = [at, excess, excessHigh / 2];
    } else {
      [high, excessHigh, excessLow] = [at, excess, excessLow / 2];
    }
  }
  return shareOfEach(curve, (low + high) / 2);
}

/** The loading under its true heads, and whether it holds there. */
function judged(sharing: Sharing, flows: readonly number[], target: LoadTarget): Loading {
  const { plant, running } = sharing;
  const turbineFlowM3s = total(flows);
  const flowsM3s = new Float64Array(plant.units.length);
  running.forEach((u, i) => (flowsM3s[u] = flows[i]!));
  const heads = new Float64Array(plant.units.length);
  netHeadsInto(plant, sharing.grossHeadAt(turbineFlowM3s), withBesides(sharing, flows), heads);
  let powerMw = 0;
  let allowed = true;
  for (const u of running) {
    if (flowsM3s[u]! <= 0) continue;
    const unit = plant.units[u]!;
    const power = unitPowerMw(unit, heads[u]!, flowsM3s[u]!);
    allowed &&= unitAllows(unit, heads[u]!, flowsM3s[u]!, power);
    powerMw += power - unit.auxiliaryMw;
  }
  const met = allowed && isReached(target, turbineFlowM3s, powerMw);
  return { flowsM3s, turbineFlowM3s, powerMw, allowed, met };
}

function isReached(target: LoadTarget, flowM3s: number, powerMw: number): boolean {
  if ('flowM3s' in target) return Math.abs(flowM3s - target.flowM3s) < FLOW_REACHED_M3S;
  if ('powerMw' in target) return Math.abs(powerMw - target.powerMw) < POWER_REACHED_MW * 10;
  return powerMw < target.atMostMw + POWER_REACHED_MW * 10;
}
