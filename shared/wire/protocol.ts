import type { LocalName, Station } from '#shared/station/system-schema.ts';
import type { Identity } from './access.ts';
import type { DisplaySettings } from './display.ts';
import type { Alarm, AlarmEvents, AlarmRequests, AlarmsSilenced } from './alarms.ts';
import type { HistoryRequests } from './history.ts';
import type { ImageDelta, ImageSnapshot } from './image.ts';
import type { StationOutlook } from './outlook.ts';
import type { Conflict, PlanEvents, PlanRequests } from './plan-requests.ts';
import type { PlanView } from './plan-view.ts';
import type { Tag } from './tag.ts';

export type { Alarm } from './alarms.ts';

/** Number of the socket contract; another number means the page must be loaded anew. */
export const PROTOCOL_VERSION = 1;

/** Beat of the heartbeat, ms; a link silent for more than twice this is cut. */
export const HEARTBEAT_MS = 2000;

/** Beat of the image, ms of real time. */
export const IMAGE_MS = 1000;

/** The server's clock: `at` on it now, running `rate` times as fast as real time (replay). */
export interface ServerClock {
  readonly at: number;
  readonly rate: number;
}

export type RunMode = 'serve' | 'demo' | 'replay';

/** Sent once on connection. */
export interface Hello {
  readonly protocol: number;
  readonly build: string;
  readonly mode: RunMode;
  readonly clock: ServerClock;
  readonly system: {
    readonly name: LocalName;
    readonly timeZone: string;
    readonly currency: string;
  };
  readonly stations: readonly { readonly id: string; readonly name: LocalName }[];
  /** Who this screen is to the server, and what it may do. */
  readonly identity: Identity;
  /** What is kept for this screen; null: it goes by its address. */
  readonly display: DisplaySettings | null;
}

/** A unit that started or stopped. */
export interface UnitChange {
  readonly station: string;
  readonly unit: string;
  readonly at: number;
  readonly on: boolean;
}

export interface SubscribeRequest {
  readonly station: string;
  /** Cursor of the last image that was shown; null at first. */
  readonly cursor: string | null;
}

/** What stands of a station beside its image, whole: for a screen that may have missed how it came about. */
export interface StationStanding {
  readonly plan: PlanView;
  /** All that are not normal, shelved and suppressed ones too. */
  readonly alarms: readonly Alarm[];
  /** What the day comes to; null before the first of a server's run. */
  readonly outlook: StationOutlook | null;
  /** When the horns were silenced last; null: not since the server began. */
  readonly silenced: AlarmsSilenced | null;
}

/** Answer to a subscription: the missed deltas if the cursor is young enough, else a snapshot. */
export interface Subscription extends StationStanding {
  readonly station: Station;
  readonly clock: ServerClock;
  readonly tags: readonly Tag[];
  readonly snapshot: ImageSnapshot | null;
  readonly deltas: readonly ImageDelta[];
}

/** The newest image whole and what stands beside it, in place of all that a slow screen missed. */
export interface Conflation extends ImageSnapshot, StationStanding {}

export const ERROR_CODES = [
  'bad-request',
  'unknown-station',
  'not-allowed',
  'too-many',
  'failed',
  'not-found',
  'conflict',
  'wrong-state',
  'reason-missing',
  'not-confirmed',
  'same-person',
  'confirmed-already',
  'broken-limits',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface RequestError {
  readonly code: ErrorCode;
  readonly message: string;
  /** With `conflict`: what stands there now. */
  readonly conflict?: Conflict;
}

export type Ack<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: RequestError };

/** Facts from the server, in the past tense. */
export interface ServerEvents extends PlanEvents, AlarmEvents {
  hello: (hello: Hello) => void;
  /** `tickAgeMs`: real time since the server last finished a cycle of images and alarms; it beats on where that fails. */
  heartbeat: (beat: { clock: ServerClock; cursor: string | null; tickAgeMs: number }) => void;
  'image.ticked': (delta: ImageDelta) => void;
  /** A slow client missed deltas and news: the newest image whole and what stands beside it, in their place. */
  'image.conflated': (newest: Conflation) => void;
  'unit.changed': (change: UnitChange) => void;
  'plan.changed': (view: PlanView) => void;
  'outlook.changed': (outlook: StationOutlook) => void;
  /** Somebody has changed what this screen may do; one that may look no more is cut off instead. */
  'access.changed': (identity: Identity) => void;
  /** Somebody has set up this screen anew. */
  'display.changed': (settings: DisplaySettings | null) => void;
}

/** A table of requests and answers as socket events. */
type Acknowledged<Table extends Record<keyof Table, { request: unknown; answer: unknown }>> = {
  [Name in keyof Table]: (
    request: Table[Name]['request'],
    ack: (answer: Ack<Table[Name]['answer']>) => void,
  ) => void;
};

/** Requests of the desk, about alarms and of the past, with their answers. */
export interface Requests extends PlanRequests, AlarmRequests, HistoryRequests {}

/** Requests, imperative, each acknowledged. */
export interface ClientEvents extends Acknowledged<Requests> {
  subscribe: (request: SubscribeRequest, ack: (answer: Ack<Subscription>) => void) => void;
  unsubscribe: (request: { station: string }, ack: (answer: Ack<null>) => void) => void;
}
