import { bearerToken, sameSecret } from './token.ts';

export const ACTIONS = ['send-readings', 'send-forecasts', 'look'] as const;
export type Action = (typeof ACTIONS)[number];

export type Role = 'ingest' | 'viewer';

/** Who may do what; nothing else is allowed to anybody. */
export const RIGHTS: Readonly<Record<Role, readonly Action[]>> = {
  ingest: ['send-readings', 'send-forecasts'],
  viewer: ['look'],
};

/** A secret for sending, and the beginnings of the tags it may write; absent: all. */
export interface IngestToken {
  readonly token: string;
  readonly tagPrefixes?: readonly string[];
}

export interface AccessSettings {
  /** Empty: nobody may send. */
  readonly ingest: readonly IngestToken[];
  /** null: whoever reaches the port may look. */
  readonly viewToken: string | null;
}

export type Verdict =
  | { readonly allowed: true; readonly mayWrite: (tag: string) => boolean }
  | {
      readonly allowed: false;
      readonly why: 'shut' | 'no-token' | 'wrong-token' | 'not-this-role';
    };

/** Use case: decides from a token alone; keeps no sessions. */
export interface Access {
  /** @param token what the caller showed; null: nothing */
  judge(action: Action, token: string | null): Verdict;
  judgeHeader(action: Action, authorization: string | undefined): Verdict;
}

const ALL_TAGS = (): boolean => true;
const NO_TAGS = (): boolean => false;

function writableBy({ tagPrefixes }: IngestToken): (tag: string) => boolean {
  if (!tagPrefixes) return ALL_TAGS;
  return (tag) => tagPrefixes.some((prefix) => tag.startsWith(prefix));
}

export function createAccess({ ingest, viewToken }: AccessSettings): Access {
  /** Every secret is compared, so that the time taken does not tell which one came near. */
  const holderOf = (token: string): { role: Role; mayWrite: (tag: string) => boolean } | null => {
    const sender = ingest.filter((one) => sameSecret(token, one.token))[0];
    if (sender) return { role: 'ingest', mayWrite: writableBy(sender) };
    if (viewToken !== null && sameSecret(token, viewToken)) {
      return { role: 'viewer', mayWrite: NO_TAGS };
    }
    return null;
  };

  const judge = (action: Action, token: string | null): Verdict => {
    if (action === 'look' && viewToken === null) return { allowed: true, mayWrite: NO_TAGS };
    if (action !== 'look' && ingest.length === 0) return { allowed: false, why: 'shut' };
    if (token === null) return { allowed: false, why: 'no-token' };
    const holder = holderOf(token);
    if (!holder) return { allowed: false, why: 'wrong-token' };
    if (!RIGHTS[holder.role].includes(action)) return { allowed: false, why: 'not-this-role' };
    return { allowed: true, mayWrite: holder.mayWrite };
  };

  return {
    judge,
    judgeHeader: (action, authorization) => judge(action, bearerToken(authorization)),
  };
}
