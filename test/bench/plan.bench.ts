import { loadavg } from 'node:os';
import type { Day } from '#shared/station/day-schema.ts';
import { cpuMs } from './plan/cpu.ts';
import { freshPlan } from './plan/fresh-plan.ts';
import {
  type GivenCase,
  type Reference,
  SKIPPED,
  casesAbsent,
  glenCanyonDays,
  madeCases,
} from './plan/given-cases.ts';
import {
  LEAST_RATIO,
  MOST_BELOW_PERCENT,
  type PeerFigures,
  peerFigures,
} from './plan/peer-figures.ts';
import {
  type RecordFigures,
  type WarmFigures,
  besideRecord,
  isSound,
  spillMm3,
  spillsMore,
  warmFigures,
} from './plan/plan-figures.ts';
import type { PlanReport } from './plan/plan-process.ts';
import {
  type PlanSettings,
  type TimedPlan,
  type WarmPlans,
  timedPlan,
  warmPlans,
} from './plan/timed-plans.ts';
import { median, rounded } from './statistics.ts';
import { type Words, numberFrom } from './words.ts';

type Figure = Record<string, unknown>;

export const options = {
  /** As the command line's. */
  'budget-ms': { type: 'string', default: '2000' },
  gap: { type: 'string', default: '0.001' },
  /** Plans of each case after those to warm up, which are made for so long: as a worker that plans all day has. */
  plans: { type: 'string', default: '5' },
  'warm-up-ms': { type: 'string', default: '2000' },
  /** `--no-peer`: without the successive MILP, which takes minutes. */
  peer: { type: 'boolean', default: true },
} as const;

/**
 * Each made case's plan beside its reference and its bound, cold (in a process of its own) and warm; the
 * peer's plan of it; each Glen Canyon day's plan beside what was run. A summary line closes each group.
 */
export async function* run(words: Words): AsyncGenerator<Figure> {
  if (casesAbsent) {
    yield SKIPPED;
    return;
  }
  const settings = {
    budgetMs: numberFrom(words, 'budget-ms', 1),
    gap: numberFrom(words, 'gap', 0),
  };
  const warmth = {
    plans: numberFrom(words, 'plans', 1),
    warmUpMs: numberFrom(words, 'warm-up-ms', 0),
  };
  yield* madeFigures(settings, warmth, words['peer'] !== false);
  yield* glenCanyonFigures(settings, warmth);
}

async function* madeFigures(
  settings: PlanSettings,
  warmth: Warmth,
  withPeer: boolean,
): AsyncGenerator<Figure> {
  const ours: OurFigures[] = [];
  const peers: PeerFigures[] = [];
  for (const given of madeCases()) {
    const { system, day } = given;
    const cold = await freshPlan({ system, day, settings });
    const warm = plansOf(given, settings, warmth);
    const others = OTHER_INFLOWS.map((share) =>
      timedPlan(system, withInflow(day, share), settings),
    );
    const otherDaysMs = Math.round(median(others.map(({ ms }) => ms)));
    const figures = { ...ourFigures(given, warm, cold), otherDaysMs };
    ours.push(figures);
    yield { case: given.name, planner: 'ours', ...figures };
    if (!withPeer) continue;
    // As ours, the peer is not measured while its code is still being compiled.
    if (peers.length === 0) await peerFigures(given, warm);
    const peer = await peerFigures(given, warm);
    peers.push(peer);
    yield { case: given.name, planner: 'peer: successive MILP (HiGHS)', ...peer };
  }
  yield { summary: 'made', ...ourSummary(ours), budgetMs: settings.budgetMs, gap: settings.gap };
  if (peers.length > 0) yield { summary: 'made, beside the peer', ...peerSummary(peers) };
}

/**
 * Shares of the inflow with which the day is another one: its plan finds of the station's kept tables what is
 * alike, as a plan made anew in the course of a day does.
 */
const OTHER_INFLOWS = [0.99, 1.01, 0.98, 1.02, 0.97];

function withInflow(day: Day, share: number): Day {
  const stations = Object.entries(day.stations).map(([id, station]) => {
    return [id, { ...station, inflowM3s: station.inflowM3s.map((flow) => share * flow) }] as const;
  });
  return { ...day, stations: Object.fromEntries(stations) };
}

