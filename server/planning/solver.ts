import type { Worker } from 'node:worker_threads';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { Log } from '../log.ts';

export interface SolveRequest {
  readonly system: System;
  readonly day: Day;
  readonly budgetMs: number;
  readonly gap: number;
}

/** A plan with what the independent checker found wrong in it, in words. */
export interface Solved {
  readonly plan: Plan;
  readonly violations: readonly string[];
}

/** Makes and checks plans somewhere else, so that no reading waits for them. */
export interface Solver {
  /** Rejects where the plan failed, took too long or its thread died. */
  solve(request: SolveRequest): Promise<Solved>;
  close(): Promise<void>;
}

/** A plan was let go because the server stops: no fault of its own. */
export class SolverClosed extends Error {
  constructor() {
    super('the server stops');
    this.name = 'SolverClosed';
  }
}

/** What the plan thread answers with. */
export type SolveAnswer =
  | { readonly id: number; readonly ok: true; readonly solved: Solved }
  | { readonly id: number; readonly ok: false; readonly error: string };

/** Added to a plan's budget before its thread is taken for hung, ms. */
const GRACE_MS = 20_000;

interface Job {
  readonly id: number;
  readonly request: SolveRequest;
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

  function start(): Worker {
    const fresh = spawn();
    fresh.on('message', (answer: SolveAnswer) => {
      if (answer.id === running?.job.id) settle(answer);
    });
    fresh.on('error', (error) => lost(fresh, `died: ${error.message}`));
    fresh.on('exit', (code) => lost(fresh, `ended with code ${code}`));
    fresh.unref();
    return fresh;
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
    const limitMs = job.request.budgetMs + graceMs;
    const timer = setTimeout(() => lost(current, `gave no plan within ${limitMs} ms`), limitMs);
    running = { job, timer };
    current.postMessage({ id: job.id, request: job.request });
  }

  return {
    solve(request) {
      return new Promise((resolve, reject) => {
        if (closed) {
          reject(new SolverClosed());
          return;
        }
        waiting.push({ id: nextId++, request, resolve, reject });
        next();
      });
    },
    async close() {
      closed = true;
      const last = thread;
      thread = null;
      const left = [...(running ? [running.job] : []), ...waiting.splice(0)];
      if (running) clearTimeout(running.timer);
      running = null;
      for (const job of left) job.reject(new SolverClosed());
      await last?.terminate();
    },
  };
}
