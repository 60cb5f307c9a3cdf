import type { Retention } from '#shared/station/site-schema.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

/** Opens the store that `main.ts` has chosen. */
export type OpenStore = (options: {
  readonly folder: string;
  readonly retention: Retention;
  readonly timeZone: string;
  readonly tags: readonly Tag[];
  readonly log: Log;
}) => Promise<Store>;

/** What every way of starting the server needs. */
export interface StartParts {
  readonly config: Config;
  readonly openStore: OpenStore;
  readonly log: Log;
}
