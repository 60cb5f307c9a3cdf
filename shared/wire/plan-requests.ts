import type {
  CloseDayRequest,
  DayClosed,
  Deviation,
  ExplainDeviationRequest,
  FollowedDay,
  FollowedDayRequest,
} from './following.ts';
import type { ImportLoadCurveRequest, ListLoadCurvesRequest, LoadCurve } from './load-curve.ts';
import type {
  ChangeOutageRequest,
  DeclareOutageRequest,
  EndOutageRequest,
  ListOutagesRequest,
  Outage,
} from './outage.ts';
import type { PlanMove, PlanState } from './plan-life.ts';
import type { PlanCause, PlanVersion } from './plan-view.ts';
import type {
  ListWhatIfsRequest,
  RemoveWhatIfRequest,
  SaveWhatIfRequest,
  WhatIf,
  WireSchedule,
} from './what-if.ts';

/** A version and the revision of it that was on the screen when the decision was taken. */
export interface PlanRequest {
  readonly id: string;
  readonly revision: number;
}

export interface ReasonedPlanRequest extends PlanRequest {
  readonly reason: string;
}

/** A version changed by hand: all its steps, those that were not touched too. */
export interface AmendPlanRequest extends ReasonedPlanRequest {
  readonly schedule: WireSchedule;
}

/** Somebody else was quicker: what stands there now. */
export interface Conflict {
  readonly revision: number;
  readonly state: PlanState | null;
  /** The newest step taken with it; null: it is gone. */
  readonly move: PlanMove | null;
}

export interface PlanOffered {
  readonly id: string;
  readonly madeAt: number;
  readonly startsAt: number;
  readonly causes: readonly PlanCause[];
}

/** Somebody has taken a step with a plan. */
export interface PlanDecided {
  readonly id: string;
  readonly move: PlanMove;
}

/** Facts about plans, trials, loads and following, in the past tense. */
export interface PlanEvents {
  'plan.offered': (offered: PlanOffered) => void;
  'plan.decided': (decided: PlanDecided) => void;
  'deviation.opened': (deviation: Deviation) => void;
  'deviation.changed': (deviation: Deviation) => void;
  'day.closed': (closed: DayClosed) => void;
  'load-curve.imported': (curve: LoadCurve) => void;
  'outage.changed': (outage: Outage) => void;
  'what-if.saved': (whatIf: WhatIf) => void;
  'what-if.removed': (removed: { readonly id: string; readonly station: string }) => void;
}

/** Each request with what it is answered with. */
export interface PlanRequests {
  'accept-plan': { request: PlanRequest; answer: PlanVersion };
  'amend-plan': { request: AmendPlanRequest; answer: PlanVersion };
  'reject-plan': { request: ReasonedPlanRequest; answer: PlanVersion };
  'confirm-plan': { request: PlanRequest; answer: PlanVersion };
  'order-plan': { request: PlanRequest; answer: PlanVersion };
  'close-plan': { request: PlanRequest; answer: PlanVersion };
  'make-plan': { request: Readonly<Record<string, never>>; answer: PlanMade };
  'list-what-ifs': { request: ListWhatIfsRequest; answer: readonly WhatIf[] };
  'save-what-if': { request: SaveWhatIfRequest; answer: WhatIf };
  'remove-what-if': { request: RemoveWhatIfRequest; answer: null };
  'import-load-curve': { request: ImportLoadCurveRequest; answer: LoadCurve };
  'list-load-curves': { request: ListLoadCurvesRequest; answer: readonly LoadCurve[] };
  'read-followed-day': { request: FollowedDayRequest; answer: FollowedDay };
  'explain-deviation': { request: ExplainDeviationRequest; answer: Deviation };
  'list-outages': { request: ListOutagesRequest; answer: readonly Outage[] };
  'declare-outage': { request: DeclareOutageRequest; answer: Outage };
  'change-outage': { request: ChangeOutageRequest; answer: Outage };
  'end-outage': { request: EndOutageRequest; answer: Outage };
  'close-day': { request: CloseDayRequest; answer: DayClosed };
}

/** What became of asking for a plan; `waiting`: a measurement is missing. */
export interface PlanMade {
  readonly outcome: 'made' | 'waiting' | 'failed';
}
