import { ROLES, type Action, type Identity, type Role } from '#shared/wire/access.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Log } from '../log.ts';
import type { Session } from '../store/session-store.ts';
import type { AccessStores } from '../store/store.ts';
import { createAccounts, type Accounts } from './accounts.ts';
import type { Actor } from './actor.ts';
import { createAudit, type Audit } from './audit.ts';
import { createDisplays, type Displays } from './displays.ts';
import { openDirectory, type Directory } from './directory.ts';
import {
  createIdentification,
  isSending,
  type AccessSettings,
  type Credentials,
  type Openness,
} from './identify.ts';
import { createLockout } from './lockout.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { actionsOf, may, type Holder } from './permissions.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSignIn, type SignInResult } from './sign-in.ts';
import { createTokens, type Tokens } from './tokens.ts';

export type Verdict =
  | { readonly allowed: true; readonly actor: Actor }
  | {
      readonly allowed: false;
      readonly why: 'shut' | 'no-token' | 'wrong-token' | 'not-this-role';
    };

/** Refusals that the audit keeps; who has not signed in yet is only asked to. */
export type Refused = Extract<
  Extract<Verdict, { allowed: false }>['why'],
  'wrong-token' | 'not-this-role'
>;

/** Use cases of who somebody is, whether they may, and how they come to be who they are. */
export interface Access {
  /** Who somebody is who looks. */
  identify(credentials: Credentials): Actor;
  judge(action: Action, credentials: Credentials): Verdict;
  /** Somebody known, or with a token that is none, was refused: it stands in the audit, at a pace. */
  refused(action: Action, credentials: Credentials, why: Refused): void;
  /** The session that credentials show, while it lasts. */
  sessionOf(credentials: Credentials): Session | null;
  /** What whoever is at this machine may do now. */
  openness(): Openness;
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly displays: Displays;
  readonly audit: Audit;
  signIn(name: string, password: string, from: string): Promise<SignInResult>;
  /** Looks again and again for what other processes have changed, and ends what is over. Returns how to stop. */
  watch(): () => Promise<void>;
}

export interface AccessParts {
  readonly stores: AccessStores;
  readonly settings: AccessSettings;
  /** Ids of the stations that a screen may be bound to. */
  readonly stations: readonly string[];
  /** Paths of the tags that a source may be bound to. */
  readonly tags: readonly string[];
  readonly log: Log;
  /** Real time, ms; a replay's clock says nothing of sessions. */
  readonly now?: () => number;
}

/** How often the store is asked whether rights have changed: by the command line's hand too, within 5 s. */
const REFRESH_MS = 2000;
const SWEEP_MS = MS_PER_MINUTE;

/** Opens the use cases over what the store has. */
export async function openAccess(parts: AccessParts): Promise<Access> {
  const { stores, settings, stations, tags, now = Date.now } = parts;
  const directory = await openDirectory(stores);
  const identification = createIdentification(settings, directory, now);
  const base = { stores, directory, now, lockout: createLockout(stores.tries, now) };
  const sessions = createSessions(base);
  const refusals = createRefusals(stores.audit, parts.log, now);
  const entrance = { ...base, sessions, refusals };
  return {
    directory,
    sessions,
    identify: (credentials) => identification.identify(credentials, 'station.look'),
    refused(action, credentials, why) {
      const actor = identification.identify(credentials, action);
      void refusals.note(actor, { action: 'access.refused', subject: action, after: { why } });
    },
    judge: judging(identification, settings, directory),
    sessionOf: identification.sessionOf,
    openness: identification.openness,
    accounts: createAccounts(base),
    passwords: createPasswords(entrance),
    tokens: createTokens({ ...base, stations, tags }),
    displays: createDisplays(base),
    audit: createAudit(stores.audit, now),
    signIn: createSignIn(entrance),
    watch: () => watching(parts.log, directory, sessions, refusals),
  };
}

function judging(
  { identify, holderOf }: ReturnType<typeof createIdentification>,
  settings: AccessSettings,
  directory: Directory,
): Access['judge'] {
  const takesReadings = (): boolean =>
    settings.ingest.length > 0 ||
    directory.tokens().some(({ kind, revokedAt }) => kind === 'ingest' && revokedAt === null);

  return (action, credentials) => {
    const actor = identify(credentials, action);
    if (may(actor, action)) return { allowed: true, actor };
    if (isSending(action) && !takesReadings()) return { allowed: false, why: 'shut' };
    const { token } = credentials;
    if (token !== null && !holderOf(credentials)) return { allowed: false, why: 'wrong-token' };
    // Whoever shows nothing of itself may still sign in and come again.
    const isKnown = token !== null || actor.kind === 'account';
    return { allowed: false, why: isKnown ? 'not-this-role' : 'no-token' };
  };
}

function watching(
  log: Log,
  directory: Directory,
  sessions: Sessions,
  refusals: Refusals,
): () => Promise<void> {
  let working: Promise<unknown> = Promise.resolve();
  const every = (ms: number, work: () => Promise<void>): NodeJS.Timeout =>
    setInterval(() => {
      working = work().catch((error: unknown) => {
        log.error({ err: error }, 'who may do what could not be looked up; it is tried again');
      });
    }, ms);
  const timers = [
    every(REFRESH_MS, directory.refresh),
    every(SWEEP_MS, sessions.sweep),
    every(SWEEP_MS, refusals.sweep),
  ];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await working;
    await refusals.sweep(true);
  };
}

const isRole = (holder: Holder): holder is Role => ROLES.some((role) => role === holder);

/** What a screen is told of who it is. */
export function identityOf(actor: Actor): Identity {
  const { kind, name } = actor;
  if (kind === 'sender' || kind === 'console' || kind === 'server')
    return { kind: 'nobody', name: '', roles: [], actions: [] };
  const isAccount = kind === 'account';
  const actions = actionsOf(actor).filter((action) => action !== 'own.account' || isAccount);
  return { kind, name, roles: actor.roles.filter(isRole), actions };
}
