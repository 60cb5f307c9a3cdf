import { randomUUID } from 'node:crypto';
import type { System } from '#shared/station/system-schema.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import {
  endOf,
  type ChangeOutageRequest,
  type DeclareOutageRequest,
  type EndOutageRequest,
  type Outage,
  type OutageSpan,
} from '#shared/wire/outage.ts';
import { mustBeAllowed, SERVER_ACTOR, type Actor } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import {
  createOutageRegister,
  FOREVER,
  LISTED_MS,
  type OutageRegister,
  type OutageRegisterParts,
} from './outage-register.ts';
import { PlanFault } from './plan-fault.ts';

/** A unit of a station. */
export interface UnitOf {
  readonly station: string;
  readonly unit: string;
}

/** Use case: units out of service, by hand and by trips. What people ask rejects with NotAllowed or PlanFault. */
export interface OutageBook extends Pick<OutageRegister, 'open' | 'takeUp' | 'onChanged'> {
  declare(actor: Actor, request: DeclareOutageRequest): Promise<Outage>;
  change(actor: Actor, request: ChangeOutageRequest): Promise<Outage>;
  end(actor: Actor, request: EndOutageRequest): Promise<Outage>;
  /** Those of now and later, and of the last day. */
  list(actor: Actor, station: string): Promise<readonly Outage[]>;
  /** Those of all stations that touch `[from, to)`. */
  between(actor: Actor, from: number, to: number): Promise<readonly Outage[]>;
  /** The server has seen a unit trip: it is out from `at`, until its time is over or it runs again. */
  tripped(unit: UnitOf, at: number): void;
  /** The server has seen a unit run again: what its trip began ends. @returns whether there was one */
  back(unit: UnitOf, at: number): boolean;
}

export interface OutageBookParts extends OutageRegisterParts {
  readonly system: System;
  /** How long a tripped unit is reckoned out unless it runs again, h. */
  readonly tripHours: number;
  /** Called when somebody has said something of an outage: plans know it from now on. */
  readonly said: () => void;
}

const whoOf = ({ id, name }: Actor): Outage['declaredBy'] => ({ id, name });

export function createOutageBook(parts: OutageBookParts): OutageBook {
  const { system, store, clock, tripHours } = parts;
  const register = createOutageRegister(parts);

  async function say(actor: Actor, before: Outage | null, after: Outage): Promise<Outage> {
    await register.keep(actor, before, after);
    parts.said();
    return after;
  }

  return {
    ...register,
    async declare(actor, { station, unit, ...span }) {
      mustBeAllowed(actor, 'unit.outage');
      mustBeUnit(system, { station, unit });
      const declared = begun({ station, unit }, actor, clock.now());
      return say(actor, null, { ...declared, ...checked(span, clock.now()) });
    },
    async change(actor, { id, revision, ...span }) {
      mustBeAllowed(actor, 'unit.outage');
      const before = sought(register, clock, { id, revision });
      const right = checked(span, clock.now());
      return say(actor, before, { ...before, ...right, revision: revision + 1 });
    },
    async end(actor, request) {
      mustBeAllowed(actor, 'unit.outage');
      const before = sought(register, clock, request);
      return say(actor, before, endedBy(actor, before, clock.now()));
    },
    async list(actor, station) {
      mustBeAllowed(actor, 'data.read');
      const all = await store.between(clock.now() - LISTED_MS, FOREVER);
      return all.filter((one) => one.station === station);
    },
    async between(actor, from, to) {
      mustBeAllowed(actor, 'data.read');
      return store.between(from, to);
    },
    tripped(unit, at) {
      const until = at + tripHours * MS_PER_HOUR;
      register.note(null, { ...begun(unit, SERVER_ACTOR, at), origin: 'trip', until });
    },
    back({ station, unit }, at) {
      const over = register
        .open(at)
        .filter((one) => one.origin === 'trip' && one.station === station && one.unit === unit);
      for (const one of over) register.note(one, endedBy(SERVER_ACTOR, one, at));
      return over.length > 0;
    },
  };
}

/** One that begins now and ends with no word of anybody's. */
function begun(unit: UnitOf, actor: Actor, at: number): Outage {
  return {
    id: randomUUID(),
    ...unit,
    origin: 'declared',
    from: at,
    until: null,
    reason: '',
    declaredBy: whoOf(actor),
    declaredAt: at,
    revision: 1,
    ended: null,
  };
}

const endedBy = (actor: Actor, outage: Outage, at: number): Outage => ({
  ...outage,
  revision: outage.revision + 1,
  ended: { by: whoOf(actor), at },
});

/** An outage as it was looked at, that is not over. @throws PlanFault */
function sought(
  register: OutageRegister,
  clock: Clock,
  { id, revision }: EndOutageRequest,
): Outage {
  const outage = register.find(id);
  if (!outage) throw new PlanFault('not-found', `there is no outage "${id}" that is not over`);
  if (outage.revision !== revision) {
    const conflict = { revision: outage.revision, state: null, move: null };
    throw new PlanFault('conflict', 'somebody has changed the outage; look again', conflict);
  }
  if (endOf(outage) > clock.now()) return outage;
  throw new PlanFault('wrong-state', 'the outage is over; declare another one');
}

/** @throws PlanFault where there is no such unit */
function mustBeUnit({ stations }: System, { station, unit }: UnitOf): void {
  const there = stations.find(({ id }) => id === station);
  if (!there) throw new PlanFault('unknown-station', `there is no station "${station}"`);
  if (there.units.some(({ id }) => id === unit)) return;
  const units = there.units.map(({ id }) => id).join(', ');
  throw new PlanFault('bad-request', `unit: there is no "${unit}", there is ${units}`);
}

/** @throws PlanFault where a span ends before it begins or is over, or has no reason */
function checked({ from, until, reason }: OutageSpan, nowMs: number): OutageSpan {
  const why = reason.trim();
  if (why === '') throw new PlanFault('reason-missing', 'say why: a reason is needed');
  if (until !== null && until <= from)
    throw new PlanFault('bad-request', 'until: must be later than from');
  if (until !== null && until <= nowMs)
    throw new PlanFault('bad-request', 'until: is past, an instant to come is needed');
  return { from, until, reason: why };
}
