import { loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { rounded } from '../statistics.ts';
import { openMeasuredWall } from './open-wall.ts';
import { wait } from './settled.ts';

/** Required: share of one core that the page's script takes, %, and the longest task of its thread, ms. */
const BOUNDS = { scriptPercent: 15, taskMs: 50 } as const;

/** What comes with the opening is over, ms. */
const SETTLE_MS = 10_000;

/** Stretches of a trace in which script runs, with what it forces, and in which is cleaned up after it. */
const SCRIPT: readonly string[] = [
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'MajorGC',
  'MinorGC',
  'RunMicrotasks',
  'TimerFire',
];

/** An entry of the browser's trace; times in µs, `tdur` of them computed. */
interface TraceEntry {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** What the page's thread does for so long. */
async function traced(page: Page, spanMs: number): Promise<readonly TraceEntry[]> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  await wait(spanMs);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly TraceEntry[];
  };
  const threads = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  return traceEvents.filter(
    ({ ph, pid, tid }) =>
      ph === 'X' && threads.some((thread) => thread.pid === pid && thread.tid === tid),
  );
}

/** Time in which any of the entries lasted, ms: what lies within another counts once. */
function lasted(entries: readonly TraceEntry[]): number {
  let sum = 0;
  let end = -Infinity;
  for (const { ts, dur = 0 } of entries.toSorted((a, b) => a.ts - b.ts)) {
    sum += Math.max(0, ts + dur - Math.max(ts, end));
    end = Math.max(end, ts + dur);
  }
  return sum / 1000;
}

/** What a wall costs its browser in real time: the share of one core that is script, and the longest task. */
export async function measureScripting(seconds: number): Promise<Record<string, unknown>[]> {
  const wall = await openMeasuredWall(1);
  try {
    await wait(SETTLE_MS);
    const before = await wall.figures();
    const entries = await traced(wall.page, seconds * 1000);
    const after = await wall.figures();
    const percent = (name: string): number =>
      rounded((100 * (after[name]! - before[name]!)) / seconds, 3);
    const script = lasted(entries.filter(({ name }) => SCRIPT.includes(name))) / (10 * seconds);
    const tasks = entries.filter(({ name }) => name === 'RunTask');
    const inMs = (of: (task: TraceEntry) => number | undefined): number =>
      rounded(Math.max(...tasks.map((task) => of(task) ?? 0)) / 1000, 3);
    const longest = inMs(({ dur }) => dur);
    const line = { part: 'scripting', seconds, loadAverage: rounded(loadavg()[0]!, 3) };
    return [
      {
        ...line,
        measure: 'script of one core',
        value: rounded(script, 3),
        unit: '%',
        layoutPercent: percent('LayoutDuration'),
        stylePercent: percent('RecalcStyleDuration'),
        allTasksPercent: percent('TaskDuration'),
        bound: BOUNDS.scriptPercent,
        ok: script <= BOUNDS.scriptPercent,
      },
      {
        ...line,
        measure: 'longest task',
        value: longest,
        unit: 'ms',
        tasks: tasks.length,
        tasksOverBound: tasks.filter(({ dur = 0 }) => dur / 1000 >= BOUNDS.taskMs).length,
        mostComputedMs: inMs(({ tdur }) => tdur),
        bound: BOUNDS.taskMs,
        ok: longest < BOUNDS.taskMs,
      },
    ];
  } finally {
    await wall.close();
  }
}
