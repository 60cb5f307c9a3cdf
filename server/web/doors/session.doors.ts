import type { Request, Response } from 'express';
import { z } from 'zod';
import type { SessionView } from '#shared/wire/access-views.ts';
import { identityOf, type Access } from '../../access/access.ts';
import type { Actor } from '../../access/actor.ts';
import { SESSION_LONGEST_MS } from '../../access/session-life.ts';
import type { SignedIn } from '../../access/sessions.ts';
import { actorOf, bodyOf, HttpFault, type Answer, type Door } from '../../door.ts';
import { addressOf, isTls, sessionCookie, sessionSecretOf } from '../caller.ts';
import {
  linkSchema,
  passwordChangeSchema,
  sessionSchema,
  setupSchema,
  signInSchema,
} from './access-schema.ts';

const JSON_BODY = ['application/json'];

/** Only what every door of this file may answer besides. */
const FAULTS: Readonly<Record<number, Answer>> = {
  400: { means: 'The body cannot be read, or a password is too weak.' },
  403: { means: 'A page of another address asks.' },
  429: { means: 'Too many tries; Retry-After says when to come again.' },
};

/** The cookie of a session: for scripts of no page, for no other site, and over TLS alone where there is TLS. */
function setCookie(request: Request, response: Response, { secret }: SignedIn): void {
  response.cookie(sessionCookie(request.headers.host), secret, {
    httpOnly: true,
    sameSite: 'strict',
    secure: isTls(request),
    path: '/',
    maxAge: SESSION_LONGEST_MS,
  });
}

function clearCookie(request: Request, response: Response): void {
  const secure = isTls(request);
  const name = sessionCookie(request.headers.host);
  response.clearCookie(name, { httpOnly: true, sameSite: 'strict', secure, path: '/' });
}

/** @throws HttpFault 403 for whoever has not signed in by a session */
function ownSession(request: Request, actor: Actor): string {
  const secret = sessionSecretOf(request);
  if (actor.kind === 'account' && secret !== null) return secret;
  throw new HttpFault(403, 'not-allowed', 'only who has signed in has an account to change');
}

/** What the doors of this file have in common. */
interface Lobby {
  viewOf(actor: Actor): SessionView;
  /** Sets the cookie and answers who has come in. */
  entered(request: Request, response: Response, signedIn: SignedIn): void;
}

function lobbyOf({ directory }: Access): Lobby {
  const viewOf = (actor: Actor): SessionView => {
    const account = actor.kind === 'account' ? directory.account(actor.id) : undefined;
    return {
      identity: identityOf(actor),
      account: account ? { name: account.name, label: account.label } : null,
      hasAccounts: directory.accounts().length > 0,
    };
  };
  return {
    viewOf,
    entered(request, response, signedIn) {
      setCookie(request, response, signedIn);
      const { id, label: name, roles } = signedIn.account;
      const from = addressOf(request);
      response.json(viewOf({ kind: 'account', id, name, roles, station: null, from }));
    },
  };
}

/** Who one is, coming in. */
function entranceDoors(access: Access, { viewOf, entered }: Lobby): readonly Door[] {
  return [
    {
      method: 'get',
      path: '/api/v1/session',
      summary: 'Who asks, by session, token or place, and what they may do.',
      action: null,
      answers: { 200: { means: 'Also of nobody.', schema: sessionSchema } },
      handle: (_request, response) => void response.json(viewOf(actorOf(response))),
    },
    {
      method: 'post',
      path: '/api/v1/session',
      summary: 'Sign in; the answer sets the cookie of a session.',
      action: null,
      pace: 'entrance',
      body: { types: JSON_BODY, schema: signInSchema },
      answers: {
        200: { means: 'Signed in.', schema: sessionSchema },
        401: { means: 'Name or password is wrong; which one is not told.' },
        ...FAULTS,
      },
      async handle(request, response) {
        const { name, password } = bodyOf(signInSchema, request);
        const result = await access.signIn(name, password, addressOf(request));
        if (result.ok) {
          entered(request, response, result);
          return;
        }
        if (result.why === 'wrong')
          throw new HttpFault(401, 'wrong-password', 'name or password is wrong');
        const seconds = Math.ceil(result.lockedMs / 1000);
        throw new HttpFault(
          429,
          'locked',
          `too many failed tries; locked for ${seconds} s`,
          seconds,
        );
      },
    },
  ];
}

/** Going out, and the own password. */
function ownDoors({ sessions, passwords }: Access, { viewOf }: Lobby): readonly Door[] {
  return [
    {
      method: 'post',
      path: '/api/v1/session/end',
      summary: 'Sign out.',
      action: null,
      answers: { 200: { means: 'Signed out.', schema: sessionSchema } },
      async handle(request, response) {
        const actor = actorOf(response);
        const secret = sessionSecretOf(request);
        if (secret !== null && actor.kind === 'account') await sessions.end(actor, secret);
        clearCookie(request, response);
        response.json(viewOf({ ...actor, kind: 'nobody', id: 'nobody', name: '', roles: [] }));
      },
    },
    {
      method: 'post',
      path: '/api/v1/session/password',
      summary: 'Change the own password; ends every other session of the account.',
      action: 'own.account',
      pace: 'entrance',
      body: { types: JSON_BODY, schema: passwordChangeSchema },
      answers: { 200: { means: 'Changed.', schema: z.strictObject({}) }, ...FAULTS },
      async handle(request, response) {
        const actor = actorOf(response);
        const secret = ownSession(request, actor);
        const { old, wanted } = bodyOf(passwordChangeSchema, request);
        await passwords.change(actor, old, wanted, secret);
        response.json({});
      },
    },
  ];
}

/** Passwords that are set by a one-time link, the first of all among them. */
function setupDoors({ passwords }: Access, { entered }: Lobby): readonly Door[] {
  return [
    {
      method: 'post',
      path: '/api/v1/setup/look',
      summary: 'What a one-time link is for.',
      action: null,
      pace: 'entrance',
      body: { types: JSON_BODY, schema: linkSchema },
      answers: {
        200: {
          means:
            '`first`: it makes the first account. `account`: it sets the password of this one.',
          schema: z.strictObject({
            kind: z.enum(['first', 'account']),
            name: z.string(),
            label: z.string(),
          }),
        },
        410: { means: 'The link has been used, is too old or was never given out.' },
        ...FAULTS,
      },
      handle(request, response) {
        const opened = passwords.openLink(bodyOf(linkSchema, request).secret);
        const { name, label } =
          opened.kind === 'account' ? opened.account : { name: '', label: '' };
        response.json({ kind: opened.kind, name, label });
      },
    },
    {
      method: 'post',
      path: '/api/v1/setup',
      summary: 'Set a password by a one-time link, and sign in.',
      action: null,
      pace: 'entrance',
      body: { types: JSON_BODY, schema: setupSchema },
      answers: {
        200: { means: 'The link is spent, and who used it has signed in.', schema: sessionSchema },
        409: { means: 'The name is taken.' },
        410: { means: 'The link has been used, is too old or was never given out.' },
        ...FAULTS,
      },
      async handle(request, response) {
        const { secret, ...wish } = bodyOf(setupSchema, request);
        const from = addressOf(request);
        entered(request, response, await passwords.useLink(secret, wish, from));
      },
    },
  ];
}

/** The doors by which people come in, go out and see who they are. */
export function sessionDoors(access: Access): readonly Door[] {
  const lobby = lobbyOf(access);
  return [
    ...entranceDoors(access, lobby),
    ...ownDoors(access, lobby),
    ...setupDoors(access, lobby),
  ];
}
