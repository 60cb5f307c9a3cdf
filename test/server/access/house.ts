import { onTestFinished } from 'vitest';
import { openAccess, type Access } from '#server/access/access.ts';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import type { AccessSettings, Credentials } from '#server/access/identify.ts';
import { createLog } from '#server/log.ts';
import type { Account } from '#server/store/account-store.ts';
import { openAccessStores } from '#server/store/sqlite/open-access-stores.ts';
import type { AccessStores } from '#server/store/store.ts';
import type { Role } from '#shared/wire/access.ts';
import { testFolder } from '../store/sqlite/helpers.ts';

export const START = Date.UTC(2026, 5, 1);

/** Access over a real store in a folder of its own, with a clock that stands until it is moved. */
export interface House {
  readonly access: Access;
  readonly stores: AccessStores;
  readonly folder: string;
  /** Real time goes on. */
  later(ms: number): void;
  /** Access over the same store anew, as after a restart. */
  restarted(): Promise<Access>;
  /** An account of these roles with a password that has been set, as it stands then. */
  person(name: string, roles: readonly Role[]): Promise<Account>;
}

export const PASSWORD = 'seven grey herons wait';

export async function openHouse(settings: Partial<AccessSettings> = {}): Promise<House> {
  const folder = testFolder();
  const stores = await openAccessStores(folder);
  onTestFinished(() => stores.close());
  let now = START;
  const restarted = (): Promise<Access> =>
    openAccess({
      stores,
      settings: { ingest: [], viewToken: null, open: 'shut', ...settings },
      stations: ['s1', 's2'],
      tags: ['s1/u1/mw', 's1/u10/mw', 's1/forebay/level', 's2/forebay/level'],
      log: createLog('silent'),
      now: () => now,
    });
  const access = await restarted();
  return {
    access,
    restarted,
    stores,
    folder,
    later: (ms) => (now += ms),
    async person(name, roles) {
      const wanted = { name, label: name.toUpperCase(), roles };
      const { account, secret } = await access.accounts.add(CONSOLE_ACTOR, wanted);
      const wish = { password: PASSWORD, name: '', label: '' };
      await access.passwords.useLink(secret, wish, '192.0.2.1');
      return access.directory.account(account.id)!;
    },
  };
}

/** What a request from another machine shows. */
export const showing = (shown: Partial<Credentials> = {}): Credentials => ({
  token: null,
  screen: null,
  session: null,
  from: '192.0.2.1',
  isHere: false,
  ...shown,
});
