import { join } from 'node:path';
import { Option } from 'commander';
import { faultLine } from '#shared/station/fault.ts';
import { AccessFault } from '../access/access-fault.ts';
import { createAccounts, type Accounts } from '../access/accounts.ts';
import { openDirectory, type Directory } from '../access/directory.ts';
import { createLockout } from '../access/lockout.ts';
import { createTokens, type Tokens } from '../access/tokens.ts';
import { BadInput } from '../bad-input.ts';
import { readStation } from '../input-files.ts';
import { StoreError } from '../store/store-error.ts';
import type { OpenedAccessStores } from '../start/start-parts.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import type { Context } from './context.ts';

/** Words of every command that works on a store's accounts, tokens or audit. */
export interface StoreWords {
  readonly demo?: boolean;
}

/** What such a command works with. */
export interface AccessDesk {
  readonly stores: OpenedAccessStores;
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  /** Where the server is found, as its settings have it. */
  readonly address: string;
}

export const demoOption = (): Option => new Option('--demo', "the demo's store");

/**
 * Opens the store, works on it and lets go of it.
 * @param make whether a store is made where there is none: looking makes none
 * @throws BadInput where settings do not do, or what was asked for cannot be done
 */
export async function atAccessDesk<T>(
  context: Context,
  words: StoreWords,
  work: (desk: AccessDesk) => Promise<T>,
  make = false,
): Promise<T> {
  const { config } = context;
  if (!config.ok) throw new BadInput(config.faults.map(faultLine));
  const { system, site } = await readStation(config.value);
  const { host, port } = config.value;
  const folder = words.demo ? join(config.value.dataFolder, 'demo') : config.value.dataFolder;
  const stores = await context.openAccessStores(folder, make).catch((error: unknown) => {
    throw error instanceof StoreError ? unusable(folder, error) : error;
  });
  try {
    const directory = await openDirectory(stores);
    const base = { stores, directory, now: Date.now };
    const stations = system.stations.map((station) => station.id);
    const tags = tagList(system, site).map(({ tag }) => tag);
    return await work({
      stores,
      directory,
      accounts: createAccounts({ ...base, lockout: createLockout(stores.tries, Date.now) }),
      tokens: createTokens({ ...base, stations, tags }),
      address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    });
  } catch (error) {
    throw error instanceof AccessFault ? new BadInput([error.message]) : error;
  } finally {
    stores.close();
  }
}

function unusable(folder: string, { message }: StoreError): BadInput {
  const right = 'the folder that a server runs on is needed';
  return new BadInput([
    `FOREBAY_DATA: the store in ${folder} cannot be used (${message}), ${right}`,
  ]);
}
