import type { Ack } from '#shared/wire/protocol.ts';
import { NotAllowed } from '../../access/actor.ts';
import { may } from '../../access/permissions.ts';
import type { Log } from '../../log.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import type { SocketRequest } from './socket-request.ts';
import type { RealtimeSocket } from './typed-server.ts';

type Refusal = Extract<Ack<never>, { ok: false }>;

const refusal = (code: Refusal['error']['code'], message: string): Refusal => ({
  ok: false,
  error: { code, message },
});

const isAcknowledge = (given: unknown): given is (answer: Ack<unknown>) => void =>
  typeof given === 'function';

export interface AnswerParts {
  readonly doorkeeper: Doorkeeper;
  /** Resolves when the next that is answered in turn may be. */
  readonly turn: () => Promise<void>;
  readonly log: Log;
}

/**
 * Answers a request: whether the socket has any left, whether its caller may, then what the handler
 * says. One without an acknowledgement is answered to nobody. A fault of the handler is logged and not told.
 * @param mayPass the socket's allowance
 */
export function answering(
  { doorkeeper, turn, log }: AnswerParts,
  request: SocketRequest,
  socket: RealtimeSocket,
  mayPass: () => boolean,
): (raw: unknown, acknowledge: unknown) => Promise<void> {
  const answer = async (raw: unknown): Promise<Ack<unknown>> => {
    if (!mayPass()) return refusal('too-many', 'too many requests on this socket; wait a second');
    const actor = doorkeeper.actorOf(socket);
    if (!may(actor, request.action)) {
      doorkeeper.refused(socket, request.action);
      return refusal('not-allowed', `${request.action} is not for the roles of who asks`);
    }
    try {
      return await request.handle(raw, { actor, socket });
    } catch (error) {
      if (error instanceof NotAllowed) return refusal('not-allowed', error.message);
      log.error({ err: error, event: request.event }, 'a request on a socket failed');
      return refusal('failed', 'the server failed; its log says why');
    }
  };
  return async (raw, acknowledge) => {
    if (!isAcknowledge(acknowledge)) return;
    if (request.inTurn) await turn();
    // Who is gone meanwhile asks anew, on another socket.
    if (socket.connected) acknowledge(await answer(raw));
  };
}
