import type { AdviceDay, FlexibleTask } from './flexible-task.ts';

/** Which steps each consumer runs in. */
export interface Placement {
  /** By consumer; those that found no room are absent. */
  readonly runs: ReadonlyMap<string, readonly boolean[]>;
  /** Consumers that found no room, the last in rank first. */
  readonly unplaced: readonly string[];
  /** Least cost of all that are placed; false: they were placed one after the other by rank. */
  readonly isProved: boolean;
}

/** States of all consumers together that are weighed at most; beyond it they are placed one by one. */
const MOST_STATES = 200_000;

/**
 * Runs consumers where energy is cheapest: least Σ price · power over all of them, each with its energy, shortest
 * run, allowed hours and sump, together within `limitKw` in each step. Exact by dynamic programming over
 * (step, steps used, steps of the present run). Without a binding limit the consumers are independent and each
 * is solved by itself. Where not all fit, the last in rank stays out. Among equal costs the earlier run counts.
 * @param limitKw what they may draw together; Infinity: any
 */
export function placeFlexible(
  tasks: readonly FlexibleTask[],
  day: AdviceDay,
  limitKw: number,
): Placement {
  const byRank = tasks.toSorted((a, b) => a.rank - b.rank);
  const unplaced: string[] = [];
  let chosen: FlexibleTask[] = [];
  let alone: (readonly boolean[])[] = [];
  for (const task of byRank) {
    const run = placeAlone(task, day, () => true);
    if (run === null || task.powerKw > limitKw) {
      unplaced.unshift(task.consumer);
      continue;
    }
    chosen.push(task);
    alone.push(run);
  }
  if (fits(chosen, alone, limitKw)) return placed(chosen, alone, unplaced, true);
  while (chosen.length > 1) {
    const together = placeTogether(chosen, day, limitKw);
    if (together === 'too-many-states') return placeByRank(byRank, day, limitKw);
    if (together) return placed(chosen, together, unplaced, true);
    unplaced.unshift(chosen.at(-1)!.consumer);
    chosen = chosen.slice(0, -1);
    alone = alone.slice(0, -1);
  }
  return placed(chosen, alone, unplaced, true);
}

const placed = (
  tasks: readonly FlexibleTask[],
  runs: readonly (readonly boolean[])[],
  unplaced: readonly string[],
  isProved: boolean,
): Placement => ({
  runs: new Map(tasks.map((task, i) => [task.consumer, runs[i]!])),
  unplaced,
  isProved,
});

const SLACK_KW = 1e-6;

function fits(
  tasks: readonly FlexibleTask[],
  runs: readonly (readonly boolean[])[],
  limitKw: number,
): boolean {
  const steps = runs[0]?.length ?? 0;
  for (let t = 0; t < steps; t++) {
    const kw = tasks.reduce((sum, task, i) => sum + (runs[i]![t] ? task.powerKw : 0), 0);
    if (kw > limitKw + SLACK_KW) return false;
  }
  return true;
}

/** One after the other, each exactly beside those before it. */
function placeByRank(tasks: readonly FlexibleTask[], day: AdviceDay, limitKw: number): Placement {
  const drawn = day.hours.map(() => 0);
  const runs = new Map<string, readonly boolean[]>();
  const unplaced: string[] = [];
  for (const task of tasks) {
    const run = placeAlone(task, day, (t) => drawn[t]! + task.powerKw <= limitKw + SLACK_KW);
    if (run === null) {
      unplaced.unshift(task.consumer);
      continue;
    }
    run.forEach((on, t) => {
      if (on) drawn[t]! += task.powerKw;
    });
    runs.set(task.consumer, run);
  }
  return { runs, unplaced, isProved: false };
}

const placeAlone = (
  task: FlexibleTask,
  day: AdviceDay,
  hasRoom: (t: number) => boolean,
): readonly boolean[] | null => {
  const allowed = task.allowed.map((one, t) => one && hasRoom(t));
  const result = placeTogether([{ ...task, allowed }], day, Infinity);
  // A single consumer has at most steps² · minRun states: far fewer than the most.
  return result === 'too-many-states' ? null : (result?.[0] ?? null);
};

