import type { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createSolver, type Solver, type SolveRequest } from '#server/planning/solver.ts';
import { spawnSource, spawnThread } from '#server/threads/spawn-thread.ts';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';

const log = pino({ level: 'silent' });
/** As fixtures/moody-plan-thread.ts reads a budget. */
const [ANSWERS, FAILS, DIES, HANGS] = [1, 2, 3, 4] as const;

const request = (budgetMs: number): SolveRequest => ({
  system: exampleSystem,
  day: exampleDay,
  budgetMs,
  gap: 0.001,
});

let solver: Solver;
let spawned = 0;
const moody = (graceMs = 20_000): Solver => {
  spawned = 0;
  const spawn = (): Worker => {
    spawned += 1;
    return spawnSource(new URL('./fixtures/moody-plan-thread.ts', import.meta.url), null);
  };
  return createSolver(spawn, log, graceMs);
};
afterEach(() => solver.close());

test('the real thread plans the example and finds nothing wrong with it', async () => {
  solver = createSolver(() => spawnThread('plan-thread', null), log);
  const { plan, violations } = await solver.solve(request(1000));
  expect(plan.format).toBe('forebay-plan/1');
  expect(plan.stations['s1']?.generationMw).toHaveLength(exampleDay.steps);
  expect(violations).toEqual([]);
});

test('a failing plan is told in words and the thread goes on', async () => {
  solver = moody();
  await expect(solver.solve(request(FAILS))).rejects.toThrow('no such unit');
  await solver.solve(request(ANSWERS));
  expect(spawned).toBe(1);
});

test('a dead thread fails its plan and is replaced for the next', async () => {
  solver = moody();
  await expect(solver.solve(request(DIES))).rejects.toThrow('died: out of memory');
  await solver.solve(request(ANSWERS));
  expect(spawned).toBe(2);
});

test('a thread that hangs is given up after its budget and grace', async () => {
  solver = moody(500);
  await expect(solver.solve(request(HANGS))).rejects.toThrow('gave no plan within 504 ms');
});

test('plans wait for each other and those that wait are let go at the end', async () => {
  solver = moody();
  const hung = solver.solve(request(HANGS));
  const waiting = solver.solve(request(ANSWERS));
  const ends = Promise.allSettled([hung, waiting]);
  await solver.close();
  expect((await ends).map((end) => end.status)).toEqual(['rejected', 'rejected']);
  await expect(solver.solve(request(ANSWERS))).rejects.toThrow('the server stops');
  expect(spawned).toBe(1);
});
