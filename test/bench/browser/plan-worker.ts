import { gapPercentOf, timedPlan } from '../plan/timed-plans.ts';
import type { WorkerAnswer, WorkerOrder } from './messages.ts';

/** The thread that plans in the browser: one order, one answer. */
addEventListener('message', ({ data }: MessageEvent<WorkerOrder>) => {
  const { plan, ms } = timedPlan(data.system, data.day, data.settings);
  const { status, value } = plan;
  const answer: WorkerAnswer = { ms, status, value: value.total, gapPercent: gapPercentOf(plan) };
  postMessage(answer);
});