/** Where one consumer stands: steps used, and steps of the present run up to the shortest (0: off). */
interface Stand {
  readonly used: number;
  readonly run: number;
}

interface Node {
  readonly cost: number;
  readonly stands: readonly Stand[];
  readonly before: Node | null;
  /** Bit i: consumer i runs in the step that led here. */
  readonly on: number;
}

/** Least cost of all consumers together; null: they do not fit. */
function placeTogether(
  tasks: readonly FlexibleTask[],
  day: AdviceDay,
  limitKw: number,
): (readonly boolean[])[] | null | 'too-many-states' {
  const steps = day.hours.length;
  let front = new Map<string, Node>();
  const start = { cost: 0, stands: tasks.map(() => ({ used: 0, run: 0 })), before: null, on: 0 };
  front.set('', start);
  const sets = 1 << tasks.length;
  for (let t = 0; t < steps; t++) {
    const next = new Map<string, Node>();
    for (const node of front.values()) {
      // From the most running to none, so that of equal costs the earlier run is found first.
      for (let on = sets - 1; on >= 0; on--) {
        const step = stepTo(tasks, node, on, t, steps, limitKw);
        if (!step) continue;
        const cost = node.cost + step.kw * day.pricePerKwh[t]!;
        const key = step.stands.map(({ used, run }) => `${used}.${run}`).join();
        const known = next.get(key);
        if (!known || cost < known.cost - SLACK_KW * 1e-3)
          next.set(key, { cost, stands: step.stands, before: node, on });
      }
    }
    if (next.size > MOST_STATES) return 'too-many-states';
    front = next;
  }
  const ends = [...front.values()].filter((node) =>
    node.stands.every(({ used }, i) => used >= tasks[i]!.leastSteps),
  );
  if (ends.length === 0) return null;
  return pathOf(
    ends.reduce((a, b) => (b.cost < a.cost ? b : a)),
    tasks.length,
  );
}

function stepTo(
  tasks: readonly FlexibleTask[],
  node: Node,
  on: number,
  t: number,
  steps: number,
  limitKw: number,
): { readonly stands: Stand[]; readonly kw: number } | null {
  let kw = 0;
  const stands: Stand[] = [];
  for (const [i, task] of tasks.entries()) {
    const runs = (on & (1 << i)) !== 0;
    const stand = standAfter(task, node.stands[i]!, runs, t, steps);
    if (stand === null) return null;
    if (runs) kw += task.powerKw;
    stands.push(stand);
  }
  return kw > limitKw + SLACK_KW ? null : { stands, kw };
}

/** A consumer's stand after one more step; null where it may not run, or not stop, so. */
function standAfter(
  task: FlexibleTask,
  { used, run }: Stand,
  runs: boolean,
  t: number,
  steps: number,
): Stand | null {
  if (runs && (!task.allowed[t] || used === task.mostSteps)) return null;
  if (!runs && run > 0 && run < task.minRunSteps) return null;
  const usedAfter = used + (runs ? 1 : 0);
  const left = steps - t - 1;
  if (usedAfter + left < task.leastSteps) return null;
  const runAfter = runs ? Math.min(run + 1, task.minRunSteps) : 0;
  if (runs && runAfter < task.minRunSteps && runAfter + left < task.minRunSteps) return null;
  if (task.sumpHolds && !task.sumpHolds(t, usedAfter)) return null;
  return { used: usedAfter, run: runAfter };
}

function pathOf(end: Node, count: number): boolean[][] {
  const runs: boolean[][] = Array.from({ length: count }, () => []);
  for (let node: Node | null = end; node?.before; node = node.before)
    for (let i = 0; i < count; i++) runs[i]!.push((node.on & (1 << i)) !== 0);
  return runs.map((run) => run.toReversed());
}
