import type { Config } from '../config.ts';
import type { Read } from '#shared/station/fault.ts';
import type { Started } from '../start/options.ts';
import type { OpenAccessStores, OpenStore } from '../start/start-parts.ts';

/** Where a command's words go. Writing resolves when the text is handed over. */
export interface Output {
  write(text: string): Promise<void>;
}

/** What a command needs of the process it runs in. */
export interface Context {
  /** Results. */
  readonly out: Output;
  /** Faults and notices. */
  readonly err: Output;
  /** Where relative paths begin. */
  readonly folder: string;
  /** The settings; only the commands that start a server refuse bad ones. */
  readonly config: Read<Config>;
  /** How a server's store is opened. */
  readonly openStore: OpenStore;
  /** How accounts, tokens and audit of a store are opened by a command that ends. */
  readonly openAccessStores: OpenAccessStores;
  /** Whether a failure of the program shows its stack. */
  readonly debug: boolean;
  /** Resolves when a started server has been asked to end and has ended. */
  untilEnded(started: Started): Promise<void>;
}
