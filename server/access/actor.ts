import { may, type Holder } from './permissions.ts';
import type { Action } from '#shared/wire/access.ts';

/** Who asks: what every route and socket request knows of its caller, and the audit keeps. */
export interface Actor {
  /**
   * `account`: somebody who has signed in. `display` and `sender`: a token. `open`: whoever is at this
   * machine where the server runs open. `nobody`: showed nothing. `console`: the command line.
   * `server`: the server by itself.
   */
  readonly kind: 'account' | 'display' | 'sender' | 'open' | 'nobody' | 'console' | 'server';
  /** Names the account or token for good; the kind itself where there is neither. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly roles: readonly Holder[];
  /** The one station that it may see; null: all. */
  readonly station: string | null;
  /** Of a source: beginnings of the tags that it may write; empty or absent: all. */
  readonly tagPrefixes?: readonly string[];
  /** Where from: address of the machine; `console` or `server` for what comes from nowhere else. */
  readonly from: string;
}

/** The server itself: midnight closes a day, a trip makes it plan. */
export const SERVER_ACTOR: Actor = {
  kind: 'server',
  id: 'server',
  name: 'Forebay',
  roles: [],
  station: null,
  from: 'server',
};

/** Somebody at this machine's command line: who has the store's file needs no password for it. */
export const CONSOLE_ACTOR: Actor = {
  kind: 'console',
  id: 'console',
  name: 'command line',
  roles: ['administrator', 'auditor'],
  station: null,
  from: 'console',
};

/** Whether a source may write a tag. */
export function mayWrite({ tagPrefixes }: Actor, tag: string): boolean {
  return !tagPrefixes?.length || tagPrefixes.some((prefix) => tag.startsWith(prefix));
}

/** Somebody asked for what is not theirs to do. */
export class NotAllowed extends Error {
  constructor(
    readonly actor: Actor,
    readonly action: Action,
  ) {
    super(`${actor.name === '' ? 'who has not signed in' : actor.name} may not ${action}`);
    this.name = 'NotAllowed';
  }
}

/** @throws NotAllowed */
export function mustBeAllowed(actor: Actor, action: Action): void {
  if (!may(actor, action)) throw new NotAllowed(actor, action);
}
