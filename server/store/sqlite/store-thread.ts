import { parentPort, workerData } from 'node:worker_threads';
import type { StoreThreadData } from './store-calls.ts';
import { serveReader } from './serve-reader.ts';
import { serveWriter } from './serve-writer.ts';

if (parentPort === null) throw new Error('store-thread runs only as a thread of the server.');
const { role, setup } = workerData as StoreThreadData;
if (role === 'writer') serveWriter(parentPort, setup);
else serveReader(parentPort, setup);
