import type { Who } from './plan-life.ts';

/**
 * A unit that cannot run for a time: declared by a dispatcher, or one that tripped, which the server notes
 * itself. Plans leave it out from `from` to `until`, or until it was ended before that.
 */
export interface Outage {
  readonly id: string;
  readonly station: string;
  readonly unit: string;
  readonly origin: 'declared' | 'trip';
  /** `[from, until)`, ms; null: until somebody ends it. */
  readonly from: number;
  readonly until: number | null;
  /** In words; empty of a trip that nobody has said anything of. */
  readonly reason: string;
  readonly declaredBy: Who;
  readonly declaredAt: number;
  /** From 1; a request names the one that was on the screen. */
  readonly revision: number;
  /** Taken back, or the unit runs again; null: neither. */
  readonly ended: { readonly by: Who; readonly at: number } | null;
}

/** When an outage is over, ms; Infinity: nobody knows yet. */
export function endOf({ until, ended }: Outage): number {
  return Math.min(until ?? Infinity, ended?.at ?? Infinity);
}

/** What is said of an outage by hand; a span that is over, or ends before it begins, is refused. */
export interface OutageSpan {
  readonly from: number;
  readonly until: number | null;
  /** Needed. */
  readonly reason: string;
}

export interface DeclareOutageRequest extends OutageSpan {
  readonly station: string;
  readonly unit: string;
}

/** Another span or reason; of a tripped unit too, whose `until` is only reckoned. */
export interface ChangeOutageRequest extends OutageSpan {
  readonly id: string;
  readonly revision: number;
}

/** The unit is back, or the outage is called off. */
export interface EndOutageRequest {
  readonly id: string;
  readonly revision: number;
}

export interface ListOutagesRequest {
  readonly station: string;
}
