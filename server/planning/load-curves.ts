import { randomUUID } from 'node:crypto';
import type { System } from '#shared/station/system-schema.ts';
import { localDay, slotsOfDay } from '#shared/units/time-grid.ts';
import type {
  ImportLoadCurveRequest,
  ListLoadCurvesRequest,
  LoadCurve,
} from '#shared/wire/load-curve.ts';
import { mustBeAllowed, type Actor } from '../access/actor.ts';
import { entryOf } from '../access/audit.ts';
import type { Clock } from '../clock.ts';
import { listeners } from '../listeners.ts';
import type { LoadCurveStore } from '../store/load-curve-store.ts';
import { PlanFault } from './plan-fault.ts';

/** Use case: the load curves that the grid orders. All reject with NotAllowed or PlanFault. */
export interface LoadCurves {
  take(actor: Actor, request: ImportLoadCurveRequest): Promise<LoadCurve>;
  list(actor: Actor, request: ListLoadCurvesRequest): Promise<readonly LoadCurve[]>;
  onTaken(listener: (curve: LoadCurve) => void): () => void;
}

export interface LoadCurvesParts {
  readonly store: LoadCurveStore;
  readonly system: System;
  readonly clock: Clock;
  /** Real time for the audit, ms. */
  readonly realNow?: () => number;
}

/** A load beyond this many times what all units make is a slip: kW for MW, or another station's. */
const BEYOND_ALL_UNITS = 2;

export function createLoadCurves(parts: LoadCurvesParts): LoadCurves {
  const { store, system, clock, realNow = Date.now } = parts;
  const taken = listeners<LoadCurve>();
  return {
    async take(actor, request) {
      mustBeAllowed(actor, 'load.import');
      const wrong = loadFault(request, system);
      if (wrong !== null) throw new PlanFault('bad-request', wrong);
      const curve: LoadCurve = {
        ...request,
        id: randomUUID(),
        importedBy: { id: actor.id, name: actor.name },
        importedAt: clock.now(),
      };
      const [before] = await store.newest(curve.day, curve.day);
      const deed = { action: 'load.import', subject: curve.day, before: before?.id ?? null };
      const after = { id: curve.id, source: curve.source, mw: curve.mw };
      await store.add(curve, entryOf(actor, { ...deed, after }, realNow()));
      taken.tell(curve);
      return curve;
    },
    list(actor, { from, to }) {
      mustBeAllowed(actor, 'data.read');
      return store.newest(from, to);
    },
    onTaken: taken.add,
  };
}

/** What keeps a curve from being a day's order, in words; null: nothing. */
export function loadFault(
  { day, stepMinutes, mw }: Pick<ImportLoadCurveRequest, 'day' | 'stepMinutes' | 'mw'>,
  system: System,
): string | null {
  const startMs = startOfDay(day, system.timeZone);
  if (startMs === null) return `day: "${day}" is no date YYYY-MM-DD`;
  const needed = slotsOfDay(startMs, system.timeZone, stepMinutes);
  if (mw.length !== needed)
    return `mw: ${day} has ${needed} steps of ${stepMinutes} minutes, ${mw.length} values are given`;
  const units = system.stations.flatMap((station) => station.units);
  const mostMw = BEYOND_ALL_UNITS * units.reduce((sum, unit) => sum + unit.mwMax, 0);
  const wild = mw.findIndex((load) => Math.abs(load) > mostMw);
  if (wild < 0) return null;
  return `mw[${wild}]: ${mw[wild]} MW is beyond ${mostMw} MW; are these kW, or another station's?`;
}

function startOfDay(day: string, zone: string): number | null {
  try {
    return localDay(day, zone).startMs;
  } catch {
    return null;
  }
}
