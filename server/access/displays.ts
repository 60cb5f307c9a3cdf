import type { DisplayLine, DisplaySettings } from '#shared/wire/display.ts';
import type { AccessStores } from '../store/store.ts';
import type { IssuedToken } from '../store/token-store.ts';
import { AccessFault } from './access-fault.ts';
import { type Actor, mustBeAllowed } from './actor.ts';
import { entryOf } from './audit.ts';
import type { Directory } from './directory.ts';
import { digestOf } from './secret.ts';

/** Use case: what is kept for the screens that have a token, and which browser each token belongs to. */
export interface Displays {
  lines(): readonly DisplayLine[];
  /** What is kept for the screen of a token; null: nothing, or no such token. */
  settingsOf(id: string): DisplaySettings | null;
  /**
   * @throws NotAllowed
   * @throws AccessFault `no-such`, `changed-meanwhile`
   */
  keep(actor: Actor, id: string, revision: number, settings: DisplaySettings): Promise<DisplayLine>;
  /** Binds the token of a screen to the browser that shows it, where it belongs to none yet. */
  bind(actor: Actor, screen: string | null): Promise<void>;
  /**
   * Lets another browser take the place of the one that a token belongs to.
   * @throws NotAllowed
   * @throws AccessFault `no-such`
   */
  release(actor: Actor, id: string): Promise<DisplayLine>;
}

export interface DisplaysParts {
  readonly stores: Pick<AccessStores, 'tokens'>;
  readonly directory: Directory;
  /** Real time, ms. */
  readonly now: () => number;
}

const lineOf = ({ id, name, station, display, screen }: IssuedToken): DisplayLine => ({
  id,
  name,
  station: station ?? '',
  revision: display?.revision ?? 0,
  settings: display?.settings ?? null,
  boundAt: screen?.at ?? null,
});

export function createDisplays({ stores, directory, now }: DisplaysParts): Displays {
  const find = (id: string): IssuedToken | undefined =>
    directory
      .tokens()
      .find((one) => one.id === id && one.kind === 'display' && one.revokedAt === null);

  const known = async (id: string): Promise<IssuedToken> => {
    await directory.refresh();
    const token = find(id);
    if (!token) throw new AccessFault('no-such', 'there is no such screen with a token');
    return token;
  };

  const change = async (
    actor: Actor,
    token: IssuedToken,
    changed: Partial<IssuedToken>,
    action: string,
  ): Promise<IssuedToken> => {
    const after = { ...token, ...changed };
    const deed = {
      action,
      subject: token.name,
      before: { display: token.display ?? null, bound: token.screen?.at ?? null },
      after: { display: after.display ?? null, bound: after.screen?.at ?? null },
    };
    const entry = entryOf(actor, deed, now());
    const isKept = await stores.tokens.change(after, token.display?.revision ?? 0, entry);
    await directory.refresh();
    if (isKept) return after;
    throw new AccessFault('changed-meanwhile', 'somebody has changed this screen meanwhile');
  };

  return {
    lines: () =>
      directory
        .tokens()
        .filter(({ kind, revokedAt }) => kind === 'display' && revokedAt === null)
        .map(lineOf),
    settingsOf: (id) => find(id)?.display?.settings ?? null,
    async keep(actor, id, revision, settings) {
      mustBeAllowed(actor, 'settings.change');
      const token = await known(id);
      if ((token.display?.revision ?? 0) !== revision)
        throw new AccessFault('changed-meanwhile', 'somebody has changed this screen meanwhile');
      const display = { revision: revision + 1, settings };
      return lineOf(await change(actor, token, { display }, 'displays.keep'));
    },
    async bind(actor, screen) {
      const token = find(actor.id);
      if (!token || token.screen || screen === null) return;
      await change(
        actor,
        token,
        { screen: { digest: digestOf(screen), at: now() } },
        'displays.bind',
      );
    },
    async release(actor, id) {
      mustBeAllowed(actor, 'settings.change');
      const token = await known(id);
      return lineOf(await change(actor, token, { screen: null }, 'displays.release'));
    },
  };
}
