import { loadavg } from 'node:os';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import type { WorkerAnswer } from './browser/messages.ts';
import { type WorkerPage, openWorkerPage } from './browser/worker-page.ts';
import { cpuMs } from './plan/cpu.ts';
import { type GivenCase, casesAbsent, madeCases } from './plan/given-cases.ts';
import { type PlanSettings, type TimedPlan, timedPlan } from './plan/timed-plans.ts';
import { median, rounded } from './statistics.ts';
import { type Words, numberFrom } from './words.ts';

type Figure = Record<string, unknown>;

export const options = {
  /** Ample, so that both make the same plan: a budget that runs out would hide who is faster. */
  'budget-ms': { type: 'string', default: '10000' },
  gap: { type: 'string', default: '0.001' },
  plans: { type: 'string', default: '5' },
} as const;

/** Required: a worker's time, in times of Node's. */
const MOST_RATIO = 1.5;

/** Two engines' logarithms and powers may end in different digits. */
const SAME_SHARE = 1e-6;

/**
 * The same plans in a browser's worker and in Node, by turns so that both meet the same machine. The
 * made cases, or where there are none the example's day.
 */
export async function* run(words: Words): AsyncGenerator<Figure> {
  const settings = {
    budgetMs: numberFrom(words, 'budget-ms', 1),
    gap: numberFrom(words, 'gap', 0),
  };
  const plans = numberFrom(words, 'plans', 1);
  const example = { name: 'example', system: exampleSystem, day: exampleDay };
  const cases: readonly GivenCase[] = casesAbsent ? [example] : madeCases();
  const page = await openWorkerPage();
  try {
    const figures: SideBySide[] = [];
    for (const given of cases) {
      const figure = await sideBySide(page, given, settings, plans);
      figures.push(figure);
      yield { case: given.name, ...figure };
    }
    yield { summary: page.browser, ...summary(figures) };
  } finally {
    await page.close();
  }
}

interface SideBySide extends Figure {
  readonly ratio: number;
  readonly cpuRatio: number;
  readonly sameValue: boolean;
  readonly ok: boolean;
}

interface Turn {
  readonly inNode: TimedPlan;
  readonly inWorker: WorkerAnswer & { readonly cpuMs: number };
}

/** After one turn to warm both up, the medians of the others. */
async function sideBySide(
  page: WorkerPage,
  { system, day }: GivenCase,
  settings: PlanSettings,
  plans: number,
): Promise<SideBySide> {
  const turns: Turn[] = [];
  for (let i = 0; i <= plans; i++) {
    const inNode = timedPlan(system, day, settings, cpuMs);
    const cpuBeforeMs = await page.cpuMs();
    const answer = await page.plan({ system, day, settings });
    turns.push({ inNode, inWorker: { ...answer, cpuMs: (await page.cpuMs()) - cpuBeforeMs } });
  }
  const warm = turns.slice(1);
  const of = (time: (turn: Turn) => number): number => median(warm.map(time));
  const nodeMs = of(({ inNode }) => inNode.ms);
  const workerMs = of(({ inWorker }) => inWorker.ms);
  const nodeCpuMs = of(({ inNode }) => inNode.cpuMs);
  const workerCpuMs = of(({ inWorker }) => inWorker.cpuMs);
  const { inNode, inWorker } = turns.at(-1)!;
  const value = inNode.plan.value.total;
  const sameValue = Math.abs(inWorker.value - value) <= SAME_SHARE * Math.max(1, Math.abs(value));
  const ratio = rounded(workerMs / nodeMs, 3);
  return {
    status: inWorker.status,
    gapPercent: inWorker.gapPercent,
    value: inWorker.value,
    nodeValue: value,
    sameValue,
    workerMs: Math.round(workerMs),
    nodeMs: Math.round(nodeMs),
    workerCpuMs: Math.round(workerCpuMs),
    nodeCpuMs: Math.round(nodeCpuMs),
    ratio,
    cpuRatio: rounded(workerCpuMs / nodeCpuMs, 3),
    bound: MOST_RATIO,
    ok: ratio <= MOST_RATIO && sameValue,
  };
}

function summary(figures: readonly SideBySide[]): Figure {
  const ratios = figures.map(({ ratio }) => ratio);
  return {
    cases: figures.length,
    medianRatio: rounded(median(ratios), 3),
    largestRatio: Math.max(...ratios),
    medianCpuRatio: rounded(median(figures.map(({ cpuRatio }) => cpuRatio)), 3),
    bound: MOST_RATIO,
    allOfTheSameValue: figures.every(({ sameValue }) => sameValue),
    loadAverage: rounded(loadavg()[0]!, 3),
    ok: figures.every(({ ok }) => ok),
  };
}
