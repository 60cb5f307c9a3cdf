import { randomUUID } from 'node:crypto';
import type { RemoveWhatIfRequest, SaveWhatIfRequest, WhatIf } from '#shared/wire/what-if.ts';
import { mustBeAllowed, type Actor } from '../access/actor.ts';
import { entryOf } from '../access/audit.ts';
import type { Clock } from '../clock.ts';
import { listeners } from '../listeners.ts';
import type { AuditEntry } from '../store/audit-store.ts';
import type { WhatIfStore } from '../store/what-if-store.ts';
import { PlanFault } from './plan-fault.ts';
import { shiftsAround } from './shifts.ts';

/** Use case: trials and drafts, kept for their shift. All reject with NotAllowed or PlanFault. */
export interface WhatIfs {
  /** Those of the running shift and the one before; of drafts, one's own alone. */
  list(actor: Actor, station: string): Promise<readonly WhatIf[]>;
  save(actor: Actor, request: SaveWhatIfRequest): Promise<WhatIf>;
  remove(actor: Actor, request: RemoveWhatIfRequest): Promise<void>;
  /** Drafts are told to nobody. */
  onSaved(listener: (whatIf: WhatIf) => void): () => void;
  onRemoved(listener: (whatIf: WhatIf) => void): () => void;
}

export interface WhatIfsParts {
  readonly store: WhatIfStore;
  readonly clock: Clock;
  readonly timeZone: string;
  /** When shifts begin, `HH:MM`. */
  readonly shiftsAt: readonly string[];
  /** Real time for the audit, ms. */
  readonly realNow?: () => number;
}

/** More of a station and shift nobody could tell apart. */
const MOST = 40;

export function createWhatIfs(parts: WhatIfsParts): WhatIfs {
  const { store, clock, timeZone, shiftsAt, realNow = Date.now } = parts;
  const saved = listeners<WhatIf>();
  const removed = listeners<WhatIf>();
  const shifts = (): ReturnType<typeof shiftsAround> =>
    shiftsAround(clock.now(), shiftsAt, timeZone);

  const entry = (actor: Actor, before: WhatIf | null, after: WhatIf | null): AuditEntry | null => {
    const either = after ?? before!;
    if (either.kind === 'draft') return null;
    const told = (one: WhatIf | null): unknown =>
      one && { name: one.name, revision: one.revision, station: one.station };
    const deed = { action: 'whatif.keep', subject: either.id, before: told(before) };
    return entryOf(actor, { ...deed, after: told(after) }, realNow());
  };

  /** The one that a request writes over; null: it is a new one. */
  async function written(actor: Actor, request: SaveWhatIfRequest): Promise<WhatIf | null> {
    const { id, station, kind } = request;
    if (id !== null) return sought(store, actor, id, request.revision);
    const others = await store.since(station, shifts().runningMs);
    const ownDraft = others.find((one) => one.kind === 'draft' && one.owner.id === actor.id);
    if (kind === 'draft') return ownDraft ?? null;
    if (others.length >= MOST)
      throw new PlanFault('too-many', `this shift has ${MOST} trials already; remove some`);
    return null;
  }

  return {
    async list(actor, station) {
      mustBeAllowed(actor, 'data.read');
      const all = await store.since(station, shifts().beforeMs);
      return all.filter(({ kind, owner }) => kind === 'what-if' || owner.id === actor.id);
    },
    async save(actor, request) {
      mustBeAllowed(actor, 'whatif.keep');
      const before = await written(actor, request);
      if (before && before.station !== request.station)
        throw new PlanFault('bad-request', `station: the trial is of ${before.station}`);
      const { station, kind, name, colour, body } = request;
      const whatIf: WhatIf = {
        id: before?.id ?? randomUUID(),
        station,
        kind,
        name,
        colour,
        body,
        owner: before?.owner ?? { id: actor.id, name: actor.name },
        revision: (before?.revision ?? 0) + 1,
        changedAt: clock.now(),
        changedBy: { id: actor.id, name: actor.name },
        shiftStartsAt: shifts().runningMs,
      };
      await store.save(whatIf, entry(actor, before, whatIf));
      if (kind === 'what-if') saved.tell(whatIf);
      return whatIf;
    },
    async remove(actor, { id, revision }) {
      mustBeAllowed(actor, 'whatif.keep');
      const before = await sought(store, actor, id, revision);
      await store.remove(id, revision, entry(actor, before, null));
      if (before.kind === 'what-if') removed.tell(before);
    },
    onSaved: saved.add,
    onRemoved: removed.add,
  };
}

/** A trial as it was looked at. @throws PlanFault where it is not there, another's draft, or has changed */
async function sought(
  store: WhatIfStore,
  actor: Actor,
  id: string,
  revision: number | null,
): Promise<WhatIf> {
  const whatIf = await store.get(id);
  const isOthers = whatIf?.kind === 'draft' && whatIf.owner.id !== actor.id;
  if (!whatIf || isOthers) throw new PlanFault('not-found', `there is no trial "${id}"`);
  if (whatIf.revision === revision) return whatIf;
  const message = `somebody has changed "${whatIf.name}" meanwhile; look at it again`;
  const conflict = { revision: whatIf.revision, state: null, move: null };
  throw new PlanFault('conflict', message, conflict);
}
