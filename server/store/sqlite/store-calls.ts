import type { AppendResult } from '../reading-store.ts';
import type { ReadingBatch } from './reading-batch.ts';
import type { StoreReader } from './store-reader.ts';
import type { StoreSetup } from './store-setup.ts';
import type { StoreWriter } from './store-writer.ts';

/** What a store thread is started with. */
export interface StoreThreadData {
  readonly role: 'writer' | 'reader';
  readonly setup: StoreSetup;
}

/** Calls the reading thread answers: the methods of its half of the store. */
export type ReaderCalls = Omit<StoreReader, 'parts'>;

/** Calls the writing thread answers; `append` takes one batch and is merged with its neighbours. */
export type WriterCalls = Pick<
  StoreWriter,
  | 'addForecast'
  | 'recordPlans'
  | 'saveWhatIf'
  | 'removeWhatIf'
  | 'addLoadCurve'
  | 'saveDeviation'
  | 'closeDay'
  | 'saveOutage'
  | 'closeConsumption'
  | 'addEnergyEntries'
  | 'addAccount'
  | 'changeAccount'
  | 'addSession'
  | 'touchSession'
  | 'removeSessions'
  | 'addToken'
  | 'changeToken'
  | 'revokeToken'
  | 'countSignInTry'
  | 'clearSignInTries'
  | 'appendAudit'
  | 'appendAlarms'
  | 'prune'
  | 'ping'
  | 'close'
> & { append(batch: ReadingBatch): AppendResult };
