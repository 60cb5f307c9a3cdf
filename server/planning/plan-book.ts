import type { System } from '#shared/station/system-schema.ts';
import { dayStartMs } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { PlanState } from '#shared/wire/plan-life.ts';
import type { PlanDeciding, PlanVersion, PlanView } from '#shared/wire/plan-view.ts';
import type { AuditEntry } from '../store/audit-store.ts';
import type { PlanStore, StoredMove } from '../store/plan-store.ts';
import { PLAN_STEP_MINUTES } from './horizon.ts';
import { nextOrderedChange } from './next-change.ts';
import { orderedSlots, stepAt, versionFor } from './ordered-slots.ts';
import { type LifeChange, planEndMs } from './plan-steps.ts';

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

/** A change to the book with what the audit says of it. */
export interface BookChange extends LifeChange {
  readonly audit: readonly AuditEntry[];
}

/** The versions of the running day, in memory and in the store alike. */
export interface PlanBook {
  /** Reads back the versions of the local day of `nowMs`. */
  takeUp(nowMs: number): Promise<void>;
  /** A version of whatever day; null: there is none. */
  find(id: string): Promise<PlanVersion | null>;
  /**
   * Changes versions, one change after another: `build` sees what all changes before it have left, and
   * says what is to change (null: nothing). What it throws, or the store does, changes nothing.
   */
  change(
    build: (versions: readonly PlanVersion[]) => Promise<BookChange | null> | BookChange | null,
  ): Promise<BookChange | null>;
  versions(): readonly PlanVersion[];
  /** The version in force if it still speaks of `atMs`. */
  inForceAt(atMs: number): PlanVersion | null;
  orderedAt(atMs: number): Order | null;
  view(station: string, nowMs: number): PlanView;
}

/** Longer than any horizon: how far on versions are looked for at the start. */
const LOOK_AHEAD_MS = 8 * 24 * MS_PER_HOUR;

const DECIDED: readonly PlanState[] = ['accepted', 'amended', 'ordered'];
const ENDS: readonly PlanState[] = ['rejected', 'superseded', 'closed'];

export function createPlanBook(parts: {
  readonly plans: PlanStore;
  readonly system: System;
  readonly deciding: PlanDeciding;
}): PlanBook {
  const { plans, system, deciding } = parts;
  const { timeZone } = system;
  /** Oldest made first. */
  let versions: readonly PlanVersion[] = [];
  let before: Promise<unknown> = Promise.resolve();

  async function write(change: BookChange): Promise<void> {
    const { fresh, changed, audit } = change;
    const known = new Map(versions.map((version) => [version.id, version.revision]));
    await plans.record({
      add: fresh,
      moves: changed.flatMap((version) => movesSince(version, known.get(version.id))),
      audit,
    });
    const after = new Map(changed.map((version) => [version.id, version]));
    versions = versions.map((version) => after.get(version.id) ?? version);
    if (fresh) {
      versions = kept([...versions, fresh.version], dayStartMs(fresh.version.madeAt, timeZone));
    }
  }

  return {
    async takeUp(nowMs) {
      const midnightMs = dayStartMs(nowMs, timeZone);
      const stored = await plans.between(midnightMs, nowMs + LOOK_AHEAD_MS);
      versions = kept(
        stored.filter((version) => isOf(system, version)),
        midnightMs,
      );
    },
    find: (id) => {
      const known = versions.find((version) => version.id === id);
      return known ? Promise.resolve(known) : plans.get(id);
    },
    change(build) {
      const done = before.then(async () => {
        const change = await build(versions);
        if (change) await write(change);
        return change;
      });
      before = done.catch(() => undefined);
      return done;
    },
    versions: () => versions,
    inForceAt(atMs) {
      const version = versions.findLast(({ state }) => state === 'in-force');
      return version && stepAt(version, atMs) >= 0 ? version : null;
    },
    orderedAt(atMs) {
      const version = versionFor(versions, atMs);
      return version ? orderOf(version, stepAt(version, atMs)) : null;
    },
    view: (station, nowMs) => viewOf(versions, deciding, timeZone, station, nowMs),
  };
}

/** What a station's screens need of the versions of the day, oldest made first. */
function viewOf(
  versions: readonly PlanVersion[],
  deciding: PlanDeciding,
  timeZone: string,
  station: string,
  nowMs: number,
): PlanView {
  const newest = (isSo: (version: PlanVersion) => boolean): PlanVersion | null =>
    versions.findLast(isSo) ?? null;
  const midnightMs = dayStartMs(nowMs, timeZone);
  const endMs = Math.max(nowMs, ...versions.map(planEndMs));
  const searched = newest(({ amends }) => amends === null);
  const inForce = newest(({ state }) => state === 'in-force');
  const ordered = newest(({ state }) => state === 'ordered');
  return {
    station,
    offered: searched?.state === 'rejected' ? null : searched,
    decided: newest(({ state }) => DECIDED.includes(state)),
    inForce,
    deciding,
    ordered: orderedSlots(versions, station, midnightMs, endMs, PLAN_STEP_MINUTES),
    next: nextOrderedChange(inForce, ordered, station, nowMs),
  };
}

/** The moves of a version that the store has not yet. */
function movesSince(version: PlanVersion, revision: number | undefined): StoredMove[] {
  const { id, inForceFrom } = version;
  return version.moves
    .filter((move) => move.revision > (revision ?? version.revision - 1))
    .map((move) => ({ id, move, inForceFrom }));
}

/**
 * What is kept in memory: the newest version and the newest that was searched, which stays the advice when
 * it was changed by hand; those that are not at an end, those that ordered a step since midnight, and of
 * those before it the one that ordered last.
 */
function kept(versions: readonly PlanVersion[], midnightMs: number): PlanVersion[] {
  const lastBefore = versions
    .filter(({ inForceFrom }) => inForceFrom !== null && inForceFrom <= midnightMs)
    .reduce((last, { inForceFrom }) => Math.max(last, inForceFrom!), -Infinity);
  const newest = [versions.at(-1), versions.findLast(({ amends }) => amends === null)];
  return versions.filter((version) => {
    if (planEndMs(version) <= midnightMs) return version.state === 'in-force';
    if (newest.includes(version) || !ENDS.includes(version.state)) return true;
    return version.inForceFrom !== null && version.inForceFrom >= lastBefore;
  });
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
