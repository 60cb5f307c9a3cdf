import type { System } from '#shared/station/system-schema.ts';

/**
 * Indices of the stations from upstream down, so that each comes after all that flow into it;
 * otherwise in the system's own order.
 * @throws where the stations flow in a circle, which the door for systems refuses beforehand
 */
export function upstreamFirst(system: System): number[] {
  const { stations } = system;
  const waitingFor = stations.map(
    (station) => stations.filter((other) => other.downstream?.station === station.id).length,
  );
  const order: number[] = [];
  while (order.length < stations.length) {
    const next = waitingFor.findIndex((count, i) => count === 0 && !order.includes(i));
    if (next < 0) {
      throw new Error(
        'stations[].downstream: the stations flow in a circle; one must be the lowest',
      );
    }
    order.push(next);
    const below = stations.findIndex((other) => other.id === stations[next]!.downstream?.station);
    if (below >= 0) waitingFor[below]!--;
  }
  return order;
}

/** Whole steps that water needs to the station below: round(travelMinutes / stepMinutes). */
export function travelSteps(travelMinutes: number, stepMinutes: number): number {
  return Math.round(travelMinutes / stepMinutes);
}

/**
 * Outflow `stepsBefore` (≥ 1) steps before the horizon, m³/s. The history is newest last; shorter
 * than needed repeats its oldest value, absent is 0 (model.md, step 1).
 */
export function outflowBefore(historyM3s: ArrayLike<number>, stepsBefore: number): number {
  const { length } = historyM3s;
  if (length === 0) return 0;
  return historyM3s[Math.max(0, length - stepsBefore)]!;
}
