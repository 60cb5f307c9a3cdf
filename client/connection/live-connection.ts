import { io, type Socket } from 'socket.io-client';
import type {
  Ack,
  Alarm,
  ClientEvents,
  Conflation,
  Hello,
  Requests,
  ServerEvents,
  Subscription,
  SubscribeRequest,
  UnitChange,
} from '#shared/wire/protocol.ts';
import type { ImageDelta } from '#shared/wire/image.ts';
import type { Identity } from '#shared/wire/access.ts';
import type { DisplaySettings } from '#shared/wire/display.ts';
import type { AlarmsSilenced } from '#shared/wire/alarms.ts';
import type { PlanEvents } from '#shared/wire/plan-requests.ts';
import type { StationOutlook } from '#shared/wire/outlook.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import { ComingBack } from './coming-back.ts';
import { request } from './request.ts';

/** What the connection tells; every callback is a fact from the server or about the link. */
export interface LiveListener {
  greeted(hello: Hello): void;
  heard(): void;
  beat(beat: Parameters<ServerEvents['heartbeat']>[0]): void;
  ticked(delta: ImageDelta): void;
  conflated(newest: Conflation): void;
  unitChanged(change: UnitChange): void;
  alarmChanged(alarm: Alarm): void;
  alarmsSilenced(silenced: AlarmsSilenced): void;
  planChanged(view: PlanView): void;
  outlookChanged(outlook: StationOutlook): void;
  accessChanged(identity: Identity): void;
  displayChanged(settings: DisplaySettings | null): void;
  /** The server lets in only whom it knows, and this page has shown it nobody. */
  askedWho(): void;
  /** Something of the dispatcher's desk has happened. */
  deskEvent<Name extends keyof PlanEvents>(name: Name, fact: Parameters<PlanEvents[Name]>[0]): void;
  /** The link is down; `refused` is the server's own word where it turned this screen away. */
  dropped(refused: string | null): void;
}

export interface LiveConnection {
  /** @throws RequestError */
  subscribe(wanted: SubscribeRequest): Promise<Subscription>;
  /**
   * A request of the dispatcher's desk, or about alarms.
   * @throws RequestError
   */
  ask<Name extends keyof Requests>(
    name: Name,
    of: Requests[Name]['request'],
  ): Promise<Requests[Name]['answer']>;
  /** Gives up a link that has gone silent and makes a new one. */
  renew(): void;
  close(): void;
}

const ANSWER_MS = 8000;

/** Delay before the next attempt of one that the server turned away, ms. */
const REFUSED_RETRY_MS = 4000;

/** Opens the one socket of this page. `address` is the server's origin; the page's own when absent. */
export function openLiveConnection(
  listener: LiveListener,
  options: { address?: string; token?: string | null; screen?: string | null } = {},
): LiveConnection {
  const settings = {
    transports: ['websocket', 'polling'],
    // A proxy that stops websockets must not keep the wall dark: polling is tried next.
    tryAllTransports: true,
    // Coming back is a matter of our own.
    reconnection: false,
    autoConnect: false,
    ...(options.token ? { auth: { token: options.token, screen: options.screen ?? '' } } : {}),
  };
  const socket: Socket<ServerEvents, ClientEvents> = options.address
    ? io(options.address, settings)
    : io(settings);
  const back = new ComingBack(socket, options.address ?? '');
  listen(socket, listener, back);
  socket.connect();
  return {
    subscribe: (wanted) =>
      request<Subscription>((done) => socket.emit('subscribe', wanted, done), ANSWER_MS),
    ask: (name, of) => request((done) => emitRequest(socket, name, of, done), ANSWER_MS),
    renew: () => {
      socket.disconnect();
      back.now();
    },
    close: () => {
      back.stop();
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}

/** The one place where a request's name and its payload are taken as the pair that the table says they are. */
function emitRequest<Name extends keyof Requests>(
  socket: Socket<ServerEvents, ClientEvents>,
  name: Name,
  of: Requests[Name]['request'],
  done: (answer: Ack<Requests[Name]['answer']>) => void,
): void {
  const plain: Socket = socket;
  plain.emit(name, of, done);
}

const DESK_EVENTS = [
  'plan.offered',
  'plan.decided',
  'deviation.opened',
  'deviation.changed',
  'day.closed',
  'load-curve.imported',
  'outage.changed',
  'what-if.saved',
  'what-if.removed',
] as const satisfies (keyof PlanEvents)[];

function listen(
  socket: Socket<ServerEvents, ClientEvents>,
  listener: LiveListener,
  back: ComingBack,
): void {
  socket.onAny(() => listener.heard());
  socket.on('hello', (hello) => listener.greeted(hello));
  socket.on('heartbeat', (beat) => listener.beat(beat));
  socket.on('image.ticked', (delta) => listener.ticked(delta));
  socket.on('image.conflated', (newest) => listener.conflated(newest));
  socket.on('unit.changed', (change) => listener.unitChanged(change));
  socket.on('alarm.changed', (alarm) => listener.alarmChanged(alarm));
  socket.on('alarms.silenced', (silenced) => listener.alarmsSilenced(silenced));
  socket.on('plan.changed', (view) => listener.planChanged(view));
  socket.on('outlook.changed', (outlook) => listener.outlookChanged(outlook));
  socket.on('access.changed', (identity) => listener.accessChanged(identity));
  socket.on('display.changed', (settings) => listener.displayChanged(settings));
  const plain: Socket = socket;
  for (const name of DESK_EVENTS) {
    plain.on(name, (fact: Parameters<PlanEvents[typeof name]>[0]) =>
      listener.deskEvent(name, fact),
    );
  }
  socket.on('disconnect', () => {
    listener.dropped(null);
    back.soon();
  });
  socket.on('connect_error', (error) => {
    const refused = !socket.active;
    if ('data' in error && (error.data as { code?: string }).code === 'sign-in')
      listener.askedWho();
    listener.dropped(refused ? error.message : null);
    back.soon(refused ? REFUSED_RETRY_MS : undefined);
  });
}
