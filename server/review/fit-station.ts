import type { Worker } from 'node:worker_threads';
import {
  type FittedPair,
  trainingDays,
  trainingMeter,
  type TrainingMeter,
} from '#shared/energy/review/training.ts';
import { excludingEvent, type EnergyEvent } from '#shared/energy/review/notes.ts';
import type { ConsumptionStore, LongMeter } from '../store/consumption-store.ts';
import type { FitAnswer, FitRequest } from './fit-thread.ts';

export interface FitParts {
  readonly store: Pick<ConsumptionStore, 'facts' | 'meter'>;
  /** Starts the thread that fits: no reading waits for it. */
  readonly spawn: () => Worker;
}

/** A window of closed days, both taken in, `YYYY-MM-DD`. */
export interface FitWindow {
  readonly from: string;
  readonly to: string;
}

/** Fits the daily and hourly baselines of consumers on the closed days of a window. */
export async function fitStation(
  { store, spawn }: FitParts,
  station: string,
  consumers: readonly string[],
  events: readonly EnergyEvent[],
  { from, to }: FitWindow,
  frozenAt: number,
): Promise<readonly FittedPair[]> {
  const training = trainingDays(await store.facts(station, from, to));
  const meters: TrainingMeter[] = [];
  for (const consumer of consumers) {
    const slotsOf = slotsByDate(await store.meter(station, consumer, from, to));
    const isExcluded = (date: string): boolean => excludingEvent(events, consumer, date) !== null;
    meters.push(trainingMeter(consumer, training, slotsOf, isExcluded));
  }
  return fitInThread(spawn(), { training, meters, frozenAt });
}

function slotsByDate({ dates, starts, kwh }: LongMeter): (date: string) => Float64Array | null {
  const places = new Map(dates.map((date, i) => [date, i]));
  return (date) => {
    const i = places.get(date);
    return i === undefined ? null : kwh.subarray(starts[i], starts[i + 1] ?? kwh.length);
  };
}

function fitInThread(thread: Worker, request: FitRequest): Promise<readonly FittedPair[]> {
  return new Promise<readonly FittedPair[]>((resolve, reject) => {
    thread.once('message', (answer: FitAnswer) => {
      if (answer.ok) resolve(answer.fitted);
      else reject(new Error(answer.error));
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the fitting thread ended with code ${code}`)));
    const transfer = request.meters.flatMap(({ daily, hourly }) => [daily.buffer, hourly.buffer]);
    thread.postMessage(request, transfer as ArrayBuffer[]);
  }).finally(() => void thread.terminate());
}
