import type { Action } from '#shared/wire/access.ts';
import type { Ack, ClientEvents } from '#shared/wire/protocol.ts';
import type { Actor } from '../../access/actor.ts';
import type { RealtimeSocket } from './typed-server.ts';

/** Who asks on a socket; the actor is as of this request, not as of the handshake. */
export interface SocketCaller {
  readonly actor: Actor;
  readonly socket: RealtimeSocket;
}

/** One line of the table of requests on a socket: `handle` runs only for who may do `action`. */
export interface SocketRequest {
  readonly event: keyof ClientEvents;
  readonly action: Action;
  /** Whether it is answered in turn with all others that are: much is to be said. Those of one socket keep their order. */
  readonly inTurn?: boolean;
  handle(raw: unknown, caller: SocketCaller): Ack<unknown> | Promise<Ack<unknown>>;
}
