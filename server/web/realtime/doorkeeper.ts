import type { IncomingMessage } from 'node:http';
import type { Action } from '#shared/wire/access.ts';
import { identityOf, type Access } from '../../access/access.ts';
import type { Actor } from '../../access/actor.ts';
import type { Credentials } from '../../access/identify.ts';
import { may } from '../../access/permissions.ts';
import { addressOf, credentialsOf, isSameOrigin } from '../caller.ts';
import { addressLimit, type AddressLimit, type RequestLimits } from '../limits.ts';
import { deskRoomOf, type RealtimeServer, type RealtimeSocket } from './typed-server.ts';

/** Beat at which every open socket is judged again, besides at every change: sessions end by time alone, ms. */
const JUDGE_AGAIN_MS = 2000;

/** Who may hold a socket, from its handshake until it is cut. */
export interface Doorkeeper {
  /** For socket.io's `allowRequest`: page and pace of a handshake. */
  allow(request: IncomingMessage, decide: (why: string | null, allowed: boolean) => void): void;
  /** Who is at a socket, by what its handshake showed and what holds now. */
  actorOf(socket: RealtimeSocket): Actor;
  /** Somebody at a socket has asked what is not theirs. */
  refused(socket: RealtimeSocket, action: Action): void;
  stop(): void;
}

export interface DoorkeeperParts {
  readonly access: Access;
  readonly limits: RequestLimits;
}

/** What a socket shows by its `auth`: `token`, and the `screen` that shows it; headers do for those who can set them. */
function shownBy(auth: Readonly<Record<string, unknown>>, name: 'token' | 'screen'): string | null {
  const shown = auth[name];
  return typeof shown === 'string' && shown !== '' ? shown : null;
}

/** Why a handshake is refused, as the screen is told; `code` is for the screen's own words. */
function refused(code: 'sign-in' | 'wrong-token' | 'too-many', message: string): Error {
  return Object.assign(new Error(message), { data: { code } });
}

/** How the names of desk rooms begin. */
const DESK = deskRoomOf('');

const sameIdentity = (a: Actor, b: Actor): boolean =>
  a.kind === b.kind &&
  a.id === b.id &&
  a.name === b.name &&
  a.roles.join() === b.roles.join() &&
  a.station === b.station;

/** What each open socket showed at its handshake, and who it was when it was last judged. */
interface Shown {
  readonly credentials: Credentials;
  actor: Actor;
  /** The settings that it was told of last, as text; absent: those of its greeting. */
  settings?: string;
}

/** How often addresses knock, and how often in vain. */
interface Knocks {
  readonly all: AddressLimit;
  readonly denied: AddressLimit;
}

/** Lets in who may look, and notes what they showed. */
function judgeHandshakes(
  io: RealtimeServer,
  access: Access,
  knocks: Knocks,
  shown: WeakMap<RealtimeSocket, Shown>,
): void {
  io.use((socket, next) => {
    const { auth } = socket.handshake;
    const screen = shownBy(auth, 'screen');
    const credentials = credentialsOf(socket.request, shownBy(auth, 'token'), screen);
    const verdict = access.judge('station.look', credentials);
    if (verdict.allowed) {
      shown.set(socket, { credentials, actor: verdict.actor });
      // Of two browsers that show a new token at once one binds it; the other is cut when it is judged again.
      access.displays.bind(verdict.actor, credentials.screen).then(
        () => next(),
        () => next(),
      );
      return;
    }
    // Who has a right is let in however often others of the same address were not.
    void knocks.denied.passes(credentials.from).then((passes) => {
      if (!passes) next(refused('too-many', 'too many handshakes without a right; wait a minute'));
      else if (verdict.why === 'wrong-token') {
        access.refused('station.look', credentials, verdict.why);
        next(
          refused(
            'wrong-token',
            'this token is not one of this server, was revoked, or belongs to another screen',
          ),
        );
      } else next(refused('sign-in', 'this server wants an account or the token of a display'));
    });
  });
}

/** Tells a screen of other settings than it has. */
function tellSettings(access: Access, socket: RealtimeSocket, held: Shown): void {
  const settings = access.displays.settingsOf(held.actor.id);
  const text = JSON.stringify(settings);
  if (held.settings !== undefined && held.settings !== text)
    socket.emit('display.changed', settings);
  held.settings = text;
}

/** Judges an open socket again: cuts one that may look no more, tells one whose rights have changed. */
function judgeAgain(access: Access, socket: RealtimeSocket, held: Shown): void {
  const before = held.actor;
  const now = access.identify(held.credentials);
  held.actor = now;
  if (!may(now, 'station.look')) {
    socket.disconnect(true);
    return;
  }
  tellSettings(access, socket, held);
  const session = access.sessionOf(held.credentials);
  if (session) access.sessions.used(session);
  if (sameIdentity(before, now)) return;
  // Of its rooms a screen keeps those that it may still be in; it does not ask to come in again.
  const reads = may(now, 'data.read');
  for (const room of socket.rooms) {
    const isForeign = now.station !== null && !room.endsWith(`:${now.station}`);
    if (room !== socket.id && (isForeign || (room.startsWith(DESK) && !reads)))
      void socket.leave(room);
  }
  socket.emit('access.changed', identityOf(now));
}

/** Turns away who may not look, and cuts who may no more: at once at a change, and every 2 s by the clock. */
export function createDoorkeeper(
  io: RealtimeServer,
  { access, limits }: DoorkeeperParts,
): Doorkeeper {
  const shown = new WeakMap<RealtimeSocket, Shown>();
  const knocks = { all: addressLimit(limits.handshake), denied: addressLimit(limits.denied) };
  judgeHandshakes(io, access, knocks, shown);

  const judgeAll = (): void => {
    for (const socket of io.sockets.sockets.values()) {
      const held = shown.get(socket);
      if (held) judgeAgain(access, socket, held);
    }
  };
  const leave = access.directory.onChange(judgeAll);
  const timer = setInterval(judgeAll, JUDGE_AGAIN_MS);

  return {
    allow(request, decide) {
      if (!isSameOrigin(request)) {
        decide('a page of another address may not open a socket here', false);
        return;
      }
      void knocks.all.passes(addressOf(request)).then((passes) => {
        decide(passes ? null : 'too many handshakes; wait a minute', passes);
      });
    },
    actorOf(socket) {
      const held = shown.get(socket);
      if (!held) throw new Error('a socket has passed no handshake');
      return access.identify(held.credentials);
    },
    refused(socket, action) {
      const held = shown.get(socket);
      if (held) access.refused(action, held.credentials, 'not-this-role');
    },
    stop() {
      leave();
      clearInterval(timer);
      knocks.all.stop();
      knocks.denied.stop();
    },
  };
}
