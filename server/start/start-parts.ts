import type { Retention } from '#shared/station/site-schema.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { AccessStores, Store } from '../store/store.ts';

/** Opens the store that `main.ts` has chosen. */
export type OpenStore = (options: {
  readonly folder: string;
  readonly retention: Retention;
  readonly timeZone: string;
  readonly tags: readonly Tag[];
  readonly log: Log;
}) => Promise<Store>;

/** Accounts, tokens and audit of a store alone, for a command that ends. */
export interface OpenedAccessStores extends AccessStores {
  close(): void;
}

/** Opens them as `main.ts` has chosen. @param make whether a store is made where there is none */
export type OpenAccessStores = (folder: string, make: boolean) => Promise<OpenedAccessStores>;

/** What every way of starting the server needs. */
export interface StartParts {
  readonly config: Config;
  readonly openStore: OpenStore;
  readonly log: Log;
}
