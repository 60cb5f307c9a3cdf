import type { System } from '#shared/station/system-schema.ts';
import { dayStartMs } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanState, PlanVersion, PlanView } from '#shared/wire/plan-view.ts';
import type { PlanStore } from '../store/plan-store.ts';
import { PLAN_STEP_MINUTES } from './horizon.ts';
import { nextChange } from './next-change.ts';
import { orderedSlots, stepAt, versionFor } from './ordered-slots.ts';

/** What is ordered of a station in one step: spill, and flow by unit, m³/s. */
export interface StationOrder {
  readonly spillM3s: number;
  readonly units: Readonly<Record<string, number>>;
}

/** What is ordered of every station in one step, by which plan. */
export interface Order {
  readonly planId: string;
  readonly stations: Readonly<Record<string, StationOrder>>;
}

/** The versions of the running day, in memory and in the store alike. */
export interface PlanBook {
  /** Reads back the versions of the local day of `nowMs`. */
  takeUp(nowMs: number): Promise<void>;
  offer(version: PlanVersion): Promise<void>;
  putInForce(id: string): Promise<void>;
  newest(): PlanVersion | null;
  /** The version in force if it still speaks of `atMs`. */
  inForceAt(atMs: number): PlanVersion | null;
  orderedAt(atMs: number): Order | null;
  view(station: string, nowMs: number): PlanView;
}

/** Longer than any horizon: how far on versions are looked for at the start. */
const LOOK_AHEAD_MS = 8 * 24 * MS_PER_HOUR;

const endOf = (version: PlanVersion): number =>
  version.startsAt + version.steps * version.stepMinutes * MS_PER_MINUTE;

export function createPlanBook(parts: {
  readonly plans: PlanStore;
  readonly system: System;
}): PlanBook {
  const { plans, system } = parts;
  const { timeZone } = system;
  let versions: PlanVersion[] = [];

  const newest = (state?: PlanState): PlanVersion | null =>
    versions.findLast((version) => state === undefined || version.state === state) ?? null;

  async function move(id: string, state: PlanState): Promise<void> {
    await plans.setState(id, state);
    versions = versions.map((version) => (version.id === id ? { ...version, state } : version));
  }

  /** Keeps what ordered a step since local midnight: the versions made since, and the last before. */
  function forgetBefore(midnightMs: number): void {
    const last = versions.findLastIndex(
      (version) => version.madeAt <= midnightMs && version.state !== 'offered',
    );
    versions = versions.filter((version, index) => index >= last && endOf(version) > midnightMs);
  }

  return {
    async takeUp(nowMs) {
      const midnightMs = dayStartMs(nowMs, timeZone);
      const stored = await plans.between(midnightMs, nowMs + LOOK_AHEAD_MS);
      versions = stored.filter((version) => isOf(system, version));
      forgetBefore(midnightMs);
    },
    async offer(version) {
      await plans.add(version);
      versions.push(version);
      forgetBefore(dayStartMs(version.madeAt, timeZone));
    },
    async putInForce(id) {
      const before = newest('in-force');
      await move(id, 'in-force');
      if (before) await move(before.id, 'superseded');
    },
    newest: () => newest(),
    inForceAt(atMs) {
      const version = newest('in-force');
      return version && stepAt(version, atMs) >= 0 ? version : null;
    },
    orderedAt(atMs) {
      const version = versionFor(versions, atMs);
      return version ? orderOf(version, stepAt(version, atMs)) : null;
    },
    view(station, nowMs) {
      const inForce = newest('in-force');
      const midnightMs = dayStartMs(nowMs, timeZone);
      const endMs = Math.max(nowMs, ...versions.map(endOf));
      return {
        station,
        offered: newest(),
        inForce,
        ordered: orderedSlots(versions, station, midnightMs, endMs, PLAN_STEP_MINUTES),
        next: inForce && nextChange(inForce, station, nowMs),
      };
    },
  };
}

/** Whether a stored version is of this system: another system's plans in the same folder order nothing. */
function isOf(system: System, version: PlanVersion): boolean {
  return system.stations.every((station) =>
    station.units.every((unit) => version.plan.stations[station.id]?.units[unit.id]),
  );
}

function orderOf(version: PlanVersion, step: number): Order {
  const stations: Record<string, StationOrder> = {};
  for (const [id, station] of Object.entries(version.plan.stations)) {
    const units: Record<string, number> = {};
    for (const [unit, { flowM3s }] of Object.entries(station.units)) units[unit] = flowM3s[step]!;
    stations[id] = { spillM3s: station.spillM3s[step]!, units };
  }
  return { planId: version.id, stations };
}
