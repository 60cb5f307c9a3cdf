import type { Action, Role } from '#shared/wire/access.ts';
import type { Session } from '../store/session-store.ts';
import type { IssuedToken } from '../store/token-store.ts';
import type { Actor } from './actor.ts';
import type { Directory } from './directory.ts';
import { digestOf, sameSecret } from './secret.ts';
import { sessionEndsAt } from './session-life.ts';
import { accountActor } from './sessions.ts';

/** A secret for sending that the server was started with, and the beginnings of the tags it may write; absent: all. */
export interface IngestToken {
  readonly token: string;
  readonly tagPrefixes?: readonly string[];
}

/**
 * What whoever is at this machine may do without signing in. `shut`: nothing. `first-account`: look, until
 * there is an account. `look`: look. `desk`: all that a shift and its engineer do, for a plant that is simulated.
 */
export type Openness = 'shut' | 'first-account' | 'look' | 'desk';

export interface AccessSettings {
  /** Tokens for sending, beside those that an administrator issues. */
  readonly ingest: readonly IngestToken[];
  /** A token for looking and reading out, beside those that an administrator issues; null: none. */
  readonly viewToken: string | null;
  readonly open: Openness;
}

/** What a request or a handshake shows of itself. */
export interface Credentials {
  /** The token of a Bearer header or of a socket's `auth`; null: none. */
  readonly token: string | null;
  /** The key of the browser that shows a screen's token; null: it has none. */
  readonly screen: string | null;
  /** The secret of the session's cookie; null: none. */
  readonly session: string | null;
  /** Address of the caller's machine. */
  readonly from: string;
  /** Whether it comes from a program on this machine, and through no proxy. */
  readonly isHere: boolean;
}

/** Who somebody is, by the directory and the settings. */
export interface Identification {
  /** Who asks, were it for `action`: a source's token says nothing of who looks. */
  identify(credentials: Credentials, action: Action): Actor;
  /** Whose token it is; null: nobody's. */
  holderOf(credentials: Pick<Credentials, 'token' | 'from' | 'screen'>): Actor | null;
  /** The session that credentials show, while it lasts. */
  sessionOf(credentials: Credentials): Session | null;
  /** What whoever is at this machine may do now. */
  openness(): Openness;
}

const OPEN_ROLES: Readonly<Record<Openness, readonly Role[]>> = {
  shut: [],
  'first-account': ['viewer'],
  look: ['viewer'],
  desk: ['dispatcher', 'energy-manager', 'engineer'],
};

export const isSending = (action: Action): boolean =>
  action === 'readings.send' || action === 'forecasts.send';

/** Whether a token is shown by the browser that it belongs to, or belongs to none yet. */
function isOnItsScreen(token: IssuedToken, screen: string | null): boolean {
  return !token.screen || (screen !== null && sameSecret(digestOf(screen), token.screen.digest));
}

function issuedTo(token: IssuedToken, from: string): Actor {
  const { id, name, station, tagPrefixes } = token;
  return token.kind === 'display'
    ? { kind: 'display', id, name, roles: ['display'], station, from }
    : { kind: 'sender', id, name, roles: ['sender'], station: null, from, tagPrefixes };
}

/** Who holds a token of the settings. Every secret is compared, so that the time taken does not tell which came near. */
function ofSettings(settings: AccessSettings, token: string, from: string): Actor | null {
  const whole = { id: 'settings', station: null, from } as const;
  const sender = settings.ingest.filter((one) => sameSecret(token, one.token))[0];
  if (sender) {
    const tagPrefixes = sender.tagPrefixes ?? [];
    return {
      ...whole,
      kind: 'sender',
      name: 'FOREBAY_INGEST_TOKEN',
      roles: ['sender'],
      tagPrefixes,
    };
  }
  const looks = settings.viewToken !== null && sameSecret(token, settings.viewToken);
  return looks
    ? { ...whole, kind: 'display', name: 'FOREBAY_VIEW_TOKEN', roles: ['viewer'] }
    : null;
}

/** @param now real time, ms */
export function createIdentification(
  settings: AccessSettings,
  directory: Directory,
  now: () => number,
): Identification {
  const holderOf: Identification['holderOf'] = ({ token, from, screen }) => {
    if (token === null) return null;
    const issued = directory.token(digestOf(token));
    if (issued && issued.revokedAt === null)
      return isOnItsScreen(issued, screen) ? issuedTo(issued, from) : null;
    return ofSettings(settings, token, from);
  };

  const sessionOf = ({ session }: Credentials): Session | null => {
    const kept = session === null ? undefined : directory.session(digestOf(session));
    return kept && sessionEndsAt(kept) > now() ? kept : null;
  };

  const signedIn = (credentials: Credentials): Actor | null => {
    const session = sessionOf(credentials);
    const account = session === null ? undefined : directory.account(session.account);
    return account && !account.disabled ? accountActor(account, credentials.from) : null;
  };

  const openness = (): Openness => {
    if (settings.viewToken !== null) return 'shut';
    const { open } = settings;
    return open === 'first-account' && directory.accounts().length > 0 ? 'shut' : open;
  };

  const opened = ({ from, isHere }: Credentials): Actor => {
    const roles = isHere ? OPEN_ROLES[openness()] : [];
    return roles.length > 0
      ? { kind: 'open', id: 'open', name: 'open', roles, station: null, from }
      : { kind: 'nobody', id: 'nobody', name: '', roles, station: null, from };
  };

  return {
    holderOf,
    sessionOf,
    openness,
    identify(credentials, action) {
      const holder = holderOf(credentials);
      if (holder && (holder.kind !== 'sender' || isSending(action))) return holder;
      return signedIn(credentials) ?? opened(credentials);
    },
  };
}
