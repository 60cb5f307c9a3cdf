import { randomUUID } from 'node:crypto';
import type { AccessStores } from '../store/store.ts';
import type { IssuedToken } from '../store/token-store.ts';
import { AccessFault } from './access-fault.ts';
import type { Actor } from './actor.ts';
import { entryOf } from './audit.ts';
import type { Directory } from './directory.ts';
import { digestOf, newSecret } from './secret.ts';

/** What a new token is for. */
export type TokenWish =
  | { readonly kind: 'display'; readonly name: string; readonly station: string }
  | { readonly kind: 'ingest'; readonly name: string; readonly tagPrefixes: readonly string[] };

/** A new token and its secret, which is told this once. */
export interface WithSecret {
  readonly token: IssuedToken;
  readonly secret: string;
}

/** Use case: tokens of screens that nobody sits at and of sources of readings. They are good until revoked. */
export interface Tokens {
  /** @throws AccessFault `bad-name`, `bad-scope` */
  issue(actor: Actor, wish: TokenWish): Promise<WithSecret>;
  /** @throws AccessFault `no-such` where there is none that is still good */
  revoke(actor: Actor, id: string): Promise<void>;
}

export interface TokensParts {
  readonly stores: AccessStores;
  readonly directory: Directory;
  /** Ids of the stations; null: not known here, and not checked. */
  readonly stations: readonly string[] | null;
  /** Paths of the tags; null: not known here, and not checked. */
  readonly tags: readonly string[] | null;
  /** Real time, ms. */
  readonly now: () => number;
}

const LONGEST_NAME = 60;
const MOST_PREFIXES = 200;

/** What the audit keeps of a token. */
const toldOf = ({ kind, name, station, tagPrefixes }: IssuedToken): object => ({
  kind,
  name,
  station,
  tagPrefixes,
});

function checkedName(name: string): string {
  const shown = name.trim().normalize('NFC');
  const length = [...shown].length;
  if (length > 0 && length <= LONGEST_NAME && !/\p{Cc}/u.test(shown)) return shown;
  const message = `a token needs a name of 1 to ${LONGEST_NAME} characters that says whose it is`;
  throw new AccessFault('bad-name', message);
}

export function createTokens({ stores, directory, stations, tags, now }: TokensParts): Tokens {
  const scopeOf = (wish: TokenWish): Pick<IssuedToken, 'station' | 'tagPrefixes'> => {
    if (wish.kind === 'display') {
      if (stations === null || stations.includes(wish.station))
        return { station: wish.station, tagPrefixes: [] };
      const message = `there is no station "${wish.station}"; there is ${stations.join(', ')}`;
      throw new AccessFault('bad-scope', message, wish.station);
    }
    const given = new Set(wish.tagPrefixes.map((prefix) => prefix.trim()));
    const tagPrefixes = [...given].filter((prefix) => prefix !== '');
    if (tagPrefixes.length > MOST_PREFIXES)
      throw new AccessFault('bad-scope', `at most ${MOST_PREFIXES} beginnings of tags do`);
    const idle = tagPrefixes.find(
      (prefix) => !(tags?.some((tag) => tag.startsWith(prefix)) ?? true),
    );
    if (idle === undefined) return { station: null, tagPrefixes };
    throw new AccessFault(
      'bad-scope',
      `no tag begins with "${idle}"; GET /api/v1/tags has them all`,
      idle,
    );
  };

  return {
    async issue(actor, wish) {
      const secret = newSecret();
      const token: IssuedToken = {
        id: randomUUID(),
        kind: wish.kind,
        name: checkedName(wish.name),
        digest: digestOf(secret),
        ...scopeOf(wish),
        madeAt: now(),
        madeBy: actor.name,
        revokedAt: null,
      };
      const deed = { action: 'tokens.issue', subject: token.name, after: toldOf(token) };
      await stores.tokens.add(token, entryOf(actor, deed, now()));
      await directory.refresh();
      return { token, secret };
    },

    async revoke(actor, id) {
      await directory.refresh();
      const token = directory.tokens().find((one) => one.id === id);
      const deed = {
        action: 'tokens.revoke',
        subject: token?.name ?? id,
        ...(token ? { before: toldOf(token) } : {}),
      };
      const isRevoked =
        token && (await stores.tokens.revoke(id, now(), entryOf(actor, deed, now())));
      await directory.refresh();
      if (!isRevoked) throw new AccessFault('no-such', 'there is no such token that is still good');
    },
  };
}
