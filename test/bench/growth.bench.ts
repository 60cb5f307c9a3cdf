import { loadavg } from 'node:os';
import type { Plan } from '#shared/station/plan-schema.ts';
import { type GrownCase, type Size, grownCase } from './growth/grown-case.ts';
import { cpuMs } from './plan/cpu.ts';
import { freshPlan } from './plan/fresh-plan.ts';
import { planByPeer } from './peer/plan-by-peer.ts';
import { PEER_OPTIONS } from './plan/peer-figures.ts';
import { isSound, spillMm3, warmFigures } from './plan/plan-figures.ts';
import {
  type PlanSettings,
  type WarmPlans,
  gapPercentOf,
  timedPlan,
  warmPlans,
} from './plan/timed-plans.ts';
import { growthExponent, rounded, slope } from './statistics.ts';
import { type Words, numberFrom } from './words.ts';

type Figure = Record<string, unknown>;

export const options = {
  /** Ample, so that what is measured is the work and not the budget. */
  'budget-ms': { type: 'string', default: '20000' },
  gap: { type: 'string', default: '0.001' },
  plans: { type: 'string', default: '3' },
  peer: { type: 'boolean', default: false },
} as const;

/** No further plan of the same size is begun after this long. */
const ENOUGH_MS = 10_000;

/** The command line's budget, at which memory is weighed too. */
const COMMAND_LINE_MS = 2000;

/** Required of a process that plans, all told. */
const MOST_MB = 300;

/** Sizes along which one thing grows. */
interface Family {
  readonly name: string;
  readonly unit: string;
  readonly sizes: readonly (readonly [x: number, size: Size])[];
}

const family = (
  name: string,
  unit: string,
  xs: readonly number[],
  size: (x: number) => Size,
): Family => ({ name, unit, sizes: xs.map((x) => [x, size(x)] as const) });

const UNITS = [2, 3, 4, 5, 6, 7, 8];

const grownUnits = (count: number, alike: boolean, ownPenstocks: boolean): Size => ({
  units: { count, alike },
  ownPenstocks,
});
const ownPenstocks = true;

const FAMILIES: readonly Family[] = [
  family('alike units', 'units', UNITS, (n) => grownUnits(n, true, true)),
  family('distinct units', 'units', UNITS, (n) => grownUnits(n, false, true)),
  family('distinct units on one tunnel', 'units', [2, 4, 6], (n) => grownUnits(n, false, false)),
  family('horizon', 'quarter-hours', [24, 48, 96, 192, 288], (steps) => ({ steps, ownPenstocks })),
  family('size of the reservoir', 'times the example', [0.25, 0.5, 1, 2, 4, 8, 16], (share) => ({
    storageShare: share,
    ownPenstocks,
  })),
  family('storage curve', 'points', [10, 20, 40, 80, 160], (points) => ({
    storagePoints: points,
    ownPenstocks,
  })),
];

/** How the planner's time grows with the example station, and what memory the largest takes. */
export async function* run(words: Words): AsyncGenerator<Figure> {
  const settings = {
    budgetMs: numberFrom(words, 'budget-ms', 1),
    gap: numberFrom(words, 'gap', 0),
  };
  const plans = numberFrom(words, 'plans', 0);
  const withPeer = words['peer'] === true;
  for (const one of FAMILIES) yield* familyFigures(one, settings, plans, withPeer);
  const budgets = new Set([COMMAND_LINE_MS, settings.budgetMs]);
  for (const one of FAMILIES) {
    const [x, size] = one.sizes.at(-1)!;
    const of = { family: one.name, size: x, unit: one.unit };
    for (const budgetMs of budgets) yield await memoryFigure(of, size, { ...settings, budgetMs });
  }
}

/** A gap that the first look at the bound reaches: the time of search and look without the proof's. */
const ANY_GAP = 1;

interface Point {
  readonly x: number;
  readonly searchCpuMs: number;
  readonly cpuMs: number;
  readonly ms: number;
  readonly reached: boolean;
}

