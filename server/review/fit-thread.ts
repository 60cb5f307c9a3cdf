import { parentPort } from 'node:worker_threads';
import {
  fitAll,
  type FittedPair,
  type TrainingDays,
  type TrainingMeter,
} from '#shared/energy/review/training.ts';

/** What the thread that fits baselines is asked. */
export interface FitRequest {
  readonly training: TrainingDays;
  readonly meters: readonly TrainingMeter[];
  readonly frozenAt: number;
}

export type FitAnswer =
  | { readonly ok: true; readonly fitted: readonly FittedPair[] }
  | { readonly ok: false; readonly error: string };

parentPort?.once('message', ({ training, meters, frozenAt }: FitRequest) => {
  parentPort?.postMessage(answer(training, meters, frozenAt));
});

function answer(
  training: TrainingDays,
  meters: readonly TrainingMeter[],
  frozenAt: number,
): FitAnswer {
  try {
    return { ok: true, fitted: fitAll(training, meters, frozenAt) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
