import type { Worker } from 'node:worker_threads';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { WireSchedule } from '#shared/wire/what-if.ts';
import type { Log } from '../log.ts';
import type { ClockReadings } from './clock-readings.ts';

export interface SolveRequest {
  readonly system: System;
  readonly day: Day;
  readonly budgetMs: number;
  readonly gap: number;
  /** The plan in force from the day's first step on, each change of which costs `changePrice`; absent: none. */
  readonly inForce?: WireSchedule;
  readonly changePrice?: number;
  /** What the clock of an earlier search read: the same again makes the same plan. Absent: real time. */
  readonly clock?: ClockReadings;
}

/** A schedule that is given, to be carried out and checked. */
export interface CarryOutRequest {
  readonly system: System;
  readonly day: Day;
  readonly schedule: WireSchedule;
}

/** A plan with what the independent checker found wrong in it, in words. */
export interface Solved {
  readonly plan: Plan;
  readonly violations: readonly string[];
  /** What the search's clock read; absent where no search was, or nobody noted it. */
  readonly clock?: ClockReadings;
}

/** Makes and checks plans somewhere else, so that no reading waits for them. */
export interface Solver {
  /** Rejects where the plan failed, took too long or its thread died. */
  solve(request: SolveRequest): Promise<Solved>;
  /** Completes a schedule into a plan; limits of operation that it breaks are declared in the plan. */
  carryOut(request: CarryOutRequest): Promise<Solved>;
  close(): Promise<void>;
}

/** A plan was let go because the server stops: no fault of its own. */
export class SolverClosed extends Error {
  constructor() {
    super('the server stops');
    this.name = 'SolverClosed';
  }
}

/** What the plan thread is asked. */
export type ThreadRequest =
  | { readonly kind: 'solve'; readonly request: SolveRequest }
  | { readonly kind: 'carry-out'; readonly request: CarryOutRequest };

/** What the plan thread answers with. */
export type SolveAnswer =
  | { readonly id: number; readonly ok: true; readonly solved: Solved }
  | { readonly id: number; readonly ok: false; readonly error: string };

/** Added to a plan's budget before its thread is taken for hung, ms. */
const GRACE_MS = 20_000;

interface Job {
  readonly id: number;
  readonly asked: ThreadRequest;
  readonly resolve: (solved: Solved) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A solver on one worker thread, one plan at a time. A thread that dies or hangs fails the plan it was at
 * and is replaced before the next.
 * @param spawn starts the thread
 * @param graceMs how long beyond its budget a plan may take
 */
export function createSolver(spawn: () => Worker, log: Log, graceMs = GRACE_MS): Solver {
  const waiting: Job[] = [];
  let running: { job: Job; timer: NodeJS.Timeout } | null = null;
  let thread: Worker | null = null;
  let nextId = 1;
  let closed = false;

  const start = (): Worker => listenedTo(spawn(), hear, lost);

  function hear(answer: SolveAnswer): void {
    if (answer.id === running?.job.id) settle(answer);
  }

  function settle(answer: SolveAnswer): void {
    if (!running) return;
    const { job, timer } = running;
    clearTimeout(timer);
    running = null;
    if (answer.ok) job.resolve(answer.solved);
    else job.reject(new Error(answer.error));
    next();
  }

  function lost(which: Worker, how: string): void {
    if (thread !== which) return;
    thread = null;
    log.error({ how }, 'plan thread lost; the next plan starts a new one');
    void which.terminate();
    if (running) settle({ id: running.job.id, ok: false, error: `the plan thread ${how}` });
  }

  function next(): void {
    if (running) return;
    const job = waiting.shift();
    if (!job) return;
    const current = (thread ??= start());
    const { asked } = job;
    const limitMs = (asked.kind === 'solve' ? asked.request.budgetMs : 0) + graceMs;
    const timer = setTimeout(() => lost(current, `gave no plan within ${limitMs} ms`), limitMs);
    running = { job, timer };
    current.postMessage({ id: job.id, asked });
  }

  function ask(asked: ThreadRequest): Promise<Solved> {
    if (closed) return Promise.reject(new SolverClosed());
    return new Promise((resolve, reject) => {
      waiting.push({ id: nextId++, asked, resolve, reject });
      next();
    });
  }

  async function close(): Promise<void> {
    closed = true;
    const last = thread;
    thread = null;
    const left = [...(running ? [running.job] : []), ...waiting.splice(0)];
    if (running) clearTimeout(running.timer);
    running = null;
    for (const job of left) job.reject(new SolverClosed());
    await last?.terminate();
  }

  return {
    solve: (request) => ask({ kind: 'solve', request }),
    carryOut: (request) => ask({ kind: 'carry-out', request }),
    close,
  };
}

/** A thread whose answers and end are heard, and which keeps nothing from ending. */
function listenedTo(
  thread: Worker,
  hear: (answer: SolveAnswer) => void,
  lost: (thread: Worker, how: string) => void,
): Worker {
  thread.on('message', hear);
  thread.on('error', (error) => lost(thread, `died: ${error.message}`));
  thread.on('exit', (code) => lost(thread, `ended with code ${code}`));
  thread.unref();
  return thread;
}
