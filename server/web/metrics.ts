import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Readings } from '../readings/readings.ts';

export interface Metrics {
  readonly registry: Registry;
  /** How late a cycle of the image began, s. */
  ticked(delayS: number): void;
  planMade(seconds: number): void;
  conflated(): void;
}

const INGEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const TICK_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const PLAN_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];

function countReadings(registry: Registry, readings: Readings): void {
  const registers = [registry];
  const total = new Counter({
    name: 'forebay_readings_total',
    help: 'Readings by what became of them',
    labelNames: ['outcome'] as const,
    registers,
  });
  for (const outcome of ['accepted', 'duplicate', 'refused'] as const) total.inc({ outcome }, 0);
  const seconds = new Histogram({
    name: 'forebay_ingest_seconds',
    help: 'From a batch at the door to durable',
    buckets: INGEST_BUCKETS,
    registers,
  });
  readings.onTaken((taken) => {
    total.inc({ outcome: 'accepted' }, taken.accepted);
    total.inc({ outcome: 'duplicate' }, taken.duplicate);
    total.inc({ outcome: 'refused' }, taken.refused);
    seconds.observe(taken.seconds);
  });
  new Gauge({
    name: 'forebay_store_queue_readings',
    help: 'Readings judged and not yet durable',
    registers,
    collect() {
      this.set(readings.waiting());
    },
  });
}

/** The server's own figures, in a registry of their own; event-loop lag, heap and CPU come with the defaults. */
export function createMetrics(readings: Readings, clients: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  countReadings(registry, readings);
  new Gauge({
    name: 'forebay_clients',
    help: 'Screens connected',
    registers,
    collect() {
      this.set(clients());
    },
  });
  const tickDelay = new Histogram({
    name: 'forebay_tick_delay_seconds',
    help: 'How late a cycle of the image began',
    buckets: TICK_BUCKETS,
    registers,
  });
  const planSeconds = new Histogram({
    name: 'forebay_plan_seconds',
    help: 'Time of search of a plan',
    buckets: PLAN_BUCKETS,
    registers,
  });
  const conflations = new Counter({
    name: 'forebay_conflated_total',
    help: 'Times a slow screen was given the newest image in place of what it missed',
    registers,
  });
  return {
    registry,
    ticked: (delayS) => tickDelay.observe(delayS),
    planMade: (seconds) => planSeconds.observe(seconds),
    conflated: () => conflations.inc(),
  };
}