async function* familyFigures(
  one: Family,
  settings: PlanSettings,
  plans: number,
  withPeer: boolean,
): AsyncGenerator<Figure> {
  const points: Point[] = [];
  for (const [x, size] of one.sizes) {
    const given = { name: one.name, ...grownCase(size) };
    const planned = (gap: number): WarmPlans => {
      const plan = () => timedPlan(given.system, given.day, { ...settings, gap }, cpuMs);
      return warmPlans(plan, plans, ENOUGH_MS);
    };
    const [search, warm] = [planned(ANY_GAP), planned(settings.gap)];
    const reached = (warm.worst.gap ?? Number.POSITIVE_INFINITY) <= settings.gap;
    points.push({ x, ms: warm.ms, cpuMs: warm.cpuMs, searchCpuMs: search.cpuMs, reached });
    yield {
      family: one.name,
      size: x,
      unit: one.unit,
      ...warmFigures(warm),
      gapReached: reached,
      searchMs: Math.round(search.ms),
      searchCpuMs: Math.round(search.cpuMs),
      searchGapPercent: gapPercentOf(search.worst),
      value: warm.worst.value.total,
      ...(withPeer ? await besidePeer(given, warm.worst) : {}),
      ok: isSound(given, warm.worst),
    };
  }
  yield { family: one.name, fit: 'time = c · size^exponent', ...fitted(points, settings.budgetMs) };
}

/** How a plan stands to the successive MILP's: by money where neither breaks or spills more than the other. */
async function besidePeer({ system, day }: GrownCase, ours: Plan): Promise<Figure> {
  const { plan, ms } = await planByPeer(system, day, PEER_OPTIONS);
  const alike =
    plan.relaxations.length === ours.relaxations.length &&
    Math.abs(spillMm3(plan) - spillMm3(ours)) < SAME_SPILL_MM3;
  const more = ours.value.total - plan.value.total;
  return {
    peerValue: plan.value.total,
    peerMs: Math.round(ms),
    oursMinusPeerPercentOfTurnover: alike ? (100 * more) / Math.max(1, plan.value.energy) : null,
  };
}

/** Spill counts as equal within this (model.md, ranks). */
const SAME_SPILL_MM3 = 1e-3;

/**
 * Exponents of the search and, over the sizes whose gap was reached, of the whole. Elsewhere looks at the bound went
 * as far as they go: that time grows too, and is told apart for all sizes that came to an end within the budget.
 */
function fitted(points: readonly Point[], budgetMs: number): Figure {
  const whole = points.filter(({ reached }) => reached);
  const ended = points.filter(({ ms }) => ms < budgetMs);
  const exponent = (of: readonly Point[], time: (point: Point) => number): number | null =>
    of.length < 3 ? null : rounded(growthExponent(of.map((point) => [point.x, time(point)])), 3);
  return {
    sizes: points.length,
    sizesWithGapReached: whole.length,
    exponent: exponent(whole, ({ ms }) => ms),
    exponentOfCpu: exponent(whole, (point) => point.cpuMs),
    sizesEnded: ended.length,
    exponentToTheEnd: exponent(ended, ({ ms }) => ms),
    exponentOfSearchCpu: exponent(points, ({ searchCpuMs }) => searchCpuMs),
    // Where each further unit multiplies the time, no power fits: then this tells.
    factorOfSearchCpuPerSize: rounded(
      Math.exp(slope(points.map(({ x, searchCpuMs }) => [x, Math.log(searchCpuMs)]))),
      3,
    ),
    loadAverage: rounded(loadavg()[0]!, 3),
  };
}

async function memoryFigure(of: Figure, size: Size, settings: PlanSettings): Promise<Figure> {
  const fresh = await freshPlan({ ...grownCase(size), settings });
  return {
    memory: 'peak of a fresh process',
    ...of,
    budgetMs: settings.budgetMs,
    restMb: Math.round(fresh.restMb),
    peakMb: Math.round(fresh.peakMb),
    bound: MOST_MB,
    coldMs: Math.round(fresh.ms),
    gapPercent: fresh.gapPercent,
    ok: fresh.peakMb <= MOST_MB,
  };
}