interface Warmth {
  readonly plans: number;
  readonly warmUpMs: number;
}

function plansOf(
  { system, day }: GivenCase,
  settings: PlanSettings,
  { plans, warmUpMs }: Warmth,
): WarmPlans {
  const plan = (): TimedPlan => timedPlan(system, day, settings, cpuMs);
  return warmPlans(plan, plans, Number.POSITIVE_INFINITY, warmUpMs);
}

interface OurFigures extends Figure, WarmFigures {
  readonly shortfallPercentOfTurnover: number;
  readonly coldMs: number;
  readonly ok: boolean;
}

function ourFigures(
  given: GivenCase & { readonly reference: Reference },
  warm: WarmPlans,
  cold: PlanReport,
): OurFigures {
  const { reference } = given;
  const plan = warm.worst;
  const spill = spillMm3(plan);
  const sound = isSound(given, plan);
  const shortfall = (100 * (reference.value - plan.value.total)) / reference.turnover;
  return {
    value: plan.value.total,
    referenceValue: reference.value,
    shortfallPercentOfTurnover: shortfall,
    bound: plan.bound,
    ...warmFigures(warm),
    coldMs: Math.round(cold.ms),
    coldCpuMs: Math.round(cold.cpuMs),
    coldGapPercent: cold.gapPercent,
    spillMm3: spill,
    referenceSpillMm3: reference.spillMm3,
    sound,
    ok:
      plan.status === 'proved' &&
      sound &&
      shortfall <= MOST_BELOW_PERCENT &&
      !spillsMore(spill, reference.spillMm3),
  };
}

function ourSummary(ours: readonly OurFigures[]): Figure {
  const ms = ours.map((one) => one.ms);
  const cpu = ours.map((one) => one.cpuMs);
  const cold = ours.map(({ coldMs }) => coldMs);
  const most = Math.max(...ours.map((one) => one.shortfallPercentOfTurnover));
  const proved = ours.filter(({ status }) => status === 'proved').length;
  return {
    cases: ours.length,
    proved,
    allProved: proved === ours.length,
    largestShortfallPercentOfTurnover: most,
    medianMs: Math.round(median(ms)),
    largestMs: Math.round(Math.max(...ms)),
    medianCpuMs: Math.round(median(cpu)),
    largestCpuMs: Math.round(Math.max(...cpu)),
    medianColdMs: Math.round(median(cold)),
    largestColdMs: Math.max(...cold),
    loadAverage: rounded(loadavg()[0]!, 3),
    ok: ours.every(({ ok }) => ok),
  };
}

function peerSummary(peers: readonly PeerFigures[]): Figure {
  const ratios = peers.map(({ ratio }) => ratio);
  const cpuRatios = peers.map(({ cpuRatio }) => cpuRatio);
  const differences = peers.flatMap((peer) => peer.oursMinusPeerPercentOfTurnover ?? []);
  return {
    cases: peers.length,
    leastRatio: Math.min(...ratios),
    medianRatio: rounded(median(ratios)),
    leastCpuRatio: Math.min(...cpuRatios),
    medianCpuRatio: rounded(median(cpuRatios)),
    ratioBound: LEAST_RATIO,
    leastOursMinusPeerPercentOfTurnover: Math.min(...differences),
    differenceBound: -MOST_BELOW_PERCENT,
    ok: peers.every(({ ok }) => ok),
  };
}

function* glenCanyonFigures(settings: PlanSettings, warmth: Warmth): Generator<Figure> {
  const beside: RecordFigures[] = [];
  for (const given of glenCanyonDays()) {
    const warm = plansOf(given, settings, warmth);
    const figures = besideRecord(warm.worst, given.day.stepMinutes, given.record);
    beside.push(figures);
    yield { case: given.name, ...figures, ...warmFigures(warm), ok: isSound(given, warm.worst) };
  }
  yield {
    summary: 'glen-canyon',
    days: beside.length,
    leastRevenueGainPercent: Math.min(...beside.map((one) => one.revenueGainPercent)),
    medianRevenueGainPercent: median(beside.map((one) => one.revenueGainPercent)),
    medianPriceGainPercent: median(beside.map((one) => one.priceGainPercent)),
  };
}
